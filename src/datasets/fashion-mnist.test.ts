import { expect, it } from 'vitest';
import { checkDataset, datasetSize } from '../training/dataset.js';
import { fashionMnistFiles, loadFashionMnist } from './fashion-mnist.js';
import { mnistFiles } from './mnist.js';

it('has files of its own, which only look like those of MNIST', () => {
  const describe = ({ files }: typeof mnistFiles): unknown[] =>
    Object.values(files).map(({ name, size }) => [name, size]);
  expect(describe(fashionMnistFiles)).toEqual(describe(mnistFiles));
  const sums = [fashionMnistFiles, mnistFiles].flatMap(({ files }) =>
    Object.values(files).flatMap(({ sha256, packed }) => [sha256, packed!.sha256]),
  );
  expect(new Set(sums).size).toBe(16);
  expect(fashionMnistFiles.folder).not.toBe(mnistFiles.folder);
});

// The real files, where somebody has put them.
it.skipIf(!process.env['CHOOSY_DATA_DIR'])('loads the real files', async () => {
  const { train, test } = await loadFashionMnist();
  for (const [dataset, perClass] of [
    [train, 6000],
    [test, 1000],
  ] as const) {
    checkDataset(dataset);
    expect(dataset.sampleShape).toEqual([28, 28, 1]);
    expect(datasetSize(dataset)).toBe(10 * perClass);
    const counts = Array<number>(10).fill(0);
    dataset.labels.forEach((label: number) => counts[label]!++);
    expect(counts).toEqual(Array<number>(10).fill(perClass));
  }
  expect(train.name).toBe('fashion-mnist (train)');
  // The paper's first images: an ankle boot in train as in test.
  expect(train.classNames![train.labels[0]!]).toBe('Ankle boot');
  expect(test.classNames![test.labels[0]!]).toBe('Ankle boot');
});
