import { loadSentiment140 } from '../datasets/index.js';
import { dense, embedding, lstm, sequential } from '../layers/index.js';
import { binaryCrossEntropy } from '../losses/index.js';
import { binaryAccuracy } from '../metrics/index.js';
import { adam } from '../optimizers/index.js';
import { baselines } from './baselines.js';
import type { Task } from './task.js';

/** Words that have a vector of their own; the others share one. */
const vocabularySize = 10_000;

/** Sentiment140: 1.6 million tweets that had a happy or a sad emoticon (Go, Bhayani and Huang 2009). */
export const sentiment140: Task = {
  name: 'sentiment140',
  summary: '1.6 million tweets, happy or sad, with an LSTM over learned embeddings',
  async load({ dataDirectory, onProgress }) {
    const { train, validation, test, manualTest } = await loadSentiment140({
      ...{ dataDirectory, onProgress, vocabularySize },
    });
    return {
      trainingSet: train,
      validationSet: validation,
      testSet: test,
      ...(manualTest && { furtherTestSets: [manualTest] }),
    };
  },
  model: ({ sampleShape }) =>
    sequential([embedding(vocabularySize, 64, { paddingIndex: 0 }), lstm(64), dense(1)], {
      inputShape: sampleShape,
    }),
  loss: binaryCrossEntropy(),
  metrics: [binaryAccuracy()],
  paddedSequences: true,
  optimizer: (learningRate) => adam({ learningRate }),
  ...baselines.sentiment140,
};
