import { groupBy } from '../core/group-by.js';
import { tasks } from '../tasks/index.js';
import { baseline as randomShuffling, nullMethod } from './methods.js';
import { placeOf, type RunRecord } from './run-record.js';

/** Runs of a task that were made alike but for method, seed, place and commit. */
export interface RunGroup {
  /** Name of the task; if it has several groups, also what is special about this one. */
  readonly task: string;
  /** Of each method, its runs by what they share with their partners: seed, place and commit. */
  readonly methods: ReadonlyMap<string, ReadonlyMap<string, RunRecord>>;
}

/**
 * Sorts runs into groups within which they can be compared: tasks in the order of `choosy list`, methods by name, the
 * baseline and its second run first. Of several records of a run, the one that went on longest counts.
 */
export function groupRuns(records: readonly RunRecord[], baseline = randomShuffling): RunGroup[] {
  const byTask = groupBy(records, ({ task }) => task);
  return sortedBy([...byTask], ([name]) => placeIn(taskNames, name)).flatMap(([name, ofTask]) => {
    const groups = [...groupBy(ofTask, (run) => JSON.stringify(settingsOf(run))).values()];
    const all = groups.map(([run]) => settingsOf(run!));
    return groups.map((runs, i): RunGroup => {
      const special = Object.entries(all[i]!).filter(([key, value]) =>
        all.some((other) => other[key as keyof typeof other] !== value),
      );
      const how = special.map(([key, value]) => `${key} ${value}`).join(', ');
      return {
        task: how === '' ? name : `${name} (${how})`,
        methods: methodsIn(runs, [baseline, nullMethod]),
      };
    });
  });
}

const taskNames = tasks.map(({ name }) => name);

/** All but the method that must be the same for two runs to be compared; how far they were to go may differ. */
const settingsOf = ({ hyperparameters: h, targets: { metric, loss }, threads }: RunRecord) => ({
  epochs: h.epochs,
  threads,
  'batch size': h.batchSize,
  'evaluated every': h.evaluateEvery,
  targets: [metric.early, metric.final, loss.early, loss.final].join(' '),
});

function methodsIn(runs: readonly RunRecord[], first: readonly string[]): RunGroup['methods'] {
  const byName = [...groupBy(runs, ({ method }) => method)].sort(([a], [b]) => (a < b ? -1 : 1));
  const ordered = sortedBy(byName, ([name]) => placeIn(first, name));
  return new Map(
    ordered.map(([name, runs]) => [
      name,
      // The last of several is kept.
      new Map(sortedBy(runs, ({ until }) => untils.indexOf(until)).map((run) => [partnersOf(run), run])),
    ]),
  );
}

const untils: readonly RunRecord['until'][] = ['early', 'final', 'budget'];

const partnersOf = (run: RunRecord) => JSON.stringify([run.seed, placeOf(run), run.commit]);

/** Position in a list, after all of it for what is not there. */
function placeIn(list: readonly string[], name: string): number {
  const place = list.indexOf(name);
  return place < 0 ? list.length : place;
}

const sortedBy = <T>(items: readonly T[], key: (item: T) => number): T[] =>
  [...items].sort((a, b) => key(a) - key(b));
