import Table from 'cli-table3';
import { cacheDirectory } from '../datasets/files/data-folders.js';
import { datasets, type DatasetEntry } from '../datasets/registry.js';
import { formatBytes, wrapText } from './format.js';

/** Options of `choosy data` and `choosy data get`, as the command line gives them. */
export interface DataCommandOptions {
  readonly data?: string;
  readonly json?: true;
}

/** Shows all data sets, and where each is. */
export async function dataCommand({ data, json }: DataCommandOptions): Promise<void> {
  const found: FoundDataset[] = [];
  for (const entry of datasets) found.push(await findDataset(entry, data));
  const print = (text: string) => process.stdout.write(`${text}\n`);
  if (json) {
    print(asJson(found));
    return;
  }
  // Fits into a terminal of 80 columns.
  const table = new Table({
    head: ['data set', '', 'where', 'size', 'licence'],
    colWidths: [15, 21, 12, 10, 16],
    wordWrap: true,
    style: { head: [], border: [] },
  });
  for (const { entry, where, bytes, bytesToFetch } of found) {
    const size = bytesToFetch > 0 ? `${formatBytes(bytesToFetch)} to fetch` : formatBytes(bytes);
    table.push([entry.name, entry.summary, where, bytes > 0 ? size : '-', entry.licence]);
  }
  print(table.toString());
  for (const { name, source } of datasets) print(`${name.padEnd(14)} ${source}`);
  print(`\nCache: ${cacheDirectory()}\n\`choosy data get NAME\` fetches a data set into it.`);
  for (const path of found.flatMap(({ damaged }) => damaged)) {
    print(`\nThe file "${path}"\nhas a wrong size or cannot be read; \`choosy data get NAME\` tells more.`);
  }
  for (const { warning } of datasets) if (warning) print(`\n${wrapText(warning)}`);
}

/** A data set, and what is here of it. */
export interface FoundDataset {
  readonly entry: DatasetEntry;
  readonly where: string;
  readonly bytes: number;
  readonly bytesToFetch: number;
  readonly damaged: readonly string[];
}

/** Looks where a data set is, without reading it. */
export async function findDataset(entry: DatasetEntry, dataDirectory?: string): Promise<FoundDataset> {
  const { data } = entry;
  if (typeof data === 'string') return { entry, where: data, bytes: 0, bytesToFetch: 0, damaged: [] };
  const { folders, ...found } = await data.find({ dataDirectory });
  const places = folders.map(({ place }) => place).join(', ');
  const where = found.damaged.length > 0 ? 'damaged' : found.bytesToFetch > 0 ? 'not here yet' : places;
  return { entry, where, ...found };
}

/** The same for machines. */
export function asJson(found: readonly FoundDataset[]): string {
  const entries = found.map(({ entry, ...state }) => {
    const { data, ...about } = entry;
    return { ...about, ...state, sources: typeof data === 'string' ? [] : data.sources };
  });
  return JSON.stringify({ cacheDirectory: cacheDirectory(), datasets: entries }, null, 2);
}
