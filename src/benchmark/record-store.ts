import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { appendLine, readFileWhole } from '../storage/index.js';
import { identityOf, placeOf, recordVersion, type RunRecord, runRecordSchema } from './run-record.js';

/** A folder with the records of runs, one a line of its file `runs.jsonl`. Several processes may use it at once. */
export interface RecordStore {
  /** The file. */
  readonly path: string;
  /** @throws DataError if it cannot be written. */
  append(record: RunRecord): Promise<void>;
  /** @throws DataError if the file cannot be read; lines that are of no use are told and left out. */
  read(): Promise<StoredRecords>;
}

export interface StoredRecords {
  /** Each run once for every place and commit that it was made at: the first record of it. */
  readonly records: readonly RunRecord[];
  /** What was wrong with lines that are left out, a sentence for each kind. */
  readonly problems: readonly string[];
}

/** Opens the store in a folder, which is made. @throws DataError if records cannot be written there. */
export async function openRecordStore(folder: string): Promise<RecordStore> {
  const path = pathIn(folder);
  await appendLine(path, '');
  return {
    path,
    append: (record) => appendLine(path, JSON.stringify(record)),
    read: async () => (existsSync(path) ? readRecords(folder) : { records: [], problems: [] }),
  };
}

/** Reads the records in a folder, and makes nothing there. @throws DataError if there are none, or they cannot be read. */
export async function readRecords(folder: string): Promise<StoredRecords> {
  const path = pathIn(folder);
  return parseRecords(path, new TextDecoder().decode(await readFileWhole(path)));
}

const pathIn = (folder: string) => join(folder, 'runs.jsonl');

/** Each run once for every place and commit that it was made at: the first record of it. */
export function distinctRuns(records: readonly RunRecord[]): RunRecord[] {
  const runs = new Map<string, RunRecord>();
  for (const record of records) {
    const key = JSON.stringify([identityOf(record), placeOf(record), record.commit]);
    if (!runs.has(key)) runs.set(key, record);
  }
  return [...runs.values()];
}

function parseRecords(path: string, text: string): StoredRecords {
  const records: RunRecord[] = [];
  const torn: Line[] = [];
  const otherVersions: Line[] = [];
  const damaged: Line[] = [];
  const lines = text.split('\n');
  lines.forEach((line, i) => {
    if (line.trim() === '') return;
    const parsed = parseRecord(line);
    if ('record' in parsed) {
      records.push(parsed.record);
      return;
    }
    const isTorn = parsed.why === undefined && i === lines.length - 1;
    const kind = isTorn ? torn : parsed.otherVersion ? otherVersions : damaged;
    kind.push({ number: i + 1, why: parsed.why ?? 'not JSON' });
  });
  const problems = [
    ...torn.map(
      () => `The last line of ${path} was cut short, so its run counts as not made; nothing is to be done.`,
    ),
    ...tell(otherVersions, (where, why) => `${where} of ${path}: ${why}; move the file away to keep it.`),
    ...tell(
      damaged,
      (where, why) => `${where} of ${path}: no record of a run (${why}); delete it, or it is left out again.`,
    ),
  ];
  return { records: distinctRuns(records), problems };
}

interface Line {
  readonly number: number;
  readonly why: string;
}

/** One sentence for all lines of a kind, with what is wrong with the first. */
function tell(lines: readonly Line[], sentence: (where: string, why: string) => string): string[] {
  const [first] = lines;
  if (!first) return [];
  const others = lines.length === 1 ? '' : ` and ${lines.length - 1} more`;
  return [sentence(`Line ${first.number}${others}`, first.why)];
}

type ParsedLine =
  { readonly record: RunRecord } | { readonly why: string | undefined; readonly otherVersion?: boolean };

function parseRecord(line: string): ParsedLine {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return { why: undefined };
  }
  const { success, data, error } = runRecordSchema.safeParse(value);
  if (success) return { record: data };
  const version = (value as { version?: unknown } | null)?.version;
  if (typeof version === 'number' && version !== recordVersion) {
    return {
      why: `a record of version ${version}, but this Choosy reads version ${recordVersion}`,
      otherVersion: true,
    };
  }
  const { path, message } = error.issues[0]!;
  return { why: path.length > 0 ? `${path.join('.')}: ${message}` : message };
}
