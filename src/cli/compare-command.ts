import {
  currentCommit,
  describeEnvironment,
  identityOf,
  methodsOf,
  openRecordStore,
  placeOf,
  planRuns,
  requireSelectors,
  type RunOrder,
  type RunPlan,
  runPool,
  type RunProgress,
  type RunRecord,
  runWorker,
} from '../benchmark/index.js';
import { DataError } from '../core/errors.js';
import { type Task, tasks } from '../tasks/index.js';
import { createComparisonDisplay } from './comparison-display.js';
import { INTERRUPTED } from './exit-codes.js';
import { findByName } from './names.js';
import { say } from './say.js';

/** Options of `choosy compare`, as the command line gives them. */
export interface CompareCommandOptions {
  readonly task: readonly string[];
  readonly selectors: readonly string[];
  readonly seeds: number;
  readonly firstSeed: number;
  readonly epochs?: number;
  readonly until: RunPlan['until'];
  readonly jobs: number;
  readonly threads: number;
  readonly out: string;
  readonly data?: string;
  readonly json?: true;
}

/** Runs every selector and the controls with the same seeds, and says how much faster each is than the baseline. */
export async function compareCommand(options: CompareCommandOptions): Promise<void> {
  const { seeds, firstSeed, epochs, until, threads, out } = options;
  const chosen = chooseTasks(options.task);
  const selectors = requireSelectors(split(options.selectors));
  const environment = describeEnvironment();
  const groups = planRuns({
    tasks: chosen,
    methods: (task) => methodsOf(task, selectors),
    seeds: Array.from({ length: seeds }, (_, i) => firstSeed + i),
    ...{ epochs, until, threads, environment },
  });
  const store = await openRecordStore(out);
  const { records, problems } = await store.read();
  for (const problem of problems) say(problem);
  const here = placeOf({ environment });
  const made = new Set(records.filter((record) => placeOf(record) === here).map(identityOf));
  const missing = groups.map((group) => group.filter((plan) => !made.has(identityOf(plan))));
  const planned = groups.flat().length;
  const left = missing.flat().length;
  if (left < planned) say(`${planned - left} of ${planned} runs are in ${store.path} already.`);

  await prepareData(chosen, missing.flat(), options.data);

  const abort = new AbortController();
  const stop = () => abort.abort();
  process.once('SIGINT', stop);
  try {
    const failures = await makeRuns(missing, {
      ...options,
      signal: abort.signal,
      keep: (record) => store.append(record),
    });
    if (abort.signal.aborted) {
      say(`Stopped. Finished runs are kept in ${store.path}; the same command goes on.`);
      process.exitCode = INTERRUPTED;
      return;
    }
    if (failures > 0) {
      throw new DataError(
        `${failures} of ${planned} runs failed, as said above; the same command tries them again.`,
      );
    }
  } finally {
    process.off('SIGINT', stop);
  }
}

const split = (names: readonly string[]) => [...new Set(names.flatMap((name) => name.split(',')))];

function chooseTasks(names: readonly string[]): readonly Task[] {
  const given = split(names);
  return given.includes('all') ? tasks : given.map((name) => findByName('task', name, tasks));
}

/** Loads the data of tasks once, so that it is fetched once, and what is wrong with it is told once. */
async function prepareData(
  chosen: readonly Task[],
  missing: readonly RunPlan[],
  dataDirectory: string | undefined,
): Promise<void> {
  for (const task of chosen) {
    const plan = missing.find((plan) => plan.task === task.name);
    if (!plan) continue;
    if (task.warning) say(`Warning: ${task.warning}`);
    await task.load({ seed: plan.seed, dataDirectory, onProgress: say });
  }
}

interface MakeOptions extends Pick<CompareCommandOptions, 'jobs' | 'data' | 'threads'> {
  readonly signal: AbortSignal;
  keep(record: RunRecord): Promise<void>;
}

/** @returns How many failed. */
async function makeRuns(
  groups: readonly (readonly RunPlan[])[],
  { jobs, data, threads, signal, keep }: MakeOptions,
): Promise<number> {
  const total = groups.flat().length;
  if (total === 0) return 0;
  const commit = currentCommit();
  const nameOf = ({ plan: { task, method, seed } }: RunOrder) => `${task}/${method}/${seed}`;
  let failures = 0;
  const display = createComparisonDisplay(total);
  try {
    await runPool<RunOrder, RunRecord, RunProgress>({
      groups: groups.map((plans) => plans.map((plan) => ({ plan, dataDirectory: data, commit }))),
      worker: runWorker,
      ...{ jobs, signal },
      pin: threads === 1,
      onStart: (order) => display.start(nameOf(order)),
      onProgress: (order, progress) => display.progress(nameOf(order), progress),
      async onResult(order, record) {
        await keep(record);
        display.end(nameOf(order));
      },
      onFailure(order, why) {
        failures++;
        display.end(nameOf(order));
        display.say(`The run ${nameOf(order)} failed: ${why}`);
      },
    });
  } finally {
    display.stop();
  }
  return failures;
}
