import { baseline, groupRuns, type RunRecord } from 'choosy/benchmark';
import { median, quantile } from 'simple-statistics';
import { Bootstrap } from '../../src/benchmark/bootstrap.js';
import { formatMetric } from '../../src/cli/format.js';
import type { Section } from '../../src/cli/comparison-sections.js';
import { Rng } from '../../src/core/rng.js';

/**
 * How the metric on the test set differs from that of random shuffling when both have spent their budget: mean over
 * the seeds that both have, with a 95 % percentile bootstrap interval. Runs that diverged are left out.
 */
export function testDifferences(records: readonly RunRecord[]): Section {
  const rows = groupRuns(
    records.filter(({ until, stoppedBy }) => until === 'budget' && stoppedBy === 'epochs'),
  ).flatMap(({ task, methods }) => {
    const base = methods.get(baseline);
    const bootstrap = new Bootstrap(new Rng(0).fork(task));
    return [...methods].flatMap(([method, runs]) => {
      if (method === baseline) return [];
      const pairs = [...runs].flatMap(([key, run]) => {
        const partner = base?.get(key);
        return partner ? [{ run: testOf(run), partner: testOf(partner) }] : [];
      });
      if (pairs.length === 0) return [];
      const { mean, means } = bootstrap.resample(pairs.map(({ run, partner }) => run - partner));
      const [low, high] = [0.025, 0.975].map((share) => signed(quantile([...means], share)));
      return [
        [
          `${task}, ${method}`,
          [...runs.values()][0]!.metric.name,
          formatMetric(median(pairs.map(({ partner }) => partner))),
          formatMetric(median(pairs.map(({ run }) => run))),
          `${signed(mean)} (${low} to ${high})`,
          String(pairs.length),
        ],
      ];
    });
  });
  const columns = ['task, method', 'metric', baseline, 'method', 'difference (95 %)', 'pairs'];
  return {
    title: 'Test set after the whole budget',
    columns: columns.map((name) => ({ name, width: 0 })),
    rows,
  };
}

const testOf = ({ tests, metric }: RunRecord): number => tests[0]!.metrics[metric.name]!;

const signed = (value: number): string => `${value < 0 ? '−' : '+'}${formatMetric(Math.abs(value))}`;
