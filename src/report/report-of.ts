import { compareRuns, levels, placeOf, type RunRecord } from '../benchmark/index.js';
import { groupRuns } from '../benchmark/run-groups.js';
import type { Making, ReportData } from './report-data.js';
import { rankMethods } from './ranking.js';
import type { SampleOptions } from './samples.js';
import { reportTask } from './task-report.js';

export interface ReportOptions extends Pick<SampleOptions, 'dataDirectory'> {
  /** What makes the report again, as it is typed. */
  readonly command?: string | undefined;
}

/** All that the page shows of some runs. @param records At least one. */
export async function reportOf(
  records: readonly RunRecord[],
  { command, dataDirectory }: ReportOptions,
): Promise<ReportData> {
  const tasks = [];
  // One after the other, since the data of one may fill a good part of the memory.
  for (const group of groupRuns(records)) tasks.push(await reportTask(group, { dataDirectory }));
  const comparison = compareRuns(records);
  const methods = distinct([
    comparison.baseline,
    ...levels
      .toReversed()
      .flatMap((level) => rankMethods(comparison, 'metric', level).map(({ method }) => method)),
    ...tasks.flatMap((task) => task.methods.map(({ method }) => method)),
  ]);
  return { methods, tasks, comparison, made: makingOf(records, command) };
}

function makingOf(records: readonly RunRecord[], command: string | undefined): Making {
  const ascending = (values: readonly number[]) => distinct(values).sort((a, b) => a - b);
  const starts = records.map(({ started }) => started).sort();
  const places = new Map(records.map((record) => [placeOf(record), record.environment]));
  return {
    command: command ?? null,
    seeds: ascending(records.map(({ seed }) => seed)),
    threads: ascending(records.map(({ threads }) => threads)),
    commits: distinct(records.flatMap(({ commit }) => commit ?? [])),
    environments: [...places.values()].map(
      ({ processor, choosy, node, onnxruntime }) =>
        `${processor}; Choosy ${choosy}, Node ${node}, ONNX Runtime ${onnxruntime}`,
    ),
    from: starts[0]!,
    to: starts.at(-1)!,
  };
}

const distinct = <T>(values: readonly T[]): T[] => [...new Set(values)];
