import {
  baseline,
  type CompareResult,
  type Goal,
  goals,
  groupRuns,
  type RunRecord,
  unitOf,
} from 'choosy/benchmark';
import { type Cell as TableCell, formatRatio } from '../../src/cli/comparison-sections.js';
import { markdownTable } from '../../src/cli/comparison-report.js';
import { groupBy } from '../../src/core/group-by.js';
import { mean, sum } from '../../src/core/sum.js';
import { formatPercent } from '../../src/plots/format.js';
import { costOf } from '../../src/report/cost.js';
import { plural } from '../../src/report/page/format.js';
import type { Concentration } from './files.js';
import { formatCell, namesOf } from './format.js';
import { gridOf } from './grid.js';

export interface PageSources {
  readonly records: readonly RunRecord[];
  readonly result: CompareResult;
  /** Of the file of the records. */
  readonly digest: string;
  readonly concentration: readonly Concentration[];
}

/** The generated parts of docs/results.md, by the names that its markers have. */
export function resultsParts({
  records,
  result,
  digest,
  concentration,
}: PageSources): Record<string, string> {
  const nameOf = namesOf(records);
  return {
    picture: [
      '<picture>',
      '<source media="(prefers-color-scheme: dark)" srcset="images/results-dark.svg">',
      `<img src="images/results-light.svg" alt="How many times faster than ${baseline} each method reaches the final metric target of each task" width="760">`,
      '</picture>',
    ].join('\n'),
    seconds: gridTable(result, 'metric', nameOf),
    epochs: gridTable(result, 'loss', nameOf),
    concentration: concentrationTable(concentration),
    seeds: [seedsTable(records, result), ...singleSeeds(records), madeOf(records, digest)].join('\n\n'),
    cost: costTable(
      records,
      gridOf(result, 'metric').rows.map(({ method }) => method),
      nameOf,
    ),
  };
}

type NameOf = (method: string) => string;

function gridTable(result: CompareResult, goal: Goal, nameOf: NameOf): string {
  const { tasks, rows } = gridOf(result, goal);
  return table(
    ['method', 'all tasks (95 %)', ...tasks],
    rows.map(({ method, overall, cells }) => [
      nameOf(method),
      formatRatio(overall[unitOf(goal)]) +
        (overall.tasks < tasks.length ? `, ${plural(overall.tasks, 'task')}` : ''),
      ...cells.map(formatCell),
    ]),
  );
}

/** Of each task, how many seeds its methods have. */
const seedsOf = (records: readonly RunRecord[]) =>
  groupRuns(records).map(({ task, methods }) => {
    const runs = [...methods.values()].map((ofMethod) => [...ofMethod.values()]);
    const seeds = runs.map((ofMethod) => new Set(ofMethod.map(({ seed }) => seed)).size);
    return { task, runs: sum(runs.map(({ length }) => length)), methods: runs.length, seeds };
  });

function seedsTable(records: readonly RunRecord[], { goals: results }: CompareResult): string {
  const missed = (task: string) =>
    goals.map((goal) => {
      const found = results.find((of) => of.task === task && of.goal === goal && of.level === 'final');
      const base = found?.methods.find(({ method }) => method === baseline);
      return base ? `${base.censored} of ${base.runs}` : '–';
    });
  const rows = seedsOf(records).map(({ task, runs, methods, seeds }) => {
    const [fewest, most] = [Math.min(...seeds), Math.max(...seeds)];
    return [
      ...[task, String(methods), fewest === most ? String(most) : `${fewest} to ${most}`, String(runs)],
      ...missed(task),
    ];
  });
  return table(
    [
      ...['task', 'methods', 'seeds of a method', 'runs'],
      ...goals.map((goal) => `${baseline} missed the ${goal} target`),
    ],
    rows,
  );
}

function singleSeeds(records: readonly RunRecord[]): string[] {
  const single = seedsOf(records).filter(({ seeds }) => seeds.includes(1));
  if (single.length === 0) return [];
  const names = single.map(({ task }) => task).join(', ');
  return [
    `On ${names}, some methods have one seed only: what other seeds would have given there, no interval holds.`,
  ];
}

const madeOf = (records: readonly RunRecord[], digest: string) =>
  `Made of the ${plural(records.length, 'run')} in [results/published](../results/published) (SHA-256 of runs.jsonl: \`${digest}\`).`;

const concentrationTable = (concentration: readonly Concentration[]): string =>
  table(
    [
      'task',
      'epochs',
      'effective share of the samples',
      'loss in the highest tenth',
      'rank correlation of losses',
    ],
    concentration.map(({ task, epoch, effectiveShare, topTenthOfLoss, persistence }) => [
      task,
      epoch.toPrecision(2),
      formatPercent(effectiveShare),
      formatPercent(topTenthOfLoss),
      persistence === undefined ? '–' : persistence.toFixed(2),
    ]),
  );

/** Which part of the seconds of training is selection, and which is scoring. */
function costTable(records: readonly RunRecord[], methods: readonly string[], nameOf: NameOf): string {
  const byMethod = groupBy(records, ({ method }) => method);
  const rows = [baseline, ...methods].map((method) => {
    const shares = [...groupBy(byMethod.get(method)!, ({ task }) => task)].map(([task, runs]) => {
      const { selection, scoring, steps } = costOf(runs);
      const whole = selection + scoring + steps;
      return {
        task,
        ...{ selection: selection / whole, scoring: scoring / whole, both: (selection + scoring) / whole },
      };
    });
    const most = shares.reduce((a, b) => (b.both > a.both ? b : a));
    return [
      nameOf(method),
      formatPercent(mean(shares.map(({ selection }) => selection))),
      formatPercent(mean(shares.map(({ scoring }) => scoring))),
      `${formatPercent(most.both)} (${most.task})`,
    ];
  });
  return table(['method', 'selection', 'scoring', 'both, where it is most'], rows);
}

const table = (names: readonly string[], rows: readonly (readonly TableCell[])[]): string =>
  markdownTable({ columns: names.map((name) => ({ name })), rows });

/** Puts texts between their markers, `<!-- begin NAME -->` and `<!-- end NAME -->`. @throws Error if a marker is missing. */
export function fillIn(page: string, parts: Readonly<Record<string, string>>): string {
  return Object.entries(parts).reduce((text, [name, part]) => {
    const [begin, end] = [`<!-- begin ${name} -->`, `<!-- end ${name} -->`];
    const [before, after] = [text.indexOf(begin), text.indexOf(end)];
    if (before < 0 || after < before) throw new Error(`The page lacks ${begin} and, after it, ${end}.`);
    return `${text.slice(0, before + begin.length)}\n\n${part}\n\n${text.slice(after)}`;
  }, page);
}
