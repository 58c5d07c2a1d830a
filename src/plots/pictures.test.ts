import {
  fitStandardizer,
  groupEqualSamples,
  iris,
  loadBoston,
  loadMusicGenre,
  standardize,
  wine,
} from '../datasets/index.js';
import {
  boston as bostonTask,
  iris as irisTask,
  musicGenre as musicGenreTask,
  type Task,
  wine as wineTask,
} from '../tasks/index.js';
import type { Dataset } from '../training/index.js';
import { describe, expect, it } from 'vitest';
import type { Picture } from './chart.js';
import { classBalance } from './class-balance.js';
import { contactSheet } from './contact-sheet.js';
import { decisionBoundary } from './decision-boundary.js';
import { featureDistributions } from './feature-distributions.js';
import { frequentWords } from './frequent-words.js';
import { projection } from './projection.js';
import { renderPng } from './render.js';
import { rawTrainingSet } from './table-pictures.js';
import { targetHistogram } from './target-histogram.js';
import { themes } from './theme.js';
import { tweetLengths } from './tweet-lengths.js';

const classNames = ['<b>&"', 'other'];
const table: Dataset = {
  name: 'table',
  sampleShape: [3],
  // The third feature never changes.
  features: Float32Array.of(-3, 0, 5, 3, 0, 5, 0, -1, 5, 0, 1, 5),
  labels: Int32Array.of(0, 0, 0, 1),
  classNames,
};
const prices: Dataset = {
  name: 'prices',
  sampleShape: [3],
  features: table.features,
  labels: Float32Array.of(5, 10, 20, 50),
};
const images: Dataset = {
  ...table,
  sampleShape: [2, 2, 1],
  features: Uint8Array.of(0, 255, 0, 0, 0, 0, 0, 0, 255, 255, 255, 255, 0, 100, 0, 0),
};
const points: Dataset = {
  ...table,
  sampleShape: [2],
  features: Float32Array.of(-1, 0, -0.5, 0, -0.5, 0.5, 1, 0),
};
const tweets: Dataset = {
  ...table,
  sampleShape: [3],
  features: Int32Array.of(2, 3, 0, 2, 2, 3, 2, 0, 0, 4, 3, 1),
};
const parts = (dataset: Dataset) => ({ trainingSet: dataset, validationSet: dataset, testSet: dataset });

/** The texts of an SVG, as people read them. */
const textsOf = (svg: string): string[] =>
  [...svg.matchAll(/<text [^>]*>([^<]*)<\/text>/g)].map(([, text]) =>
    text!.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&amp;', '&'),
  );

const pictures: readonly [name: string, draw: () => Picture | Promise<Picture>, texts: readonly string[]][] =
  [
    [
      'contact-sheet',
      () => contactSheet(images, 'Toy'),
      ['Toy: the first 10 training images of each class', ...classNames],
    ],
    [
      'class-balance',
      () => classBalance(parts(table), 'Toy'),
      ['Toy: samples of each class', ...classNames, 'training: 4 samples', 'validation: 4 samples', '3', '1'],
    ],
    [
      'target-distribution',
      () =>
        targetHistogram(parts(prices), {
          title: 'Toy',
          subtitle: ['Note'],
          target: 'price ($)',
          binWidth: 5,
        }),
      ['Toy', 'Note', 'price ($)', 'samples', 'training', 'validation', 'test'],
    ],
    [
      'feature-distributions',
      () =>
        featureDistributions(
          { raw: table, standardized: standardize(table, fitStandardizer(table)) },
          { title: 'Toy', featureNames: ['a', '<b>', 'a'], unit: 'cm', notes: ['Note'] },
        ),
      [
        'Toy: features before and after standardization',
        'a',
        '<b>',
        'raw value (cm)',
        '-3 to 3',
        '5 to 5',
        'Note',
      ],
    ],
    [
      'projection',
      () => projection(table, { title: 'Toy', subtitle: [] }),
      [
        ...classNames,
        'first principal component (90.0 % of the variance)',
        'second principal component (10.0 % of the variance)',
      ],
    ],
    [
      'projection',
      () => projection(prices, { title: 'Toy', subtitle: [], target: 'price ($)' }),
      ['price ($)', '5', '50'],
    ],
    [
      'decision-boundary',
      () =>
        decisionBoundary(points, {
          title: 'Toy',
          subtitle: [],
          predict: async (features) =>
            Float32Array.from(features, (_, i) => (i % 2 === 0 ? -features[i]! : 0)),
        }),
      [...classNames, 'x', 'y', '-0.5'],
    ],
    [
      'tweet-lengths',
      () => tweetLengths(tweets, 'Toy'),
      ['Median length in tokens: <b>&" 2, other 3.', 'tokens in a tweet', ...classNames],
    ],
    [
      'frequent-words',
      () =>
        frequentWords(tweets, {
          title: 'Toy',
          vocabulary: ['', '', '<sad>', 'the', 'happy'],
          notWords: [0, 1],
        }),
      ['words of <b>&" tweets', 'words of other tweets', '<sad>', 'the', 'happy'],
    ],
  ];

describe.each(pictures)('%s', (name, create, texts) => {
  it.each([...themes])('says what it shows on a $name background', async (theme) => {
    const picture = await create();
    expect(picture.name).toBe(name);
    const svg = picture.draw(theme);
    expect(textsOf(svg)).toEqual(expect.arrayContaining([...texts]));
    expect(svg).toContain(`fill="${theme.background}"`);
    expect(svg).not.toMatch(/<b>|NaN|undefined/);
    // Charts are counted within a process, which the second one must not show.
    expect(picture.draw(theme)).toBe(svg);

    // The renderer refuses what is not well-formed.
    const png = Buffer.from(renderPng(svg));
    expect(png.subarray(0, 8).toString('latin1')).toBe('\x89PNG\r\n\x1a\n');
    const [, height] = /height="(\d+)"/.exec(svg)!;
    expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([2 * 760, 2 * Number(height)]);
    expect(Buffer.from(renderPng(svg)).equals(png)).toBe(true);
  });
});

const splits: readonly {
  readonly task: Task;
  readonly load: () => Promise<Dataset>;
  readonly groups?: (dataset: Dataset) => Int32Array;
}[] = [
  { task: irisTask, load: async () => iris() },
  { task: wineTask, load: async () => wine() },
  // These need their files, where somebody has put them.
  ...(process.env['CHOOSY_DATA_DIR']
    ? [
        { task: bostonTask, load: loadBoston },
        { task: musicGenreTask, load: loadMusicGenre, groups: groupEqualSamples },
      ]
    : []),
];
it.each(splits)(
  'draws the training part of $task.name that the task trains on',
  async ({ task, load, groups }) => {
    const data = await task.load({ seed: 3 });
    const raw = rawTrainingSet(await load(), data, { seed: 3, groups });
    expect(standardize(raw, fitStandardizer(raw)).features).toEqual(data.trainingSet.features);
  },
);
