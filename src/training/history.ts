/** What an evaluation found, and where training stood. Plain data. */
export interface Evaluation {
  readonly step: number;
  /** Samples trained so far over the size of the training set. */
  readonly epoch: number;
  readonly samples: number;
  /** Samples scored so far: forward only, as the selector asked. */
  readonly scored: number;
  /** Seconds of training so far: selection, scoring and steps; not evaluation or set-up. */
  readonly seconds: number;
  /** Mean loss of the samples trained since the last evaluation. */
  readonly trainingLoss: number;
  /** Mean loss on the evaluation set; absent without one. */
  readonly loss?: number;
  /** Metrics on the evaluation set, by name. */
  readonly metrics: Readonly<Record<string, number>>;
}

/** What happened in a run. Plain data. */
export interface History {
  readonly evaluations: Evaluation[];
  /** Mean loss of the batch of each step, before its update. */
  readonly batchLosses: number[];
}

/** What a run has cost so far. Plain data. */
export interface Cost {
  readonly seconds: {
    /** Compiling graphs and checking data. */
    setup: number;
    /** The selector's own time. */
    selection: number;
    /** Forward passes that the selector asked for. */
    scoring: number;
    /** Gathering batches and making training steps. */
    steps: number;
    evaluation: number;
  };
  readonly samples: {
    /** Samples trained: forward and backward. */
    trained: number;
    /** Samples scored: forward only. */
    scored: number;
  };
  steps: number;
}

export const noCost = (): Cost => ({
  seconds: { setup: 0, selection: 0, scoring: 0, steps: 0, evaluation: 0 },
  samples: { trained: 0, scored: 0 },
  steps: 0,
});

/** Seconds that count as training. */
export const trainingSeconds = ({ seconds }: Cost): number =>
  seconds.selection + seconds.scoring + seconds.steps;
