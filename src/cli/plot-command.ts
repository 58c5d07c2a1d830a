import { join } from 'node:path';
import { plotters, writePictures } from '../plots/index.js';
import { tasks } from '../tasks/index.js';
import { findByName } from './names.js';
import { createProgressDisplay } from './progress-display.js';
import { say } from './say.js';

/** Options of `choosy plot`, as the command line gives them. */
export interface PlotCommandOptions {
  readonly out: string;
  readonly seed: number;
  readonly data?: string;
}

/** Draws the pictures of each task's data, and prints where they are. */
export async function plotCommand(names: readonly string[], options: PlotCommandOptions): Promise<void> {
  const chosen = names.includes('all')
    ? plotters
    : [...new Set(names)].map((name) => findByName('task', name, plotters));
  for (const { name, pictures } of chosen) {
    const task = findByName('task', name, tasks);
    if (task.warning) say(task.warning);
    const { epochs } = task.defaults;
    // Made at the first step only, since few pictures need training.
    let display: ReturnType<typeof createProgressDisplay> | undefined;
    const progress = () =>
      (display ??= createProgressDisplay({ label: name, metric: task.metrics[0].name, epochs }));
    try {
      const drawn = await pictures({
        seed: options.seed,
        dataDirectory: options.data,
        onProgress: say,
        onStep: (step) => progress().step(step),
        onEvaluation: (evaluation) => progress().evaluation(evaluation),
      });
      for (const path of await writePictures(drawn, join(options.out, name))) {
        process.stdout.write(`${path}\n`);
      }
    } finally {
      display?.stop();
    }
  }
}
