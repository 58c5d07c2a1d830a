import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { DataError, UsageError } from '../../core/errors.js';
import { checkDataset, datasetSize, type Dataset } from '../../training/dataset.js';
import { readSentiment140 } from './no-sentiment140-files.js';
import { loadSentiment140, padTweets } from './sentiment140.js';
import { wordsOf } from './vocabulary.js';

describe('padTweets', () => {
  it('pads and cuts tweets, and leaves rare words unknown', () => {
    const { train, validation, test } = padTweets(
      {
        words: ['a', 'b', 'c'],
        sizes: { train: 2, validation: 1, test: 0 },
        lengths: Uint8Array.of(1, 3, 2),
        labels: Uint8Array.of(0, 1, 1),
        tokens: Uint16Array.of(2, 3, 4, 1, 4, 2),
      },
      4,
      2,
    );
    checkDataset(train);
    expect(train).toEqual({
      name: 'sentiment140 (train)',
      sampleShape: [2],
      features: Int32Array.of(2, 0, 3, 1),
      labels: Int32Array.of(0, 1),
      classNames: ['negative', 'positive'],
    });
    expect(validation.features).toEqual(Int32Array.of(1, 2));
    expect([...validation.labels]).toEqual([1]);
    expect(datasetSize(test)).toBe(0);
  });
});

describe('loadSentiment140', () => {
  it('says in a browser that it needs Node', async () => {
    const loading = readSentiment140({});
    await expect(loading).rejects.toThrow(DataError);
    await expect(loading).rejects.toThrow('run this in Node');
  });

  it.each([
    [{ vocabularySize: 2 }, 'vocabularySize must be an integer from 3 to 65536, got 2.'],
    [{ vocabularySize: 65_537 }, 'vocabularySize must be'],
    [{ maxLength: 0 }, 'maxLength must be an integer from 1 to 255, got 0.'],
    [{ maxLength: 1.5 }, 'maxLength must be'],
  ])('refuses %j', async (options, message) => {
    const loading = loadSentiment140(options);
    await expect(loading).rejects.toThrow(UsageError);
    await expect(loading).rejects.toThrow(`loadSentiment140: ${message}`);
  });

  // The real files, where somebody has put them. Some 20 seconds of one core.
  it.skipIf(!process.env['CHOOSY_DATA_DIR'])(
    'loads the real tweets, and loads them again from the cache',
    async () => {
      const cache = await mkdtemp(join(tmpdir(), 'choosy-'));
      vi.stubEnv('CHOOSY_CACHE_DIR', cache);
      try {
        const { train, validation, test, manualTest, vocabulary } = await loadSentiment140();
        const count = ({ labels }: Dataset): number[] => [
          labels.length,
          labels.filter((label: number) => label === 1).length,
        ];
        for (const part of [train, validation, test, manualTest!]) checkDataset(part);
        expect([train, validation, test, manualTest!].map(count)).toEqual([
          [1_560_000, 780_000],
          [20_000, 10_000],
          [20_000, 10_000],
          [359, 182],
        ]);
        expect(vocabulary).toHaveLength(20_000);
        expect(vocabulary.slice(0, 8)).toEqual([
          '<padding>',
          '<unknown>',
          '.',
          '<user>',
          'i',
          'to',
          'the',
          '!',
        ]);
        const words = ({ features }: Dataset, i: number): string =>
          wordsOf(features.subarray(i * 36, (i + 1) * 36), vocabulary).join(' ');
        // Should one of these change, so must the version in sentiment140-files.ts.
        expect(words(train, 0)).toMatch(/^hubs just announced he needs to cut the grass \. i responded with/);
        expect(words(validation, 0)).toBe('just finished work ... what a fun day !!!');
        expect(words(test, 0)).toBe('so tired');
        expect(words(manualTest!, 0)).toMatch(/^<user> i loovvee my <unknown> \. not that the dx is cool/);

        const again = await loadSentiment140({ vocabularySize: 1000, maxLength: 10 });
        expect(again.vocabulary).toEqual(vocabulary.slice(0, 1000));
        expect(again.test.labels).toEqual(test.labels);
        const firstTokens = test.features.slice(0, 10).map((token) => (token < 1000 ? token : 1));
        expect(again.test.features.slice(0, 10)).toEqual(firstTokens);
      } finally {
        vi.unstubAllEnvs();
        await rm(cache, { recursive: true });
      }
    },
    240_000,
  );
});
