import Table from 'cli-table3';
import type { Task, TaskData, TestResult } from '../tasks/index.js';
import { datasetSize, trainingSeconds, type TrainingResult } from '../training/index.js';
import { formatCount } from '../core/format.js';
import { formatMetric, formatSeconds } from './format.js';

/** A finished run, or what there is of it. */
export interface Run {
  readonly selector: string;
  readonly result: TrainingResult;
  /** What the weights at the end reach on the test set, and then on any further ones; absent if the run failed. */
  readonly tests?: readonly TestResult[];
}

/** How a task is to be trained. */
export interface TrainSettings {
  readonly batchSize: number;
  readonly epochs: number;
  /** Value of the task's first metric, on the validation set, at which a run ends. */
  readonly until: number | undefined;
  readonly seed: number;
  readonly threads: number;
}

/** What is going to happen, in a few lines. */
export function describe(
  { name, metrics, warning }: Task,
  { trainingSet, validationSet, testSet }: TaskData,
  { batchSize, epochs, until, seed, threads }: TrainSettings,
): string {
  const [training, validation, test] = [trainingSet, validationSet, testSet].map((set) =>
    formatCount(datasetSize(set)),
  );
  const passes = `${epochs} epoch${epochs === 1 ? '' : 's'}`;
  const goal =
    until === undefined
      ? `for ${passes}`
      : `until the validation ${metrics[0].name} is ${until}, at most ${passes}`;
  return [
    ...(warning === undefined ? [] : [`Warning: ${warning}`]),
    `Training ${name} ${goal}`,
    `${training} training, ${validation} validation, ${test} test samples · batch size ${batchSize} · seed ${seed} · threads ${threads}`,
  ].join('\n');
}

/** One row a run: what it reached, what it cost, and how often its time fits into the first one's. */
export function table(
  { metrics: [{ name: metric }] }: Task,
  runs: readonly Run[],
  until: number | undefined,
) {
  const head = ['selector', 'validation', 'test', 'seconds', 'epochs', 'steps'];
  const seconds = runs.map(({ result }) => trainingSeconds(result.cost));
  const reached = runs.map(({ result }) => until === undefined || result.stoppedBy === 'target');
  const compared = runs.length > 1 && until !== undefined;
  if (compared) head.push('speed-up');
  const rows = new Table({
    head,
    colAligns: ['left', ...head.slice(1).map(() => 'right' as const)],
    style: { head: [], border: [] },
  });
  runs.forEach(({ selector, result, tests }, i) => {
    const { cost, history } = result;
    const last = history.evaluations.at(-1);
    const speedUp = reached[0] && reached[i] ? `${(seconds[0]! / seconds[i]!).toFixed(2)}x` : 'not reached';
    rows.push([
      selector,
      formatMetric(last?.metrics[metric]),
      formatMetric(tests?.[0]?.metrics[metric]),
      formatSeconds(seconds[i]!),
      (last?.epoch ?? 0).toFixed(2),
      formatCount(cost.steps),
      ...(compared ? [speedUp] : []),
    ]);
  });
  const furtherTests = runs.flatMap(({ selector, tests = [] }) =>
    tests
      .slice(1)
      .map(({ name, metrics }) => `${selector} on ${name}: ${metric} ${formatMetric(metrics[metric])}.`),
  );
  const notes = [
    ...furtherTests,
    `Validation and test are the ${metric} on these parts of the data.`,
    'Seconds are those of training: selecting batches, scoring, steps.',
    ...(compared ? ['One seed is an example, not evidence.'] : []),
  ];
  return [rows.toString(), ...notes].join('\n');
}

/** A run without its weights, as plain data. */
export function report(task: Task, seed: number, runs: readonly Run[]) {
  return {
    task: task.name,
    seed,
    runs: runs.map(({ selector, result: { stoppedBy, cost, history }, tests }) => ({
      selector,
      stoppedBy,
      trainingSeconds: trainingSeconds(cost),
      cost,
      tests,
      evaluations: history.evaluations,
      batchLosses: history.batchLosses,
    })),
  };
}
