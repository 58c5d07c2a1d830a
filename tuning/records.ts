import { appendFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

/** What is run: a task with random shuffling, with these hyper-parameters and this seed. */
export interface RunPlan {
  readonly task: string;
  readonly learningRate: number;
  readonly batchSize: number;
  readonly seed: number;
  readonly epochs: number;
  /** Stop as soon as the metric has this value at two evaluations in a row. */
  readonly goal?: number;
}

/** What came of a run. */
export interface RunRecord extends RunPlan {
  readonly metric: string;
  readonly stoppedBy: string;
  /** Steps to the first of the two evaluations at which the goal was reached. */
  readonly stepsToGoal: number | null;
  /** Lower quartile over all steps, so that other work on the machine counts little. */
  readonly stepMilliseconds: number;
  readonly trainingSeconds: number;
  /** Of the evaluations on the validation set, one row each. */
  readonly columns: readonly ['samples', 'seconds', 'loss', 'metric'];
  readonly evaluations: readonly (readonly number[])[];
  /** The metric on the test set after the last step; only where it is reported. */
  readonly test?: number;
  /** The same on further test sets, by name. */
  readonly furtherTests?: Readonly<Record<string, number>>;
  readonly node: string;
  readonly processor: string;
}

export type Phase = 'search' | 'baseline';

const fileOf = (phase: Phase, task: string) =>
  fileURLToPath(new URL(`../results/${phase}/${task}.jsonl`, import.meta.url));

/** All records of a phase and task. A line cut short by a crash does not count. */
export function readRecords(phase: Phase, task: string): RunRecord[] {
  const file = fileOf(phase, task);
  if (!existsSync(file)) return [];
  const lines = readFileSync(file, 'utf8').split('\n');
  return lines.flatMap((line) => {
    try {
      return [JSON.parse(line) as RunRecord];
    } catch {
      return [];
    }
  });
}

export function appendRecord(phase: Phase, record: RunRecord): void {
  const file = fileOf(phase, record.task);
  mkdirSync(dirname(file), { recursive: true });
  appendFileSync(file, `${JSON.stringify(record)}\n`);
}

/** Whether a record is that of a plan. */
export const isOf = (plan: RunPlan, record: RunRecord): boolean =>
  (['learningRate', 'batchSize', 'seed', 'epochs', 'goal'] as const).every(
    (key) => plan[key] === record[key],
  );
