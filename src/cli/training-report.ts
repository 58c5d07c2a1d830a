import Table from 'cli-table3';
import type { Task } from '../tasks/index.js';
import { type Dataset, datasetSize, trainingSeconds, type TrainingResult } from '../training/index.js';
import { formatCount, formatSeconds } from './format.js';

/** A finished run, or what there is of it. */
export interface Run {
  readonly selector: string;
  readonly result: TrainingResult;
}

/** How a task is to be trained. */
export interface TrainSettings {
  readonly batchSize: number;
  readonly epochs: number;
  /** Value of the task's first metric at which a run ends. */
  readonly target: number | undefined;
  readonly seed: number;
  readonly threads: number;
}

/** What is going to happen, in two lines. */
export function describe(task: Task, trainingSet: Dataset, settings: TrainSettings): string {
  const { batchSize, epochs, target, seed, threads } = settings;
  const passes = `${epochs} epoch${epochs === 1 ? '' : 's'}`;
  const goal =
    target === undefined ? `for ${passes}` : `until ${task.metrics[0].name} ${target}, at most ${passes}`;
  const samples = formatCount(datasetSize(trainingSet));
  return `Training ${task.name} on ${samples} samples ${goal}\nbatch size ${batchSize} · seed ${seed} · threads ${threads}`;
}

/** One row a run: what it reached, what it cost, and how often the first one's time fits into it. */
export function table(task: Task, runs: readonly Run[], target: number | undefined): string {
  const metric = task.metrics[0].name;
  const head = ['selector', metric, 'seconds', 'epochs', 'steps', 'eval. s'];
  const seconds = runs.map(({ result }) => trainingSeconds(result.cost));
  const reached = runs.map(({ result }) => target === undefined || result.stoppedBy === 'target');
  const compared = runs.length > 1 && target !== undefined;
  if (compared) head.push('speed-up');
  const rows = new Table({
    head,
    colAligns: ['left', ...head.slice(1).map(() => 'right' as const)],
    style: { head: [], border: [] },
  });
  runs.forEach(({ selector, result }, i) => {
    const { cost, history } = result;
    const last = history.evaluations.at(-1);
    const speedUp = reached[0] && reached[i] ? `${(seconds[0]! / seconds[i]!).toFixed(2)}x` : 'not reached';
    rows.push([
      selector,
      last ? last.metrics[metric]!.toFixed(4) : '-',
      formatSeconds(seconds[i]!),
      (last?.epoch ?? 0).toFixed(2),
      formatCount(cost.steps),
      formatSeconds(cost.seconds.evaluation),
      ...(compared ? [speedUp] : []),
    ]);
  });
  const notes = compared
    ? '\nSeconds are those of training: selecting batches, scoring, steps.\nOne seed is an example, not evidence.'
    : '';
  return rows.toString() + notes;
}

/** A run without its weights, as plain data. */
export function report(task: Task, seed: number, runs: readonly Run[]) {
  return {
    task: task.name,
    seed,
    runs: runs.map(({ selector, result: { stoppedBy, cost, history } }) => ({
      selector,
      stoppedBy,
      trainingSeconds: trainingSeconds(cost),
      cost,
      evaluations: history.evaluations,
      batchLosses: history.batchLosses,
    })),
  };
}
