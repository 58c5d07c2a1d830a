import { Rng } from '../core/rng.js';
import { trainingSeconds } from '../training/index.js';
import { Bootstrap, geometricMean } from './bootstrap.js';
import { groupRuns } from './run-groups.js';
import { identityOf, type RunRecord } from './run-record.js';
import { sameCourse } from './same-course.js';
import type { Ratio } from './statistics.js';

/** The same runs of a method on a task at two commits. */
export interface CommitComparison {
  readonly before: string;
  readonly after: string;
  readonly task: string;
  readonly method: string;
  readonly pairs: number;
  /** How many times faster whole runs became. */
  readonly seconds: Ratio;
  /** How many times fewer epochs they took; 1 as long as the change did not touch what they do. */
  readonly epochs: Ratio;
  /** Pairs that did not take the same course. */
  readonly differing: number;
}

/**
 * Compares runs with the same ones at the commit before, for every two commits that follow each other in the order in
 * which their first runs began. Node and processor must be the same; the versions of Choosy and ONNX Runtime belong to
 * the commit.
 */
export function compareCommits(records: readonly RunRecord[]): CommitComparison[] {
  const commits = commitsOf(records);
  const groups = groupRuns(records);
  return commits.slice(1).flatMap((after, i) => {
    const before = commits[i]!;
    return groups.flatMap(({ task, methods }) => {
      const bootstrap = new Bootstrap(new Rng(0).fork(task));
      return [...methods].flatMap(([method, runs]): CommitComparison[] => {
        const pairs = pairsOf([...runs.values()], before, after);
        if (pairs.length === 0) return [];
        const ratio = (cost: (run: RunRecord) => number) =>
          geometricMean([bootstrap.resample(pairs.map(([old, now]) => Math.log(cost(old) / cost(now))))]);
        return [
          {
            ...{ before, after, task, method, pairs: pairs.length },
            seconds: ratio((run) => trainingSeconds(run.cost)),
            // A run may diverge at its first step.
            epochs: ratio((run) => Math.max(1, run.cost.samples.trained)),
            differing: pairs.filter((pair) => !sameCourse(...pair)).length,
          },
        ];
      });
    });
  });
}

function commitsOf(records: readonly RunRecord[]): string[] {
  const ordered = [...records].sort((a, b) => (a.started < b.started ? -1 : 1));
  return [...new Set(ordered.flatMap(({ commit }) => commit ?? []))];
}

function pairsOf(
  runs: readonly RunRecord[],
  before: string,
  after: string,
): (readonly [RunRecord, RunRecord])[] {
  const at = (commit: string) => runs.filter((run) => run.commit === commit);
  const key = (run: RunRecord) =>
    JSON.stringify([identityOf(run), run.environment.node, run.environment.processor]);
  const old = new Map(at(before).map((run) => [key(run), run]));
  return at(after).flatMap((run) => {
    const partner = old.get(key(run));
    return partner ? [[partner, run] as const] : [];
  });
}
