import { takeSamples } from 'choosy/datasets';
import type { LoadOptions, Task, TaskData } from 'choosy/tasks';
import { type Dataset, datasetSize } from 'choosy/training';
import { UsageError } from '../../src/core/errors.js';
import { Rng } from '../../src/core/rng.js';

/**
 * A task with wrong labels among those that it is trained on: a classification's become another class, each as likely
 * as the others; a regression's become that of another sample. Each seed has others. Validation and test are as they
 * were.
 *
 * @param share Of the training samples, from 0 to 1; rounded to whole samples, and exactly so many.
 */
export const withFlippedLabels = (task: Task, share: number): Task =>
  variantOf(task, `${(100 * share).toFixed(0)} % of the labels flipped`, (trainingSet, rng) => ({
    ...trainingSet,
    labels: flipped(trainingSet, share, rng),
  }));

/**
 * A classification with fewer and fewer training samples from its first class to its last: their numbers fall
 * geometrically, but no class has fewer than two. Which samples are left out depends on the seed. Validation and test
 * are as they were.
 *
 * @param ratio How many times more samples the first class has than the last.
 * @throws UsageError if the task is a regression, when it is loaded.
 */
export const withImbalance = (task: Task, ratio: number): Task =>
  variantOf(task, `classes 1:${ratio}`, (trainingSet, rng) =>
    takeSamples(trainingSet, imbalanced(trainingSet, ratio, rng)),
  );

/** The same task but for its training set, under another name and without the targets, which no longer fit. */
function variantOf(
  { targets: _, lossTargets: __, ...task }: Task,
  how: string,
  change: (trainingSet: Dataset, rng: Rng) => Dataset,
): Task {
  return {
    ...task,
    name: `${task.name}, ${how}`,
    summary: `${task.summary}; ${how}`,
    async load(options: LoadOptions): Promise<TaskData> {
      const data = await task.load(options);
      return { ...data, trainingSet: change(data.trainingSet, new Rng(options.seed).fork(how)) };
    },
  };
}

/** Labels of which a share is wrong. */
function flipped(dataset: Dataset, share: number, rng: Rng): Dataset['labels'] {
  const { labels, classNames } = dataset;
  const size = datasetSize(dataset);
  /** Any number below a bound but one, each as likely. */
  const another = (bound: number, but: number) => (but + 1 + rng.integer(bound - 1)) % bound;
  const wrong = labels.slice();
  const chosen = rng.shuffle(Uint32Array.from({ length: size }, (_, i) => i));
  for (const sample of chosen.subarray(0, Math.round(share * size))) {
    const label = labels[sample]!;
    wrong[sample] = classNames ? another(classNames.length, label) : labels[another(size, sample)]!;
  }
  return wrong;
}

/** The fewest that a class keeps. */
const fewest = 2;

/** The samples that are kept, in their order. The first class keeps all of its own, if the others have enough. */
function imbalanced({ name, labels, classNames }: Dataset, ratio: number, rng: Rng): number[] {
  if (!classNames) {
    throw new UsageError(`"${name}" is a regression and has no classes to make rare; choose another task.`);
  }
  const members = classNames.map((_, k) => [...labels.keys()].filter((sample) => labels[sample] === k));
  const shares = classNames.map((_, k) => ratio ** (-k / (classNames.length - 1)));
  const first = Math.min(...members.map(({ length }, k) => length / shares[k]!));
  return members
    .flatMap((samples, k) => rng.shuffle(samples).slice(0, Math.max(fewest, Math.round(first * shares[k]!))))
    .sort((a, b) => a - b);
}
