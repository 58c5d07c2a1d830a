import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { tasks } from 'choosy/tasks';
import { format, resolveConfig } from 'prettier';
import { describe, expect, it } from 'vitest';
import { tasksPage } from '../docs/tasks/page.js';
import { choose } from '../tuning/choose.js';
import { reportedSeeds, spaces } from '../tuning/spaces.js';
import { summarize } from '../tuning/summary.js';

/** Results that are called respectable for these tasks. */
const respectable: Readonly<Record<string, number>> = {
  'fashion-mnist': 0.91,
  mnist: 0.99,
  sentiment140: 0.82,
  'music-genre': 0.65,
  wine: 0.97,
  boston: 3.6,
  iris: 0.95,
  spirals: 0.99,
};

describe.each(tasks.map((task) => [task.name, task] as const))('the baseline of %s', (name, task) => {
  const { learningRate, batchSize } = task.defaults;
  const summary = summarize(name)!;

  it('has the hyper-parameters that the search leads to', () => {
    expect(choose(name)).toMatchObject({ learningRate, batchSize });
  });

  it('was measured with all seeds that are reported, none of which the search saw', () => {
    expect(summary.runs).toBe(reportedSeeds.length);
    expect(spaces[name]!.seeds.filter((seed) => reportedSeeds.includes(seed))).toEqual([]);
  });

  it('reaches a respectable result', () => {
    const { higherIsBetter } = task.metrics[0];
    const better = (a: number, b: number) => (higherIsBetter ? a >= b : a <= b);
    expect(better(summary.test.median, respectable[name]!)).toBe(true);
  });

  it('gives the targets', () => {
    expect(task.targets).toEqual(summary.targets);
    expect(task.lossTargets).toEqual(summary.lossTargets);
  });
});

it('docs/tasks.md is what `npm run docs:tasks` writes', async () => {
  const page = fileURLToPath(new URL('../docs/tasks.md', import.meta.url));
  const text = await format(tasksPage(), { ...(await resolveConfig(page)), parser: 'markdown' });
  expect(readFileSync(page, 'utf8')).toBe(text);
});
