import type { CompareResult, Level } from '../benchmark/index.js';
import type { Goal, Unit } from '../benchmark/time-to-target.js';

// What the page is given, as plain data: it imports nothing else of Choosy's but colours and the format of numbers.

/** All that a report shows. */
export interface ReportData {
  /** The baseline first, then from best to worst over all tasks. */
  readonly methods: readonly string[];
  readonly tasks: readonly TaskReport[];
  readonly comparison: CompareResult;
  readonly made: Making;
}

/** What the horizontal axis of curves is. */
export const axes = ['seconds', 'epochs'] as const satisfies readonly Unit[];
export type Axis = (typeof axes)[number];

/** How the runs were made. */
export interface Making {
  readonly command: string | null;
  readonly seeds: readonly number[];
  readonly threads: readonly number[];
  readonly commits: readonly string[];
  /** Processor and versions, one line for each combination. */
  readonly environments: readonly string[];
  /** When the first run began and the last one. */
  readonly from: string;
  readonly to: string;
}

export interface TaskReport {
  /** As `GoalResult` calls it. */
  readonly task: string;
  readonly runs: number;
  readonly trainingSetSize: number;
  readonly metric: { readonly name: string; readonly higherIsBetter: boolean };
  readonly targets: Record<Goal, Record<Level, number>>;
  /** Empty for regression, and where the data could not be loaded. */
  readonly classNames: readonly string[];
  /** What everybody who looks at the data has to know. */
  readonly warning?: string;
  readonly methods: readonly MethodReport[];
  /** The seed that `shown` of the methods and the samples are of. */
  readonly seed: number;
  readonly samples: Samples;
}

/** What a method did on a task. */
export interface MethodReport {
  readonly method: string;
  readonly runs: number;
  readonly curves: Record<Goal, Record<Axis, Curve>>;
  readonly times: Record<Goal, Record<Level, Times>>;
  /** Mean over runs. */
  readonly cost: Cost;
  /** Median over runs of loss and metrics on each test set, at the end of the run. */
  readonly tests: readonly TestReport[];
  /** Shares of the samples that were trained 0 times, once, and so on; mean over runs. */
  readonly visits: readonly number[];
  readonly shift: Record<Shift, Curve>;
  readonly shown: ShownRun | null;
}

/** Median and quartiles over runs, at even steps of x from `from` to `to`. */
export interface Curve {
  readonly from: number;
  readonly to: number;
  /** Null where no run has a value. */
  readonly low: readonly (number | null)[];
  readonly median: readonly (number | null)[];
  readonly high: readonly (number | null)[];
  /** How many runs they are of. */
  readonly runs: readonly number[];
}

/** When runs reached a target; of many runs, some evenly spread ones. */
export interface Times {
  /** How many runs attempted it. */
  readonly runs: number;
  readonly reached: readonly Time[];
  /** Runs that never got there, with what their budget costs. */
  readonly censored: readonly Time[];
}

export interface Time extends Record<Axis, number> {
  readonly seed: number;
}

export interface Cost {
  readonly selection: number;
  readonly scoring: number;
  readonly steps: number;
  readonly evaluation: number;
  readonly setup: number;
  readonly epochs: number;
  readonly scoredEpochs: number;
}

export interface TestReport {
  readonly name: string;
  readonly loss: number | null;
  readonly metric: number | null;
}

/** How the choice changed while training went on, window by window. */
export const shifts = ['distinct', 'first', 'loss'] as const;
export type Shift = (typeof shifts)[number];

/** What one run chose. */
export interface ShownRun {
  /** Samples trained most, with their visits. */
  readonly most: readonly (readonly [index: number, visits: number])[];
  /** Visits of every sample, for points of a plane. */
  readonly counts: readonly number[] | null;
  /** Of each window: where it ends, in epochs, and the share of each class. */
  readonly classes: readonly (readonly [epochs: number, shares: readonly number[]])[];
}

/** Samples of a training set, as a person can look at them. */
export type Samples =
  | { readonly kind: 'images'; readonly images: ByIndex<string>; readonly labels: ByIndex<string> }
  | { readonly kind: 'texts'; readonly texts: ByIndex<string>; readonly labels: ByIndex<string> }
  | {
      readonly kind: 'rows';
      readonly columns: readonly string[];
      readonly rows: ByIndex<readonly number[]>;
      readonly labels: ByIndex<string>;
    }
  | { readonly kind: 'points'; readonly points: readonly (readonly [x: number, y: number, label: number])[] }
  | { readonly kind: 'none'; readonly why: string };

/** Values by the index of a sample. */
export type ByIndex<T> = Readonly<Record<number, T>>;
