import { median } from 'simple-statistics';
import { type Level, levels, type RunRecord } from '../benchmark/index.js';
import type { RunGroup } from '../benchmark/run-groups.js';
import { type Goal, goals } from '../benchmark/time-to-target.js';
import { shiftOf, shownRun, visitsOf } from './choices.js';
import { costOf } from './cost.js';
import { curveOf, type RunPoints, short } from './curve.js';
import { type Axis, axes, type MethodReport, type TaskReport, type TestReport } from './report-data.js';
import { loadSamples, type SampleOptions } from './samples.js';
import { timesOf } from './times.js';

/** What all methods did on a task. */
export async function reportTask(
  { task, methods }: RunGroup,
  options: Pick<SampleOptions, 'dataDirectory'>,
): Promise<TaskReport> {
  const runs = [...methods].map(([method, ofMethod]) => [method, [...ofMethod.values()]] as const);
  const all = runs.flatMap(([, ofMethod]) => ofMethod);
  const { task: name, metric, targets, trainingSetSize } = all[0]!;
  const seed = seedOfMost(all);
  const reports = runs.map(([method, ofMethod]) => reportMethod(method, ofMethod, seed));
  const indices = reports.flatMap(({ shown }) => shown?.most.map(([index]) => index) ?? []);
  return {
    ...{ task, metric, targets, trainingSetSize, seed },
    runs: all.length,
    methods: reports,
    ...(await loadSamples({ ...options, task: name, seed, indices })),
  };
}

function reportMethod(method: string, runs: readonly RunRecord[], seed: number): MethodReport {
  const shown = runs.find((run) => run.seed === seed);
  return {
    method,
    runs: runs.length,
    curves: each(goals, (goal) =>
      each(axes, (axis) => curveOf(runs.map((run) => pointsOf(run, goal, axis)))),
    ),
    times: each(goals, (goal) => each(levels, (level) => timesOf(runs, goal, level))),
    cost: costOf(runs),
    tests: testsOf(runs),
    visits: visitsOf(runs),
    shift: shiftOf(runs),
    shown: shown ? shownRun(shown) : null,
  };
}

/** The seed that most methods have, the smallest of several. */
function seedOfMost(records: readonly RunRecord[]): number {
  const methods = new Map<number, Set<string>>();
  for (const { seed, method } of records) methods.set(seed, (methods.get(seed) ?? new Set()).add(method));
  const [[seed]] = [...methods].sort(([a, ofA], [b, ofB]) => ofB.size - ofA.size || a - b) as [
    [number, unknown],
  ];
  return seed;
}

const pointsOf = ({ evaluations, trainingSetSize }: RunRecord, goal: Goal, axis: Axis): RunPoints =>
  evaluations.map(([trained, , seconds, , loss, metric]) => [
    axis === 'seconds' ? seconds : trained / trainingSetSize,
    goal === 'loss' ? loss : metric,
  ]);

function testsOf(runs: readonly RunRecord[]): TestReport[] {
  const names = [...new Set(runs.flatMap(({ tests }) => tests.map(({ name }) => name)))];
  return names.map((name) => {
    const tests = runs.flatMap((run) =>
      run.tests.filter((test) => test.name === name).map((test) => ({ run, test })),
    );
    return {
      name,
      loss: medianOf(tests.map(({ test }) => test.loss)),
      metric: medianOf(tests.map(({ run, test }) => test.metrics[run.metric.name] ?? null)),
    };
  });
}

function medianOf(values: readonly (number | null)[]): number | null {
  const finite = values.filter((value) => value !== null);
  return finite.length > 0 ? short(median(finite)) : null;
}

/** A value for each of some names. */
const each = <Name extends Goal | Level | Axis, T>(names: readonly Name[], value: (name: Name) => T) =>
  Object.fromEntries(names.map((name) => [name, value(name)])) as Record<Name, T>;
