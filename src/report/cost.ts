import type { RunRecord } from '../benchmark/index.js';
import { mean } from '../core/sum.js';
import { short } from './curve.js';
import type { Cost } from './report-data.js';

/** Where the time of runs went; means, since medians of parts do not add up to that of the whole. */
export function costOf(runs: readonly RunRecord[]): Cost {
  const over = (value: (run: RunRecord) => number) => short(mean(runs.map(value)));
  return {
    selection: over(({ cost }) => cost.seconds.selection),
    scoring: over(({ cost }) => cost.seconds.scoring),
    steps: over(({ cost }) => cost.seconds.steps),
    evaluation: over(({ cost }) => cost.seconds.evaluation),
    setup: over(({ cost }) => cost.seconds.setup),
    epochs: over(({ cost, trainingSetSize }) => cost.samples.trained / trainingSetSize),
    scoredEpochs: over(({ cost, trainingSetSize }) => cost.samples.scored / trainingSetSize),
  };
}
