import { Presets, SingleBar } from 'cli-progress';
import type { Evaluation, StepProgress } from '../training/index.js';
import { formatCount } from '../core/format.js';
import { formatDuration, formatMetric } from './format.js';

export interface ProgressDisplayOptions {
  /** Name of the selector at work. */
  readonly label: string;
  /** Name of the metric to show. */
  readonly metric: string;
  /** Epochs after which training ends at the latest. */
  readonly epochs: number;
}

/** Shows how far a run is: a bar on a terminal, else a line now and then; both on standard error. */
export interface ProgressDisplay {
  step(progress: StepProgress): void;
  evaluation(evaluation: Evaluation): void;
  stop(): void;
}

/** Milliseconds between two updates of the bar, and of the lines. */
const BAR_INTERVAL = 100;
const LINE_INTERVAL = 2000;
/** Characters of a status, such as `epoch 2.24 step 1,051 loss 0.0506 accuracy 0.9867 7,679 samples/s ≤ 1:26 left`. */
const LONGEST_STATUS = 79;

export function createProgressDisplay({ label, metric, epochs }: ProgressDisplayOptions): ProgressDisplay {
  const stream = process.stderr;
  const interval = stream.isTTY ? BAR_INTERVAL : LINE_INTERVAL;
  // The selector stands in a line of its own, and there is a bar only beside the status, so that 80 columns do.
  const barsize = Math.min(30, (stream.columns ?? 80) - LONGEST_STATUS);
  const format = barsize < 10 ? '{status}' : '{bar} {status}';
  const bar = stream.isTTY
    ? new SingleBar({ stream, format, barsize, hideCursor: true }, Presets.shades_classic)
    : undefined;
  if (bar) stream.write(`${label}\n`);
  bar?.start(epochs, 0, { status: 'compiling' });
  let startedAt: { time: number; epoch: number } | undefined;
  let shown = performance.now();
  let measured = '';
  let recentLoss: number | undefined;

  const status = ({ step, epoch, seconds, samples }: StepProgress) => {
    const { time, epoch: firstEpoch } = startedAt!;
    const pace = (performance.now() - time) / 1000 / Math.max(epoch - firstEpoch, 1e-9);
    return [
      `epoch ${epoch.toFixed(2)}`,
      `step ${formatCount(step)}`,
      `loss ${recentLoss!.toFixed(4)}`,
      ...(measured === '' ? [] : [measured]),
      `${formatCount(samples / seconds)} samples/s`,
      `≤ ${formatDuration(pace * (epochs - epoch))} left`,
    ].join(' ');
  };

  return {
    step(progress) {
      // The clock of the time left starts after the first step, which may have waited for a compilation.
      startedAt ??= { time: performance.now(), epoch: progress.epoch };
      if (progress.epoch === startedAt.epoch) return;
      // Averaged over about 20 steps, so that it can be read while it changes.
      recentLoss =
        recentLoss === undefined ? progress.batchLoss : 0.95 * recentLoss + 0.05 * progress.batchLoss;
      if (performance.now() - shown < interval) return;
      shown = performance.now();
      const text = status(progress);
      if (bar) bar.update(Math.min(progress.epoch, epochs), { status: text });
      else stream.write(`${label}: ${text}\n`);
    },
    evaluation({ metrics }) {
      measured = `${metric} ${formatMetric(metrics[metric])}`;
    },
    stop() {
      bar?.stop();
    },
  };
}
