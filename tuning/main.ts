/**
 * Tunes the baseline, random shuffling, of every task, then trains with what was chosen:
 *
 *     npm run tune -- [search | baseline] [--task NAME...] [--jobs N]
 *
 * `search` looks for the learning rate and batch size that reach a goal on the validation set soonest. `baseline`
 * trains with the task's own values and the seeds that are reported. Every run is written at once to results/, and
 * the same command does only what is missing.
 */
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import Table from 'cli-table3';
import { runPool } from 'choosy/benchmark';
import { tasks } from 'choosy/tasks';
import { ranking } from './choose.js';
import { appendRecord, isOf, type Phase, readRecords, type RunPlan, type RunRecord } from './records.js';
import { reportedSeeds, spaces } from './spaces.js';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { task: { type: 'string', multiple: true }, jobs: { type: 'string' } },
});
const jobs = Number(values.jobs ?? availableParallelism());
const names = values.task ?? tasks.map(({ name }) => name);
const phases = positionals.length > 0 ? positionals : ['search', 'baseline'];
const say = (text: string) => process.stderr.write(`${text}\n`);

for (const phase of phases) {
  if (phase === 'search') await search();
  else if (phase === 'baseline') await makeRuns('baseline', names.flatMap(baselinePlans));
  else throw new Error(`There is no phase "${phase}"; give search or baseline.`);
}

/** First all pairs with one seed, then the best of them with the others. */
async function search(): Promise<void> {
  await makeRuns(
    'search',
    names.flatMap((task) => searchPlans(task, spaces[task]!.seeds.slice(0, 1))),
  );
  await makeRuns(
    'search',
    names.flatMap((task) => {
      const { finalists, seeds } = spaces[task]!;
      const best = ranking(task, { firstSeedOnly: true }).slice(0, finalists);
      return searchPlans(task, seeds.slice(1)).filter((plan) =>
        best.some((s) => s.learningRate === plan.learningRate && s.batchSize === plan.batchSize),
      );
    }),
  );
  for (const task of names) {
    const table = new Table({ head: ['learning rate', 'batch size', 'reached', 'seconds', 'best'] });
    for (const { learningRate, batchSize, runs, reached, seconds, best } of ranking(task)) {
      table.push([learningRate, batchSize, `${reached} of ${runs}`, seconds.toPrecision(3), best.toFixed(4)]);
    }
    process.stdout.write(`${task}, until ${spaces[task]!.goal}\n${table.toString()}\n`);
  }
}

function searchPlans(task: string, seeds: readonly number[]): RunPlan[] {
  const { learningRates, batchSizes, epochs, goal } = spaces[task]!;
  return seeds.flatMap((seed) =>
    learningRates.flatMap((learningRate) =>
      batchSizes.map((batchSize) => ({ task, learningRate, batchSize, seed, epochs, goal })),
    ),
  );
}

function baselinePlans(name: string): RunPlan[] {
  const { learningRate, batchSize, epochs } = tasks.find((task) => task.name === name)!.defaults;
  return reportedSeeds.map((seed) => ({ task: name, learningRate, batchSize, seed, epochs }));
}

/** Makes what is missing, each run in a process of its own, a few at a time. */
async function makeRuns(phase: Phase, plans: readonly RunPlan[]): Promise<void> {
  const made = new Map(
    [...new Set(plans.map(({ task }) => task))].map((task) => [task, readRecords(phase, task)]),
  );
  const missing = plans.filter((plan) => !made.get(plan.task)!.some((record) => isOf(plan, record)));
  const started = performance.now();
  let done = 0;
  await runPool<RunPlan, RunRecord>({
    groups: missing.map((plan) => [plan]),
    worker: new URL('run.ts', import.meta.url),
    jobs,
    pin: true,
    signal: new AbortController().signal,
    onStart: () => undefined,
    async onResult(_, record) {
      appendRecord(phase, record);
      const minutes = (performance.now() - started) / 60_000;
      const left = (minutes / ++done) * (missing.length - done);
      const { task, learningRate, batchSize, seed, stepsToGoal, evaluations } = record;
      say(
        `${phase} ${done}/${missing.length}, ${left.toFixed(1)} min left: ${task} ${learningRate} ${batchSize} ` +
          `seed ${seed}: ${stepsToGoal ?? '-'} steps, last ${evaluations.at(-1)?.[3]} ${record.test ?? ''}`,
      );
    },
    onFailure: ({ task, seed }, why) => say(`The run of ${task} with seed ${seed} failed: ${why}`),
  });
}
