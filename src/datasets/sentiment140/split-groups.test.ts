import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Rng } from '../../core/rng.js';
import { splitGroups } from './split-groups.js';

const samples = fc.array(fc.record({ group: fc.nat(20), label: fc.nat(1) }), { maxLength: 60 });

describe('splitGroups', () => {
  it('keeps groups together, and holds back no more of a class than asked for', () => {
    fc.assert(
      fc.property(samples, fc.nat(10), fc.nat(), (all, heldBack, seed) => {
        const groups = Float64Array.from(all, ({ group }) => group);
        const labels = all.map(({ label }) => label);
        const split = (): Uint8Array => splitGroups(groups, labels, heldBack, new Rng(seed));
        const parts = split();
        expect(parts).toEqual(split());
        const partOfGroup = new Map(all.map(({ group }, i) => [group, parts[i]]));
        all.forEach(({ group }, i) => expect(parts[i]).toBe(partOfGroup.get(group)));
        for (const part of [1, 2]) {
          for (const label of [0, 1]) {
            const held = all.filter((sample, i) => parts[i] === part && sample.label === label);
            expect(held.length).toBeLessThanOrEqual(heldBack);
          }
        }
      }),
      { seed: 1, numRuns: 2000 },
    );
  });

  it('holds back exactly that many where enough samples stand alone', () => {
    const size = 1000;
    const groups = Float64Array.from({ length: size }, (_, i) => (i % 10 === 0 ? 2 ** 52 : i));
    const labels = Uint8Array.from({ length: size }, (_, i) => i % 2);
    const parts = splitGroups(groups, labels, 50, new Rng(3));
    for (const part of [1, 2]) {
      for (const label of [0, 1]) {
        expect(parts.filter((value, i) => value === part && labels[i] === label).length).toBe(50);
      }
    }
    expect(parts).not.toEqual(splitGroups(groups, labels, 50, new Rng(4)));
  });
});
