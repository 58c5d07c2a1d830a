import { parseArgs } from 'node:util';
import { compareCommits, compareRuns, readRecords } from 'choosy/benchmark';
import { reaches } from 'choosy/metrics';
import { comparisonMarkdown, markdownTable } from '../../src/cli/comparison-report.js';
import { UsageError } from '../../src/core/errors.js';
import { runCommand } from '../command.js';
import { catalogue, chooseBenchTasks, chooseTasks } from './catalogue.js';
import { makeRuns, planComparison, planSearch, planTargets } from './runs.js';
import { choose, rank } from './search.js';
import { saveTargets } from './targets-file.js';
import { targetsOf } from './targets.js';
import { testDifferences } from './test-differences.js';

const usage = `Usage: npm run bench:robustness -- COMMAND [TASK...] [--out FOLDER]

Judges selectors on variants of Choosy's tasks (a fifth of the training labels flipped, classes 1:100), on synthetic
tasks, which have been seen while choosy was developed, and on held-out tasks with real data, which no selector may be
tuned on. Runs are kept in FOLDER, and the same command makes only what is missing.

  list     shows all tasks; instead of names, flipped, imbalanced, synthetic and held-out stand for groups
  tune     searches hyper-parameters of synthetic and held-out tasks (by their names, not by group), with random
           shuffling, and prints what it found
  targets  finds targets by random shuffling, and writes them into targets.json
  run      trains with every selector and seed, up to 1.5 times the epochs
  table    prints what came of all runs in FOLDER, in Markdown

  --out FOLDER         where records of runs are, for each command another folder
  --selectors NAME,... of run, besides random-shuffling: choosy by default
  --seeds FROM-TO      of run, 11-20 by default; of targets, 1-10 by default
  --controls           run adds those of choosy compare`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    out: { type: 'string' },
    selectors: { type: 'string', default: 'choosy' },
    seeds: { type: 'string' },
    controls: { type: 'boolean', default: false },
    help: { type: 'boolean', short: 'h', default: false },
  },
});
const [command, ...names] = positionals;

const commands: Readonly<Record<string, () => Promise<void>>> = {
  async list() {
    for (const { name, task } of catalogue) {
      console.log(`${name}: ${task.summary}${task.targets ? '' : ' (no targets yet)'}`);
    }
  },
  async tune() {
    for (const task of chooseBenchTasks(names)) {
      const scores = rank(await makeRuns(planSearch(task), folder()));
      const rows = scores.map(({ learningRate, batchSize, runs, reached, seconds, best }) => [
        ...[`${learningRate}`, `${batchSize}`, `${reached} of ${runs}`],
        ...[seconds.toPrecision(3), best.toFixed(4)],
      ]);
      const columns = ['learning rate', 'batch size', 'reached', 'seconds', 'best'].map((name) => ({ name }));
      console.log(`\n${task.name}, until ${task.search.goal}:\n\n${markdownTable({ columns, rows })}`);
      const { learningRate, batchSize } = choose(scores);
      console.log(`\nTake ${learningRate} and ${batchSize}.`);
    }
  },
  async targets() {
    for (const task of chooseTasks(names)) {
      const records = await makeRuns(planTargets(task, seeds('1-10')), folder());
      const found = targetsOf(records);
      saveTargets(task, records.length, found);
      const { early, final } = found.targets;
      const declines = reaches(task.metrics[0], early, final);
      console.log(
        task.name,
        found,
        declines ? 'The metric falls again: the early target asks for more.' : '',
      );
    }
  },
  async run() {
    const options = {
      seeds: seeds('11-20'),
      selectors: values.selectors.split(','),
      controls: values.controls,
    };
    // What is wrong is told before the first run.
    const planned = chooseTasks(names).map((task) => planComparison(task, options));
    for (const plan of planned) await makeRuns(plan, folder());
  },
  async table() {
    const { records, problems } = await readRecords(folder());
    problems.forEach((problem) => console.error(problem));
    console.log(
      comparisonMarkdown({ result: compareRuns(records), commits: compareCommits(records), records }),
    );
    const { title, ...table } = testDifferences(records);
    console.log(`\n### ${title}\n\n${markdownTable(table)}`);
  },
};

function folder(): string {
  if (values.out === undefined)
    throw new UsageError('Say with --out which folder the records of runs are in.');
  return values.out;
}

function seeds(byDefault: string): number[] {
  const text = values.seeds ?? byDefault;
  const [, from, to] = /^(\d+)-(\d+)$/.exec(text) ?? [];
  const count = Number(to) - Number(from) + 1;
  if (!(count > 0)) throw new UsageError(`--seeds: "${text}" is no range of seeds, such as 11-20.`);
  return Array.from({ length: count }, (_, i) => Number(from) + i);
}

await runCommand(async () => {
  if (values.help) return console.log(usage);
  const chosen = commands[command ?? ''];
  if (!chosen) throw new UsageError(usage);
  await chosen();
});
