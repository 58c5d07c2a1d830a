import { expect, test } from 'vitest';
import { iris, irisFeatureNames } from '../datasets/index.js';
import { loadSamples } from './samples.js';

test('rows of a table have their units, and come from the training set of the seed', async () => {
  const { samples, classNames } = await loadSamples({ task: 'iris', seed: 1, indices: [89, 0, 89] });
  expect(classNames).toEqual(['setosa', 'versicolor', 'virginica']);
  if (samples.kind !== 'rows') throw new Error(samples.kind);
  expect(samples.columns).toEqual(irisFeatureNames);
  expect(Object.keys(samples.rows)).toEqual(['0', '89']);
  const { features, labels } = iris();
  for (const index of [0, 89]) {
    const row = samples.rows[index]!.map(Math.fround);
    const place = Array.from(labels, (_, i) => features.subarray(4 * i, 4 * i + 4)).findIndex(
      (flower) => flower.join() === row.join(),
    );
    expect(samples.labels[index]).toBe(classNames[labels[place]!]);
  }
  const other = await loadSamples({ task: 'iris', seed: 2, indices: [0, 89] });
  expect(other.samples).not.toEqual(samples);
});

test('points of a plane are all there', async () => {
  const { samples } = await loadSamples({ task: 'spirals', seed: 1, indices: [] });
  if (samples.kind !== 'points') throw new Error(samples.kind);
  expect(samples.points).toHaveLength(2000);
  expect(new Set(samples.points.map(([, , label]) => label))).toEqual(new Set([0, 1]));
});

test('a task that is not known, or has no data, says why', async () => {
  const unknown = await loadSamples({ task: 'no such', seed: 1, indices: [] });
  expect(unknown.samples).toEqual({
    kind: 'none',
    why: 'There is no task "no such" here, so its samples are not known.',
  });
  const missing = await loadSamples({
    task: 'mnist',
    seed: 1,
    dataDirectory: 'no-such-folder',
    indices: [0],
  });
  expect(missing.samples.kind).toBe('none');
  expect(missing.samples).toHaveProperty('why', expect.stringContaining('no-such-folder'));
});
