import type { RunRecord } from '../benchmark/index.js';
import { mean, sum } from '../core/sum.js';
import { curveOf, type RunPoints, short } from './curve.js';
import type { MethodReport, Shift, ShownRun } from './report-data.js';

type Window = RunRecord['choices']['windows'][number];

/** Shares of the samples that were trained 0 times, once, and so on; mean over runs. */
export function visitsOf(runs: readonly RunRecord[]): MethodReport['visits'] {
  const shares = runs.map(({ choices: { visits } }) => visits.map((samples) => samples / sum(visits)));
  const length = Math.max(...shares.map((of) => of.length));
  return Array.from({ length }, (_, times) => short(mean(shares.map((of) => of[times] ?? 0))));
}

/** How the choice changed over the epochs of training. */
export function shiftOf(runs: readonly RunRecord[]): MethodReport['shift'] {
  const curve = (value: (window: Window, trained: number) => number | null) =>
    curveOf(
      runs.map((run): RunPoints =>
        windowsOf(run).map(({ window, trained }) => [
          window.until / run.trainingSetSize,
          value(window, trained),
        ]),
      ),
    );
  return {
    distinct: curve(({ distinct }, trained) => distinct / trained),
    first: curve(({ first }, trained) => first / trained),
    loss: curve(({ loss }) => loss),
  } satisfies Record<Shift, unknown>;
}

/** What a single run chose. */
export function shownRun(run: RunRecord): ShownRun {
  const { most, counts } = run.choices;
  return {
    most,
    counts: counts ?? null,
    classes: windowsOf(run)
      .filter(({ window }) => window.classes.length > 0)
      .map(({ window, trained }) => [
        short(window.until / run.trainingSetSize),
        window.classes.map((times) => short(times / trained)),
      ]),
  };
}

/** Windows, each with how many samples were trained in it. */
const windowsOf = ({ choices: { windows } }: RunRecord) =>
  windows.map((window, i) => ({ window, trained: window.until - (windows[i - 1]?.until ?? 0) }));
