import { existsSync } from 'node:fs';
import { mkdir, rm, rmdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import Table from 'cli-table3';
import { UsageError } from '../core/errors.js';
import { selectors } from '../selection/index.js';
import { checkpointFile, readFileWhole, saveOnnx, saveWeights } from '../storage/index.js';
import { type Task, tasks } from '../tasks/index.js';
import {
  type Dataset,
  elementTypeOf,
  train,
  trainingSeconds,
  type TrainingResult,
} from '../training/index.js';
import { formatCount, formatSeconds } from './format.js';
import { findByName } from './names.js';
import { createProgressDisplay } from './progress-display.js';

/** Options of `choosy train`, as the command line gives them. */
export interface TrainCommandOptions {
  readonly task: string;
  readonly selector: readonly string[];
  readonly seed: number;
  readonly epochs?: number;
  readonly target?: number | true;
  readonly batchSize?: number;
  readonly learningRate?: number;
  readonly threads: number;
  readonly data?: string;
  readonly checkpoints?: string;
  readonly resume?: true;
  readonly save?: string;
  readonly export?: string;
  readonly json?: true;
}

/** Exit code after Ctrl-C, as shells count: 128 + SIGINT. */
const INTERRUPTED = 130;

interface Run {
  readonly selector: string;
  readonly result: TrainingResult;
}

/** Trains a task with each selector in turn, and compares them if there are several. */
export async function trainCommand(options: TrainCommandOptions): Promise<void> {
  const task = findByName('task', options.task, tasks);
  const chosen = options.selector.map((name) => findByName('selector', name, selectors));
  if ((options.save ?? options.export) !== undefined && chosen.length > 1) {
    throw new UsageError(`--save and --export need one selector, got ${chosen.length}; train one at a time.`);
  }
  for (const [option, file] of [
    ['--save', options.save],
    ['--export', options.export],
  ] as const) {
    if (file !== undefined && !existsSync(dirname(file))) {
      throw new UsageError(`${option}: there is no folder ${dirname(file)}; make it, or give another path.`);
    }
  }
  const { defaults } = task;
  const batchSize = options.batchSize ?? defaults.batchSize;
  const epochs = options.epochs ?? defaults.epochs;
  const target = options.target === true ? defaults.target : options.target;
  const metric = task.metrics[0].name;
  const say = (message: string) => process.stderr.write(`${message}\n`);

  const data = await task.load({ dataDirectory: options.data, onProgress: say, seed: options.seed });
  say(
    describe(task, data.trainingSet, {
      batchSize,
      epochs,
      target,
      seed: options.seed,
      threads: options.threads,
    }),
  );

  const abort = new AbortController();
  process.once('SIGINT', () => abort.abort());
  const folder = options.checkpoints ?? 'choosy-checkpoints';
  const files = chosen.map(({ name }) =>
    join(folder, `${task.name}-${name}-seed${options.seed}.safetensors`),
  );

  const runs: Run[] = [];
  for (const [i, { name, create }] of chosen.entries()) {
    const file = files[i]!;
    const display = createProgressDisplay({ label: name, metric, epochs });
    try {
      const result = await train({
        ...data,
        model: task.model(),
        loss: task.loss,
        metrics: task.metrics,
        optimizer: task.optimizer(options.learningRate ?? defaults.learningRate),
        selector: create(),
        batchSize,
        seed: options.seed,
        threads: options.threads,
        evaluateEvery: defaults.evaluateEvery,
        stop: { epochs, ...(target !== undefined && { target: { metric, value: target } }) },
        onStep: display.step,
        onEvaluation: display.evaluation,
        signal: abort.signal,
        checkpoint: {
          async save(bytes) {
            await mkdir(folder, { recursive: true });
            await checkpointFile(file).save(bytes);
          },
        },
        ...(options.resume && existsSync(file) && { resume: await readFileWhole(file) }),
      });
      runs.push({ selector: name, result });
    } finally {
      display.stop();
    }
    if (abort.signal.aborted) {
      say(`Stopped. The run is kept in ${file}; the same command with --resume goes on with it.`);
      process.exitCode = INTERRUPTED;
      break;
    }
  }

  if (options.json) process.stdout.write(`${JSON.stringify(report(task, options.seed, runs), null, 2)}\n`);
  else if (runs.length > 0) process.stdout.write(`${table(task, runs, target)}\n`);
  await keep(task, runs, data.trainingSet, options);
  if (!abort.signal.aborted && options.checkpoints === undefined) {
    await Promise.all(files.map((file) => rm(file, { force: true })));
    // Fails if other checkpoints are in it, and then it is to stay.
    await rmdir(folder).catch(() => undefined);
  }
}

function describe(
  task: Task,
  trainingSet: Dataset,
  settings: { batchSize: number; epochs: number; target: number | undefined; seed: number; threads: number },
): string {
  const { batchSize, epochs, target, seed, threads } = settings;
  const passes = `${epochs} epoch${epochs === 1 ? '' : 's'}`;
  const goal =
    target === undefined ? `for ${passes}` : `until ${task.metrics[0].name} ${target}, at most ${passes}`;
  const samples = formatCount(
    trainingSet.features.length / trainingSet.sampleShape.reduce((a, b) => a * b, 1),
  );
  return `Training ${task.name} on ${samples} samples ${goal} · batch size ${batchSize} · seed ${seed} · threads ${threads}`;
}

/** One row a run: what it reached, what it cost, and how often the first one's time fits into it. */
function table(task: Task, runs: readonly Run[], target: number | undefined): string {
  const metric = task.metrics[0].name;
  const head = ['selector', metric, 'seconds', 'epochs', 'steps', 'evaluation s'];
  const seconds = runs.map(({ result }) => trainingSeconds(result.cost));
  const reached = runs.map(({ result }) => target === undefined || result.stoppedBy === 'target');
  if (runs.length > 1) head.push('speed-up');
  const rows = new Table({
    head,
    colAligns: ['left', ...head.slice(1).map(() => 'right' as const)],
    style: { head: [], border: [] },
  });
  runs.forEach(({ selector, result }, i) => {
    const { cost, history } = result;
    const last = history.evaluations.at(-1);
    const speedUp = reached[0] && reached[i] ? `${(seconds[0]! / seconds[i]!).toFixed(2)}x` : 'not reached';
    rows.push([
      selector,
      last ? last.metrics[metric]!.toFixed(4) : '-',
      formatSeconds(seconds[i]!),
      (last?.epoch ?? 0).toFixed(2),
      formatCount(cost.steps),
      formatSeconds(cost.seconds.evaluation),
      ...(runs.length > 1 ? [speedUp] : []),
    ]);
  });
  const notes =
    runs.length > 1
      ? '\nSeconds are those of training: selecting batches, scoring, steps. One seed is an example, not evidence.'
      : '';
  return rows.toString() + notes;
}

/** A run without its weights, as plain data. */
function report(task: Task, seed: number, runs: readonly Run[]) {
  return {
    task: task.name,
    seed,
    runs: runs.map(({ selector, result: { stoppedBy, cost, history } }) => ({
      selector,
      stoppedBy,
      trainingSeconds: trainingSeconds(cost),
      cost,
      evaluations: history.evaluations,
      batchLosses: history.batchLosses,
    })),
  };
}

async function keep(
  task: Task,
  runs: readonly Run[],
  trainingSet: Dataset,
  options: TrainCommandOptions,
): Promise<void> {
  const weights = runs[0]?.result.weights;
  if (!weights) return;
  const model = task.model();
  if (options.save !== undefined) await saveWeights(options.save, model, weights);
  if (options.export !== undefined) {
    await saveOnnx(options.export, { model, weights, inputType: elementTypeOf(trainingSet.features) });
  }
}
