/**
 * Measures how unequal the samples of each task are while random shuffling trains it, for the table of docs/results.md:
 *
 *     npx tsx --conditions=choosy-source docs/results/concentration.ts
 *
 * It looks for data where CHOOSY_DATA_DIR says, and takes some minutes.
 */
import { writeFileSync } from 'node:fs';
import { reaches } from 'choosy/metrics';
import { randomShuffling } from 'choosy/selection';
import { type Task, tasks } from 'choosy/tasks';
import { datasetSize, type SelectorFactory, train } from 'choosy/training';
import { mean, sampleRankCorrelation, sum } from 'simple-statistics';
import { type Concentration, concentrationFile } from './files.js';

/** Not one of those that are compared. */
const SEED = 201;

async function measure(task: Task): Promise<Concentration> {
  const { trainingSet, validationSet } = await task.load({
    seed: SEED,
    dataDirectory: process.env['CHOOSY_DATA_DIR'],
  });
  const size = datasetSize(trainingSet);
  const norms = new Float32Array(size).fill(NaN);
  const losses = new Float32Array(size).fill(NaN);
  const lossesBefore = new Float32Array(size).fill(NaN);
  const watched: SelectorFactory = (samples) => ({
    ...randomShuffling()(samples),
    observe({ indices, signals }) {
      indices.forEach((sample, i) => {
        lossesBefore[sample] = losses[sample]!;
        losses[sample] = signals.loss[i]!;
        norms[sample] = signals.gradientNorm[i]!;
      });
    },
  });
  const { batchSize, learningRate, epochs, evaluateEvery } = task.defaults;
  const [metric] = task.metrics;
  const reached = new AbortController();
  let [heldBefore, epoch] = [false, 0];
  await train({
    ...{ trainingSet, evaluationSet: validationSet, model: task.model(trainingSet) },
    ...{ loss: task.loss, metrics: task.metrics, optimizer: task.optimizer(learningRate) },
    ...{ selector: watched, batchSize, evaluateEvery, seed: SEED, threads: 1 },
    stop: { epochs: 1.5 * epochs },
    signal: reached.signal,
    onEvaluation(evaluation) {
      epoch = evaluation.epoch;
      const holds = reaches(metric, evaluation.metrics[metric.name]!, task.targets!.final);
      if (holds && heldBefore) reached.abort();
      heldBefore = holds;
    },
  });
  const seen = [...losses.keys()].filter((i) => !Number.isNaN(losses[i]));
  const seenTwice = seen.filter((i) => !Number.isNaN(lossesBefore[i]));
  const seenNorms = seen.map((i) => norms[i]!);
  const descending = seen.map((i) => losses[i]!).sort((a, b) => b - a);
  return {
    task: task.name,
    epoch,
    effectiveShare: mean(seenNorms) ** 2 / mean(seenNorms.map((norm) => norm ** 2)),
    topTenthOfLoss: sum(descending.slice(0, Math.ceil(seen.length / 10))) / sum(descending),
    ...(seenTwice.length > 2 && {
      persistence: sampleRankCorrelation(
        seenTwice.map((i) => lossesBefore[i]!),
        seenTwice.map((i) => losses[i]!),
      ),
    }),
  };
}

const measured: Concentration[] = [];
for (const task of tasks) {
  measured.push(await measure(task));
  console.log(measured.at(-1));
}
writeFileSync(concentrationFile, `${JSON.stringify(measured, null, 2)}\n`);
