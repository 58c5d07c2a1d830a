import {
  currentCommit,
  describeEnvironment,
  fillProcesses,
  identityOf,
  type LoadedSelectors,
  loadSelectorFiles,
  missingRuns,
  methodsOf,
  openRecordStore,
  planRuns,
  requireSelectors,
  type RunOrder,
  type RunPlan,
  type RecordStore,
  runPool,
  type RunProgress,
  type RunRecord,
  runWorker,
} from '../benchmark/index.js';
import { DataError, UsageError } from '../core/errors.js';
import { fileIn } from '../selection/index.js';
import { type Task, tasks } from '../tasks/index.js';
import { createComparisonDisplay } from './comparison-display.js';
import { INTERRUPTED } from './exit-codes.js';
import { findByName, runName } from './names.js';
import { say } from './say.js';
import { showComparison, type ShowOptions } from './show-comparison.js';

/** Options of `choosy compare`, as the command line gives them. */
export interface CompareCommandOptions extends ShowOptions {
  readonly task: readonly string[];
  readonly selectors: readonly string[];
  readonly seeds: number;
  readonly firstSeed: number;
  readonly epochs?: number;
  readonly until: RunPlan['until'];
  readonly jobs: number;
  readonly threads: number;
  readonly queue?: string;
  readonly out: string;
}

/** Runs every selector and the controls with the same seeds, and says how much faster each is than the baseline. */
export async function compareCommand(options: CompareCommandOptions): Promise<void> {
  const { seeds, firstSeed, epochs, until, threads, out } = options;
  const chosen = chooseTasks(options.task);
  const { texts, files } = await loadSelectors(options);
  const environment = describeEnvironment();
  const groups = planRuns({
    tasks: chosen,
    methods: (task) => methodsOf(task, texts, files),
    seeds: Array.from({ length: seeds }, (_, i) => firstSeed + i),
    ...{ epochs, until, threads, environment },
  });
  const store = await openRecordStore(out);
  const { records, problems } = await store.read();
  for (const problem of problems) say(problem);
  const commit = currentCommit();
  const here = { environment, commit };
  const missing = missingRuns(groups, records, options.queue === undefined ? here : undefined);
  const planned = groups.flat().length;
  const left = missing.flat().length;
  if (left < planned) say(`${planned - left} of ${planned} runs are in ${store.path} already.`);

  await prepareData(chosen, missing.flat(), options);

  const abort = new AbortController();
  const stop = () => abort.abort();
  process.once('SIGINT', stop);
  try {
    const failures = await makeRuns(missing, {
      ...options,
      commit,
      signal: abort.signal,
      keep: (record) => store.append(record),
    });
    if (abort.signal.aborted) {
      say(`Stopped. Finished runs are kept in ${store.path}; the same command goes on.`);
      process.exitCode = INTERRUPTED;
      return;
    }
    await show(groups.flat(), store, options);
    if (failures > 0) {
      throw new DataError(
        `${failures} of ${planned} runs failed, as said above; the same command tries them again.`,
      );
    }
  } finally {
    process.off('SIGINT', stop);
  }
}

/** Tables of what was planned, and a page of all that the folder has. */
async function show(
  planned: readonly RunPlan[],
  store: RecordStore,
  options: CompareCommandOptions,
): Promise<void> {
  const identities = new Set(planned.map(identityOf));
  const kept = (await store.read()).records;
  const asked = kept.filter((record) => identities.has(identityOf(record)));
  // Without any run, the failures say it all.
  if (asked.length > 0) await showComparison({ asked, kept, folder: options.out }, options);
}

const split = (names: readonly string[]) => [...new Set(names.flatMap((name) => name.split(',')))];

async function loadSelectors({ selectors, queue }: CompareCommandOptions): Promise<LoadedSelectors> {
  const texts = requireSelectors(split(selectors));
  const file = texts.find((text) => fileIn(text) !== undefined);
  if (queue !== undefined && file !== undefined) {
    throw new UsageError(
      `--queue: workers know selectors by name only, and ${file} is a file; leave out --queue, or that selector.`,
    );
  }
  return loadSelectorFiles(texts);
}

function chooseTasks(names: readonly string[]): readonly Task[] {
  const given = split(names);
  return given.includes('all') ? tasks : given.map((name) => findByName('task', name, tasks));
}

/**
 * Loads the data of tasks once, so that it is fetched once, and what is wrong with it is told once. Workers of a queue
 * do so themselves.
 */
async function prepareData(
  chosen: readonly Task[],
  missing: readonly RunPlan[],
  { queue, data }: CompareCommandOptions,
): Promise<void> {
  for (const task of chosen) {
    const plan = missing.find((plan) => plan.task === task.name);
    if (!plan) continue;
    if (task.warning) say(`Warning: ${task.warning}`);
    if (queue === undefined) await task.load({ seed: plan.seed, dataDirectory: data, onProgress: say });
  }
}

interface MakeOptions extends Pick<CompareCommandOptions, 'jobs' | 'data' | 'threads' | 'queue'> {
  readonly commit: RunRecord['commit'];
  readonly signal: AbortSignal;
  keep(record: RunRecord): Promise<void>;
}

/** @returns How many failed. */
async function makeRuns(
  groups: readonly (readonly RunPlan[])[],
  { jobs, data, threads, queue, commit, signal, keep }: MakeOptions,
): Promise<number> {
  const total = groups.flat().length;
  if (total === 0) return 0;
  let failures = 0;
  const display = createComparisonDisplay(total);
  const onStart = (plan: RunPlan) => display.start(runName(plan));
  const onProgress = (plan: RunPlan, progress: RunProgress) => display.progress(runName(plan), progress);
  const onPause = (plan: RunPlan) => display.pause(runName(plan));
  const onResult = async (plan: RunPlan, record: RunRecord) => {
    await keep(record);
    display.end(runName(plan));
  };
  const onFailure = (plan: RunPlan, why: string) => {
    failures++;
    display.end(runName(plan));
    display.say(`The run ${runName(plan)} failed: ${why}`);
  };
  try {
    if (queue === undefined) {
      await runPool<RunOrder, RunRecord, RunProgress>({
        groups: fillProcesses(groups, jobs).map((plans) =>
          plans.map((plan) => ({ plan, dataDirectory: data, commit, runsFiles: true })),
        ),
        ...{ worker: runWorker, jobs, signal },
        pin: threads === 1,
        onStart: ({ plan }) => onStart(plan),
        onProgress: ({ plan }, progress) => onProgress(plan, progress),
        onPause: ({ plan }) => onPause(plan),
        onResult: ({ plan }, record) => onResult(plan, record),
        onFailure: ({ plan }, why) => onFailure(plan, why),
      });
    } else {
      // Imported only now, since most comparisons have no queue.
      const { runOnQueue } = await import('../queue/index.js');
      await runOnQueue({
        ...{ url: queue, groups, signal, onStart, onProgress, onPause, onResult, onFailure },
        say: (message) => display.say(message),
        onWorkers: (count) => display.workers(count),
      });
    }
  } finally {
    display.stop();
  }
  return failures;
}
