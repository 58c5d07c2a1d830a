import { groupEqualSamples, loadMusicGenre, musicGenreFeatureNames } from '../datasets/index.js';
import { dense, dropout, sequential } from '../layers/index.js';
import { softmaxCrossEntropy } from '../losses/index.js';
import { accuracy } from '../metrics/index.js';
import { adam } from '../optimizers/index.js';
import { baselines } from './baselines.js';
import { splitSmall } from './small-splits.js';
import type { Task } from './task.js';

/** GTZAN music genres: 1,000 clips of ten genres by 26 features of their sound (Tzanetakis and Cook 2002). */
export const musicGenre: Task = {
  name: 'music-genre',
  summary: 'ten genres of music by 26 features of the sound, 1,000 samples, with a feed-forward network',
  async load({ seed, ...options }) {
    const dataset = await loadMusicGenre(options);
    return splitSmall(dataset, { heldOut: 0.15, seed, groups: groupEqualSamples(dataset) });
  },
  model: () =>
    sequential(
      [
        dense(512, { activation: 'relu' }),
        dropout(0.5),
        dense(256, { activation: 'relu' }),
        dropout(0.5),
        dense(10),
      ],
      { inputShape: [musicGenreFeatureNames.length] },
    ),
  loss: softmaxCrossEntropy(),
  metrics: [accuracy()],
  optimizer: (learningRate) => adam({ learningRate }),
  ...baselines['music-genre'],
};
