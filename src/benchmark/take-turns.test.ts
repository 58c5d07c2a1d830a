import { expect, it } from 'vitest';
import { takeTurns } from './take-turns.js';

/** Who had the turns, each as many as it wants. */
async function turnsOf(wanted: Readonly<Record<string, number>>): Promise<string> {
  const left = { ...wanted };
  let turns = '';
  await takeTurns(Object.keys(left), async (one) => {
    turns += one;
    return --left[one]! === 0;
  });
  return turns;
}

it('goes there and back, so that all have their turns at the same time on average', async () => {
  expect(await turnsOf({ A: 4, B: 4, C: 4 })).toBe('ABCCBAABCCBA');
});

it('leaves out who is done', async () => {
  expect(await turnsOf({ A: 3, B: 1, C: 2, D: 5 })).toBe('ABCDDCAADDD');
  expect(await turnsOf({})).toBe('');
});

it('ends with what a turn throws', async () => {
  const turns: string[] = [];
  const broken = takeTurns(['A', 'B'], async (one) => {
    turns.push(one);
    throw new Error(`${one} broke`);
  });
  await expect(broken).rejects.toThrow('A broke');
  expect(turns).toEqual(['A']);
});
