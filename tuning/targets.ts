import type { Task } from 'choosy/tasks';
import { interquartileRange, max, mean, median, min } from 'simple-statistics';

/** An evaluation of a run: samples trained so far, and loss and metric on the validation set. */
export interface Moment {
  readonly samples: number;
  readonly loss: number;
  readonly metric: number;
}

/** The evaluations of a run that went on to its end. */
export type Course = readonly Moment[];

export type FoundTargets = Required<Pick<Task, 'targets' | 'lossTargets'>>;

/** Part of the error (1 - accuracy, or the root mean squared error) that targets allow above the median. */
export const tolerance = 0.1;

/** The metric about a third of the way. */
export const metricAtThird = (course: Course): number => level(course, [0.28, 0.38]);

/** The metric over the last fifth of the way. */
export const settledMetric = (course: Course): number => level(course, [0.8, 1]);

/** The targets that runs of random shuffling give, by the rule of docs/benchmark-protocol.md. */
export function targetsOf(courses: readonly Course[], higherIsBetter: boolean): FoundTargets {
  const settled = courses.map(settledMetric);
  const error = higherIsBetter ? 1 - median(settled) : median(settled);
  const allowed = allowance(error, settled) * (higherIsBetter ? -1 : 1);
  const early = median(courses.map(metricAtThird));
  return {
    targets: { early: rounded(early + allowed), final: rounded(median(settled) + allowed) },
    lossTargets: lossTargetsOf(courses),
  };
}

/**
 * The loss rises where a network overfits, so its final target is about the lowest that a run held at two evaluations
 * in a row, and its early one about a third of the way there.
 */
function lossTargetsOf(courses: readonly Course[]): FoundTargets['lossTargets'] {
  const lowest = courses.map((course) => {
    const held = course.slice(1).map(({ loss }, i) => max([course[i]!.loss, loss]));
    return { loss: min(held), samples: course[held.indexOf(min(held))]!.samples };
  });
  const early = courses.map(
    (course, i) => course.find(({ samples }) => samples >= lowest[i]!.samples / 3)!.loss,
  );
  const losses = lowest.map(({ loss }) => loss);
  const allowed = allowance(median(losses), losses);
  return { early: rounded(median(early) + allowed), final: rounded(median(losses) + allowed) };
}

/** A part of the error, or half the interquartile range over the runs. */
const allowance = (error: number, values: number[]): number =>
  Math.max(tolerance * error, interquartileRange(values) / 2);

/** Mean of the metric over the evaluations in a part of a run: single ones jump. */
function level(course: Course, [from, to]: readonly [number, number]): number {
  const end = course.at(-1)!.samples;
  const inside = course.filter(({ samples }) => samples >= from * end && samples <= to * end);
  return mean(inside.map(({ metric }) => metric));
}

const rounded = (value: number): number => Number(value.toFixed(4));
