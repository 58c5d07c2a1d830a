import { Presets, SingleBar } from 'cli-progress';
import { formatBytes, formatDuration } from './format.js';

/** Shows how much has been downloaded: a bar on a terminal, else a line now and then; both on standard error. */
export interface DownloadDisplay {
  update(received: number, total: number): void;
  /** Shows a line of its own. */
  say(message: string): void;
  stop(): void;
}

/** Milliseconds between two updates of the bar, and of the lines. */
const BAR_INTERVAL = 100;
const LINE_INTERVAL = 2000;

/** @param label What is downloaded. */
export function createDownloadDisplay(label: string): DownloadDisplay {
  const stream = process.stderr;
  let bar: SingleBar | undefined;
  let start: { time: number; received: number } | undefined;
  let shown = performance.now();

  const stop = () => {
    bar?.stop();
    bar = undefined;
    start = undefined;
  };
  return {
    update(received, total) {
      const now = performance.now();
      // What was there already took no time.
      start ??= { time: now, received };
      const interval = stream.isTTY ? BAR_INTERVAL : LINE_INTERVAL;
      if (now - shown < interval) return;
      shown = now;
      const pace = (now - start.time) / 1000 / Math.max(received - start.received, 1);
      const left = received > start.received ? `, ${formatDuration(pace * (total - received))} left` : '';
      const status = `${formatBytes(received)} of ${formatBytes(total)}${left}`;
      if (!stream.isTTY) {
        stream.write(`${label}: ${status}\n`);
        return;
      }
      if (bar === undefined) {
        const options = { stream, format: '{bar} {status}', barsize: 30, hideCursor: true };
        bar = new SingleBar(options, Presets.shades_classic);
        bar.start(total, received, { status });
      }
      bar.update(received, { status });
    },
    say(message) {
      stop();
      stream.write(`${message}\n`);
    },
    stop,
  };
}
