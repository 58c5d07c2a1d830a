import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { DataError } from '../core/errors.js';
import { openRecordStore } from './record-store.js';
import { runRecord } from '../../test/support/run-records.js';

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'choosy-records-'));
  file = join(folder, 'runs.jsonl');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const seeds = async () => (await (await openRecordStore(folder)).read()).records.map(({ seed }) => seed);
const problems = async () =>
  (await (await openRecordStore(folder)).read()).problems.map((text) => text.replace(file, 'FILE'));
const line = (seed: number) => JSON.stringify(runRecord({ seed }));

it('gives back what was appended', async () => {
  const store = await openRecordStore(join(folder, 'new', 'folder'));
  expect(await store.read()).toEqual({ records: [], problems: [] });
  const records = [runRecord({ seed: 1 }), runRecord({ seed: 2, commit: 'abc' })];
  for (const record of records) await store.append(record);
  expect(await store.read()).toEqual({ records, problems: [] });
});

it('counts the same run of a place and commit once, and the first record of it', async () => {
  const store = await openRecordStore(folder);
  const elsewhere = { ...runRecord().environment, processor: 'another processor' };
  const records = [
    runRecord({ commit: 'first', repeats: 1 }),
    runRecord({ commit: 'first', repeats: 2 }),
    runRecord({ commit: 'second' }),
    runRecord({ commit: 'first', threads: 2 }),
    runRecord({ commit: 'first', environment: elsewhere }),
  ];
  for (const record of records) await store.append(record);
  expect((await store.read()).records).toEqual(records.filter((_, i) => i !== 1));
});

it('leaves out a last line that was cut short, and does not lose the next one to it', async () => {
  writeFileSync(file, `${line(1)}\n${line(2).slice(0, 100)}`);
  expect(await seeds()).toEqual([1]);
  expect(await problems()).toEqual([
    'The last line of FILE was cut short, so its run counts as not made; nothing is to be done.',
  ]);
  await (await openRecordStore(folder)).append(runRecord({ seed: 3 }));
  expect(await seeds()).toEqual([1, 3]);
});

it('takes a last line without line break that is whole', async () => {
  writeFileSync(file, `${line(1)}\n${line(2)}`);
  expect(await seeds()).toEqual([1, 2]);
  await (await openRecordStore(folder)).append(runRecord({ seed: 3 }));
  expect(await seeds()).toEqual([1, 2, 3]);
});

it.each([
  ['half a line', line(2).slice(0, 50), 'no record of a run (not JSON)'],
  ['other JSON', '[1]', 'no record of a run (Invalid input: expected object, received array)'],
  ['null', 'null', 'no record of a run (Invalid input: expected object, received null)'],
  [
    'a value edited by hand',
    line(2).replace('"seed":2', '"seed":"two"'),
    'no record of a run (seed: Invalid input: expected number, received string)',
  ],
  [
    'another version',
    line(2).replace('"version":2', '"version":7'),
    'a record of version 7, but this Choosy reads version 2',
  ],
  ['bytes', '\u0000\u0001\ufffd', 'no record of a run (not JSON)'],
])('leaves out %s in one sentence and keeps the rest', async (_, bad, why) => {
  writeFileSync(file, `${line(1)}\n${bad}\n${line(3)}\n${bad}\n`);
  expect(await seeds()).toEqual([1, 3]);
  const told = await problems();
  expect(told).toHaveLength(1);
  expect(told[0]).toContain('Line 2 and 1 more of FILE: ');
  expect(told[0]).toContain(why);
});

it('reads 10,000 runs', async () => {
  const [evaluation] = runRecord().evaluations;
  const evaluations = Array.from({ length: 60 }, () => evaluation!);
  const lines = Array.from({ length: 10_000 }, (_, seed) => JSON.stringify(runRecord({ seed, evaluations })));
  writeFileSync(file, `${lines.join('\n')}\n`);
  expect(await seeds()).toHaveLength(10_000);
});

it('keeps lines whole when several append at once', async () => {
  const stores = await Promise.all(Array.from({ length: 4 }, () => openRecordStore(folder)));
  await Promise.all(Array.from({ length: 200 }, (_, seed) => stores[seed % 4]!.append(runRecord({ seed }))));
  expect((await seeds()).sort((a, b) => a - b)).toEqual(Array.from({ length: 200 }, (_, seed) => seed));
  expect(readFileSync(file, 'utf8').split('\n')).toHaveLength(201);
});

it('refuses a folder that cannot be written before any run is made', async () => {
  writeFileSync(join(folder, 'file'), '');
  const opening = openRecordStore(join(folder, 'file', 'results'));
  await expect(opening).rejects.toThrow(DataError);
  await expect(opening).rejects.toThrow(/^Cannot write .*runs\.jsonl: part of the path is not a folder; /);
});
