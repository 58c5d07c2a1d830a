import { describe, expect, it } from 'vitest';
import { DataError } from '../core/errors.js';
import { checkDataset, datasetSize, type Dataset } from '../training/dataset.js';
import { loadMnist, mnistFiles } from './mnist.js';
import { readDataFiles } from './files/no-files.js';

describe('loadMnist', () => {
  it('says in a browser that it needs Node', async () => {
    // What #files leads to there.
    const failure: unknown = await readDataFiles(mnistFiles).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(DataError);
    expect((failure as Error).message).toContain('run this in Node');
  });

  // The real files, where somebody has put them.
  it.skipIf(!process.env['CHOOSY_DATA_DIR'])('loads the real files', async () => {
    const { train, test } = await loadMnist();
    checkDataset(train);
    checkDataset(test);
    const counts = ({ labels }: Dataset): number[] => {
      const counted = Array<number>(10).fill(0);
      labels.forEach((label: number) => counted[label]!++);
      return counted;
    };
    expect([datasetSize(train), datasetSize(test)]).toEqual([60_000, 10_000]);
    expect(counts(train)).toEqual([5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949]);
    expect(train.name).toBe('mnist (train)');
    expect(test.classNames).toEqual(['0', '1', '2', '3', '4', '5', '6', '7', '8', '9']);
    expect(counts(test)).toEqual([980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009]);
  });
});
