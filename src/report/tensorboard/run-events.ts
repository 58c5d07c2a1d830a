import type { RunRecord } from '../../benchmark/index.js';
import { trainingSeconds } from '../../training/index.js';
import type { Scalar, ScalarEvent } from './event-file.js';

const steps = 'A step is one sample trained.';

/** When a run began, in seconds since 1970. */
export const startOf = ({ started }: RunRecord): number => Date.parse(started) / 1000;

/**
 * A run as events, in order of time: one for each evaluation, and one for the test sets if they were measured. The step
 * is the number of samples trained, the wall time is that of a run which does nothing but train. What is null is left out.
 */
export function runEvents(record: RunRecord): ScalarEvent[] {
  const start = startOf(record);
  const events = record.evaluations.map(([trained, scored, seconds, , loss, metric]) => ({
    wallTime: start + seconds,
    step: trained,
    scalars: [
      ...scalar(`validation/${record.metric.name}`, metric, 'On the validation set.'),
      ...scalar('validation/loss', loss, 'On the validation set.'),
      ...scalar('training/seconds', seconds, 'Seconds of selection, scoring and training steps.'),
      ...scalar('training/scored-samples', scored, 'Samples that the selector had scored, forward only.'),
    ],
  }));
  const tests = testScalars(record.tests);
  if (tests.length === 0) return events;
  const end = start + trainingSeconds(record.cost);
  return [...events, { wallTime: end, step: record.cost.samples.trained, scalars: tests }];
}

/** The groups are called `test`, `test-2` and so on, since several test sets can share a metric. */
const testScalars = (tests: RunRecord['tests']): Scalar[] =>
  tests.flatMap(({ name, loss, metrics }, i) => {
    const group = i === 0 ? 'test' : `test-${i + 1}`;
    const what = `On ${name}, with the weights at the end.`;
    return [
      ...Object.entries(metrics).flatMap(([metric, value]) => scalar(`${group}/${metric}`, value, what)),
      ...scalar(`${group}/loss`, loss, what),
    ];
  });

const scalar = (tag: string, value: number | null, what: string): Scalar[] =>
  value === null ? [] : [{ tag, value, description: `${what} ${steps}` }];
