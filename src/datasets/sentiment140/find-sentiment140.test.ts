import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, expect, it, vi } from 'vitest';
import { inTemporaryFolder } from '../../../test/support/temporary-folder.js';
import { findSentiment140 } from './find-sentiment140.js';

afterEach(() => {
  vi.unstubAllEnvs();
});

it('finds the tokens in the cache, else what they are made of, else nothing', () =>
  inTemporaryFolder(async (root) => {
    vi.stubEnv('CHOOSY_CACHE_DIR', join(root, 'cache'));
    const dataDirectory = join(root, 'data');
    const put = async (place: string, name: string, size: number): Promise<void> => {
      await mkdir(join(root, place, 'sentiment140'), { recursive: true });
      await writeFile(join(root, place, 'sentiment140', name), Buffer.alloc(size));
    };
    await mkdir(dataDirectory);
    const found = async (): Promise<unknown[]> => {
      const { folders, bytes, bytesToFetch } = await findSentiment140({ dataDirectory });
      return [...folders.map(({ place }) => place), bytes, bytesToFetch];
    };
    expect(await found()).toEqual([81_363_704, 81_363_704]);
    await put('cache', 'trainingandtestdata.zip', 5);
    expect(await found()).toEqual(['cache', 5, 0]);
    await put('data', 'training.1600000.polarity-text.csv.gz', 6);
    expect(await found()).toEqual(['data directory', 6, 0]);
    await put('cache', 'tokens.safetensors', 7);
    expect(await found()).toEqual(['cache', 7, 0]);
  }));
