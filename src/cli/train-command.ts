import { existsSync } from 'node:fs';
import { rm, rmdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { ChoosyError, UsageError } from '../core/errors.js';
import { type NamedSelector, selectorFromText } from '../selection/index.js';
import { checkpointFile, readFileWhole, saveOnnx, saveWeights, writeFileWhole } from '../storage/index.js';
import { measureTests, type Task, type TaskData } from '../tasks/index.js';
import { elementTypeOf, train, type TrainingResult } from '../training/index.js';
import { chooseTask, type TaskOptions } from './choose-task.js';
import { INTERRUPTED } from './exit-codes.js';
import { createProgressDisplay } from './progress-display.js';
import { describe, report, type Run, table, type TrainSettings } from './training-report.js';
import { say } from './say.js';

/** Options of `choosy train`, as the command line gives them. */
export interface TrainCommandOptions extends TaskOptions {
  readonly selector: readonly string[];
  readonly seed: number;
  readonly epochs?: number;
  readonly until?: number | true;
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

/** Trains a task with each selector in turn, and compares them if there are several. */
export async function trainCommand(options: TrainCommandOptions): Promise<void> {
  checkOutputs(options);
  const chosen = await loadSelectors(options.selector);
  const task = await chooseTask(options);
  const settings: TrainSettings = {
    batchSize: options.batchSize ?? task.defaults.batchSize,
    epochs: options.epochs ?? task.defaults.epochs,
    until: options.until === true ? finalTarget(task) : options.until,
    seed: options.seed,
    threads: options.threads,
  };
  const data = await task.load({ dataDirectory: options.data, onProgress: say, seed: options.seed });
  say(describe(task, data, settings));

  const abort = new AbortController();
  process.once('SIGINT', () => abort.abort());
  const folder = options.checkpoints ?? 'choosy-checkpoints';
  // As it was typed, without the version of a file, so that a run goes on after the file was mended.
  const fileOf = (run: number) =>
    join(
      folder,
      `${task.name}-${encodeURIComponent(options.selector[run]!)}-seed${options.seed}.safetensors`,
    );
  const runs: Run[] = [];
  try {
    for (const [run, selector] of chosen.entries()) {
      const file = fileOf(run);
      const result = await trainWith(selector, task, data, settings, { file, abort, options });
      runs.push({ selector: selector.text, result, tests: await measureTests(task, data, result.weights) });
      if (!abort.signal.aborted) continue;
      say(`Stopped. The run is kept in ${file}; the same command with --resume goes on with it.`);
      process.exitCode = INTERRUPTED;
      break;
    }
  } catch (error) {
    const partial = error instanceof ChoosyError ? error.partialResult : undefined;
    if (partial) {
      const file = fileOf(runs.length);
      runs.push({ selector: chosen[runs.length]!.text, result: partial as TrainingResult });
      if (existsSync(file)) say(`The run up to its last checkpoint is kept in ${file}.`);
    }
    throw error;
  } finally {
    if (runs.length > 0) {
      const text = options.json
        ? JSON.stringify(report(task, options.seed, runs), null, 2)
        : table(task, runs, settings.until);
      process.stdout.write(`${text}\n`);
    }
  }
  await saveOutputs(task, runs[0]!, data, options);
  if (!abort.signal.aborted && options.checkpoints === undefined) {
    await Promise.all(chosen.map((_, run) => rm(fileOf(run), { force: true })));
    // Fails if other checkpoints are in it, and then it is to stay.
    await rmdir(folder).catch(() => undefined);
  }
}

async function loadSelectors(given: readonly string[]): Promise<readonly NamedSelector[]> {
  // Imported only now, since help and lists need nothing of it.
  const { loadSelectorFiles } = await import('../benchmark/index.js');
  const { texts, files } = await loadSelectorFiles(given);
  return texts.map((text) => selectorFromText(text, files));
}

function finalTarget({ name, targets }: Task): number {
  if (targets) return targets.final;
  throw new UsageError(`--until needs a value, since ${name} has no target of its own; give one.`);
}

interface RunContext {
  /** Where its checkpoint is. */
  readonly file: string;
  readonly abort: AbortController;
  readonly options: TrainCommandOptions;
}

async function trainWith(
  { text, create }: NamedSelector,
  task: Task,
  { trainingSet, validationSet }: TaskData,
  { batchSize, epochs, until, seed, threads }: TrainSettings,
  { file, abort, options }: RunContext,
): Promise<TrainingResult> {
  const metric = task.metrics[0].name;
  const display = createProgressDisplay({ label: text, metric, epochs });
  try {
    return await train({
      trainingSet,
      evaluationSet: validationSet,
      model: task.model(trainingSet),
      loss: task.loss,
      metrics: task.metrics,
      optimizer: task.optimizer(options.learningRate ?? task.defaults.learningRate),
      selector: create(),
      ...{ batchSize, seed, threads },
      evaluateEvery: task.defaults.evaluateEvery,
      stop: { epochs, ...(until !== undefined && { target: { metric, value: until } }) },
      onStep: display.step,
      onEvaluation: display.evaluation,
      signal: abort.signal,
      checkpoint: checkpointFile(file),
      ...(options.resume && existsSync(file) && { resume: await readFileWhole(file) }),
    });
  } finally {
    display.stop();
  }
}

/** Refuses, before anything is trained, what could not be saved afterwards. */
function checkOutputs(options: TrainCommandOptions): void {
  const { length } = options.selector;
  for (const [option, file] of [
    ['--save', options.save],
    ['--export', options.export],
  ] as const) {
    if (file === undefined) continue;
    if (length > 1) {
      throw new UsageError(`${option} needs one selector, got ${length}; train one at a time.`);
    }
    if (!existsSync(dirname(file))) {
      throw new UsageError(`${option}: there is no folder ${dirname(file)}; make it, or give another path.`);
    }
  }
}

async function saveOutputs(
  task: Task,
  run: Run,
  data: TaskData,
  options: TrainCommandOptions,
): Promise<void> {
  const { weights } = run.result;
  const { trainingSet } = data;
  const model = task.model(trainingSet);
  if (options.save !== undefined) await saveWeights(options.save, model, weights);
  if (options.export !== undefined) {
    await saveOnnx(options.export, { model, weights, inputType: elementTypeOf(trainingSet.features) });
  }
  if (!('encoding' in data)) return;
  // Without it nobody knows how to feed the network.
  const encoding = `${JSON.stringify(data.encoding, null, 2)}\n`;
  for (const file of [options.save, options.export]) {
    if (file !== undefined) await writeFileWhole(`${file}.json`, encoding);
  }
}
