import { Presets, SingleBar } from 'cli-progress';
import type { RunProgress } from '../benchmark/index.js';
import { formatDuration } from './format.js';

/** Shows how far the runs are: one line on a terminal, else a line now and then; both on standard error. */
export interface ComparisonDisplay {
  start(run: string): void;
  progress(run: string, progress: RunProgress): void;
  end(run: string): void;
  /** The run is no longer under way, and not done either. */
  pause(run: string): void;
  /** How many machines, or processes on them, make the runs. */
  workers(count: number): void;
  /** Says something that stays. */
  say(message: string): void;
  stop(): void;
}

/** Milliseconds between two lines where there is no terminal. */
const LINE_INTERVAL = 2000;

/** @param total Number of runs to be made. */
export function createComparisonDisplay(total: number): ComparisonDisplay {
  const stream = process.stderr;
  /** Runs under way, and the share of their budget that each has used. */
  const running = new Map<string, number>();
  const started = performance.now();
  let done = 0;
  let workers = '';
  let shown = started;
  const status = () => {
    const pace = (performance.now() - started) / 1000 / done;
    const left = done > 0 ? `, ${formatDuration(pace * (total - done))} left` : '';
    const now = [...running].map(([run, share]) => `${run} ${Math.floor(100 * share)} %`);
    return `${done}/${total} runs${left}${workers}; running: ${now.join(', ') || 'none'}`;
  };
  const makeBar = () => {
    const bar = new SingleBar({ stream, format: '{status}', hideCursor: true }, Presets.legacy);
    bar.start(total, 0, { status: cut(status()) });
    return bar;
  };
  /** The line of a terminal must not wrap, or it would not be overwritten. */
  const cut = (text: string) => text.slice(0, (stream.columns || 80) - 1);
  let bar = stream.isTTY ? makeBar() : undefined;
  const update = () => {
    if (bar) bar.update(done, { status: cut(status()) });
    else if (performance.now() - shown >= LINE_INTERVAL) {
      shown = performance.now();
      stream.write(`${status()}\n`);
    }
  };
  return {
    start(run) {
      running.set(run, 0);
      update();
    },
    progress(run, { epoch, epochs }) {
      running.set(run, Math.min(1, epoch / epochs));
      update();
    },
    end(run) {
      running.delete(run);
      done++;
      update();
    },
    pause(run) {
      running.delete(run);
    },
    workers(count) {
      workers = `; ${count} worker${count === 1 ? '' : 's'}`;
      update();
    },
    say(message) {
      bar?.stop();
      stream.write(`${message}\n`);
      if (bar) bar = makeBar();
    },
    stop() {
      bar?.stop();
    },
  };
}
