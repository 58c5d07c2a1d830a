import { ratios, spread, type Measured, type Spread } from './measure.js';

export interface RowOptions {
  /** Short runs, to see that everything works; the numbers say little. */
  readonly quick: boolean;
  /** Threads that the machine has for one engine, at most 2. */
  readonly threads: readonly number[];
  /** Shows what is being measured. */
  readonly report: (doing: string) => void;
}

/** A line of the table. */
export interface Comparison {
  readonly work: string;
  readonly choosy: string;
  readonly against: string;
  readonly ratio: string;
  /** What the ratio should be; absent where none was set. */
  readonly reach?: string;
  readonly reached?: boolean;
}

export interface RowResult {
  readonly comparisons: readonly Comparison[];
  /** All measurements, in milliseconds unless the name says otherwise. */
  readonly measured: readonly Measured[];
  /** What a reader should know besides. */
  readonly notes?: readonly string[];
}

/** Some rows of the table, measured together. */
export interface Row {
  readonly name: string;
  readonly summary: string;
  run(options: RowOptions): Promise<RowResult>;
}

const formatTime = (ms: number) =>
  ms >= 1000 ? `${(ms / 1000).toPrecision(3)} s` : `${ms.toPrecision(3)} ms`;

export const formatMedian = ({ name, values }: Measured): string =>
  `${name}: ${formatTime(spread(values).median)}`;

const formatTimes = ({ median, low, high }: Spread) =>
  `${median.toFixed(2)}× (${low.toFixed(2)}–${high.toFixed(2)})`;

const formatPercent = ({ median, low, high }: Spread) => {
  const percent = (value: number) => `${value < 1 ? '−' : '+'}${Math.abs((value - 1) * 100).toFixed(1)}`;
  return `${percent(median)} % (${percent(low)} to ${percent(high)})`;
};

/** How many times as long another takes as Choosy. */
export function compareSpeed(work: string, choosy: Measured, other: Measured, atLeast?: number): Comparison {
  const ratio = spread(ratios(other, choosy));
  return {
    work,
    choosy: formatMedian(choosy),
    against: formatMedian(other),
    ratio: formatTimes(ratio),
    ...(atLeast !== undefined && { reach: `≥ ${atLeast}×`, reached: ratio.median >= atLeast }),
  };
}

/** How much longer Choosy takes than a part of itself. */
export function compareOverhead(work: string, whole: Measured, part: Measured, atMost: number): Comparison {
  const ratio = spread(ratios(whole, part));
  return {
    work,
    choosy: formatMedian(whole),
    against: formatMedian(part),
    ratio: formatPercent(ratio),
    reach: `≤ ${atMost} %`,
    reached: (ratio.median - 1) * 100 <= atMost,
  };
}
