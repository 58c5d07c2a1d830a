import {
  compareOnTask,
  compareOverall,
  currentCommit,
  describeEnvironment,
  identityOf,
  openRecordStore,
  planRuns,
  type RunOrder,
  type RunPlan,
  runPool,
  type RunRecord,
  runWorker,
  targetNames,
} from '../benchmark/index.js';
import { DataError, UsageError } from '../core/errors.js';
import { selectors } from '../selection/index.js';
import { type Task, tasks } from '../tasks/index.js';
import { createComparisonDisplay } from './comparison-display.js';
import { comparisonTables } from './comparison-report.js';
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
  readonly full?: true;
  readonly jobs: number;
  readonly threads: number;
  readonly out: string;
  readonly data?: string;
  readonly json?: true;
}

/** Runs every selector with the same seeds, and says how much faster each is than the baseline. */
export async function compareCommand(options: CompareCommandOptions): Promise<void> {
  const { seeds, firstSeed, epochs, threads, out } = options;
  const chosen = chooseTasks(options.task);
  const names = chooseSelectors(options.selectors);
  const plans = planRuns({
    tasks: chosen,
    selectors: names,
    seeds: Array.from({ length: seeds }, (_, i) => firstSeed + i),
    ...{ epochs, threads },
    full: options.full ?? false,
    environment: describeEnvironment(),
  });
  const store = await openRecordStore(out);
  const { records, problems } = await store.read();
  for (const problem of problems) say(problem);
  const made = new Set(records.map(identityOf));
  const missing = plans.filter((plan) => !made.has(identityOf(plan)));
  if (missing.length < plans.length) {
    say(`${plans.length - missing.length} of ${plans.length} runs are in ${store.path} already.`);
  }

  await prepareData(chosen, missing, options.data);

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
    const planned = new Set(plans.map(identityOf));
    report(
      (await store.read()).records.filter((record) => planned.has(identityOf(record))),
      chosen,
      names,
      options,
    );
    if (failures > 0) {
      throw new DataError(
        `${failures} of ${plans.length} runs failed, as said above; the same command tries them again.`,
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

/** The baseline first. */
function chooseSelectors(names: readonly string[]): [string, ...string[]] {
  const baseline = selectors[0]!.name;
  const given = split(names).map((name) => findByName('selector', name, selectors).name);
  const others = given.filter((name) => name !== baseline);
  if (others.length === 0) {
    throw new UsageError(
      `--selectors has only the baseline, ${baseline}, which is always there; name another one to compare with it.`,
    );
  }
  return [baseline, ...others];
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

interface MakeOptions extends Pick<CompareCommandOptions, 'jobs' | 'data'> {
  readonly signal: AbortSignal;
  keep(record: RunRecord): Promise<void>;
}

/** @returns How many failed. */
async function makeRuns(
  plans: readonly RunPlan[],
  { jobs, data, signal, keep }: MakeOptions,
): Promise<number> {
  if (plans.length === 0) return 0;
  const commit = currentCommit();
  const nameOf = ({ plan: { task, selector, seed } }: RunOrder) => `${task}/${selector}/${seed}`;
  let failures = 0;
  const display = createComparisonDisplay(plans.length);
  try {
    await runPool<RunOrder, RunRecord>({
      orders: plans.map((plan) => ({ plan, dataDirectory: data, commit })),
      worker: runWorker,
      ...{ jobs, signal },
      onStart: (order) => display.start(nameOf(order)),
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

function report(
  records: readonly RunRecord[],
  chosen: readonly Task[],
  names: [string, ...string[]],
  { json }: CompareCommandOptions,
): void {
  const byTask = chosen
    .map(({ name }) => records.filter(({ task }) => task === name))
    .filter(({ length }) => length > 0);
  // Without any run, the failures say it all.
  if (byTask.length === 0 && !json) return;
  const results = byTask.flatMap((runs) => targetNames.map((target) => compareOnTask(runs, names, target)));
  const overall = targetNames.flatMap((target) => compareOverall(byTask, names, target));
  const text = json
    ? JSON.stringify({ baseline: names[0], tasks: results, overall }, null, 2)
    : comparisonTables(results, overall, names[0]);
  process.stdout.write(`${text}\n`);
}
