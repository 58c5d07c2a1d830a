/** What a selector costs at one number of samples, without the forward passes that it asks for. Milliseconds. */
export interface Cost {
  readonly selector: string;
  /** Number of samples. */
  readonly size: number;
  /** Making the selector. */
  readonly setup: number;
  /** Of a batch, choosing and observing it; the mean has the beginnings of rounds in it. */
  readonly median: number;
  readonly mean: number;
  readonly p99: number;
  /** The longest a batch took, those before the measured epochs among them. */
  readonly longest: number;
  /** What was measured: epochs, and batches. */
  readonly epochs: number;
  readonly batches: number;
  /** Samples scored for each that was trained. */
  readonly scored: number;
  /** Bytes a sample of the typed arrays in the selector's state. */
  readonly stateBytes: number;
  /** Bytes a sample that the process' highest resident set grew by: temporary arrays and garbage are in it. */
  readonly peakBytes: number;
}

/** A selector that could not be measured at some number of samples. */
export interface Failure {
  readonly selector: string;
  readonly size: number;
  /** Why, in words. */
  readonly failure: string;
}

export type Result = Cost | Failure;

/** All that docs/selection-cost.json has. */
export interface Results {
  readonly about: Record<string, string>;
  readonly results: readonly Result[];
}

export const isCost = (result: Result | undefined): result is Cost =>
  result !== undefined && !('failure' in result);
