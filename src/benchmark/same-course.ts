import type { RunRecord } from './run-record.js';

/** Whether two runs took the same course to the last bit: samples, steps, losses and metrics. Seconds may differ. */
export function sameCourse(...runs: readonly [RunRecord, RunRecord]): boolean {
  const [a, b] = runs.map(({ evaluations }) =>
    JSON.stringify(evaluations.map((values) => values.toSpliced(2, 1))),
  );
  return a === b;
}
