import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join, sep } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyText } from '../../../test/support/any-text.js';
import { readEvents } from '../../../test/support/event-file.js';
import { runRecord } from '../../../test/support/run-records.js';
import { inTemporaryFolder } from '../../../test/support/temporary-folder.js';
import type { RunRecord } from '../../benchmark/index.js';
import { DataError } from '../../core/errors.js';
import { runDirectories } from './run-directories.js';
import { writeTensorBoard } from './write-tensorboard.js';

/** All files below a folder, by their paths with `/`. */
async function filesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(folder.length + 1)
        .replaceAll(sep, '/'),
    )
    .sort();
}

/** What a file plots: of each tag its points, as wall time, step and value. */
async function pointsOf(path: string): Promise<Record<string, number[][]>> {
  const points: Record<string, number[][]> = {};
  for (const { wallTime, step, summary } of readEvents(await readFile(path)))
    for (const { tag, tensor } of summary?.value ?? [])
      (points[tag] ??= []).push([wallTime, step, tensor.floatVal[0]!]);
  return points;
}

const run = (changes: Partial<RunRecord>): RunRecord =>
  runRecord({
    ...{ task: 'iris', method: 'random-shuffling', seed: 1, started: '2001-09-09T01:46:40.500Z' },
    ...changes,
  });
/** Its start, in seconds since 1970. */
const start = 1e9 + 0.5;
const file = 'events.out.tfevents.1000000000.choosy';

describe('writeTensorBoard', () => {
  it('writes evaluations and tests', () =>
    inTemporaryFolder(async (folder) => {
      const record = run({
        evaluations: [
          [50, 0, 0.25, 5, 0.75, 0.5],
          [100, 20, 0.5, 10, 0.375, 0.875],
        ],
        cost: {
          seconds: { setup: 9, selection: 0.125, scoring: 0.25, steps: 0.5, evaluation: 9 },
          samples: { trained: 120, scored: 20 },
          steps: 12,
        },
        tests: [
          { name: 'iris (test)', loss: 0.5, metrics: { accuracy: 0.75 } },
          { name: 'further', loss: 1.5, metrics: { accuracy: 0.25 } },
        ],
      });
      await writeTensorBoard([record], folder);
      const path = `iris/random-shuffling/seed-1/${file}`;
      expect(await filesBelow(folder)).toEqual([path]);
      const [version, ...events] = readEvents(await readFile(join(folder, path)));
      expect(version).toEqual({ wallTime: start, step: 0, fileVersion: 'brain.Event:2' });
      expect(await pointsOf(join(folder, path))).toEqual({
        'validation/accuracy': [
          [start + 0.25, 50, 0.5],
          [start + 0.5, 100, 0.875],
        ],
        'validation/loss': [
          [start + 0.25, 50, 0.75],
          [start + 0.5, 100, 0.375],
        ],
        'training/seconds': [
          [start + 0.25, 50, 0.25],
          [start + 0.5, 100, 0.5],
        ],
        'training/scored-samples': [
          [start + 0.25, 50, 0],
          [start + 0.5, 100, 20],
        ],
        'test/accuracy': [[start + 0.875, 120, 0.75]],
        'test/loss': [[start + 0.875, 120, 0.5]],
        'test-2/accuracy': [[start + 0.875, 120, 0.25]],
        'test-2/loss': [[start + 0.875, 120, 1.5]],
      });
      const descriptions = events
        .flatMap(({ summary }) => summary!.value)
        .map(({ metadata }) => metadata.summaryDescription);
      for (const text of descriptions) expect(text).toMatch(/\. A step is one sample trained\.$/);
      expect(descriptions.filter((text) => text.startsWith('On further,')).length).toBe(2);
    }));

  it('leaves out what is null, and tests that were not made', () =>
    inTemporaryFolder(async (folder) => {
      await writeTensorBoard([run({ evaluations: [[50, 0, 1, 5, null, null]], tests: [] })], folder);
      expect(await pointsOf(join(folder, 'iris/random-shuffling/seed-1', file))).toEqual({
        'training/seconds': [[start + 1, 50, 1]],
        'training/scored-samples': [[start + 1, 50, 0]],
      });
    }));

  it('replaces its own file of a run that was made again, and what a crash left of it, but no other file', () =>
    inTemporaryFolder(async (folder) => {
      const directory = join(folder, 'iris/random-shuffling/seed-1');
      await mkdir(directory, { recursive: true });
      const others = ['events.out.tfevents.1.choosy.v2', 'events.out.tfevents.1.host', 'notes.txt'];
      for (const name of others) await writeFile(join(directory, name), '');
      await writeFile(join(directory, 'events.out.tfevents.1.choosy.5ab0.tmp'), '');
      const again = '2001-09-09T01:46:42Z';
      for (const started of ['2001-09-09T01:46:41Z', again, again])
        await writeTensorBoard([run({ started })], folder);
      expect((await readdir(directory)).sort()).toEqual(
        [...others, 'events.out.tfevents.1000000002.choosy'].sort(),
      );
    }));

  it('says so when a directory cannot be made', () =>
    inTemporaryFolder(async (folder) => {
      await writeFile(join(folder, 'iris'), '');
      await expect(writeTensorBoard([run({})], folder)).rejects.toThrow(DataError);
    }));

  it('says so when an older file cannot be removed', () =>
    inTemporaryFolder(async (folder) => {
      const old = join(folder, 'iris/random-shuffling/seed-1/events.out.tfevents.1.choosy');
      await mkdir(old, { recursive: true });
      await expect(writeTensorBoard([run({})], folder)).rejects.toThrow(
        /^Cannot remove .*\.1\.choosy, which /,
      );
    }));

  it('writes any runs, each whole in a file of its own below the folder', async () => {
    const finite = fc.double({ noNaN: true, noDefaultInfinity: true });
    const number = fc.option(finite);
    const seconds = fc.double({ min: 0, max: 1e6, noNaN: true });
    const name = anyText();
    const evaluation = fc.tuple(fc.nat(), fc.nat(), seconds, fc.nat(), number, number);
    const runs = fc.record({
      task: fc.oneof(fc.constantFrom('iris', '..', '/', 'C:\\'), name),
      method: fc.oneof(fc.constantFrom('random-subsets:share=0.37', 'random-shuffling, rate → 0'), name),
      seed: fc.nat(2),
      started: fc
        .date({ min: new Date(0), max: new Date('2100-01-01'), noInvalidDate: true })
        .map((date) => date.toISOString()),
      metric: fc.record({ name, higherIsBetter: fc.boolean() }),
      evaluations: fc.array(evaluation, { maxLength: 5 }),
      tests: fc.array(
        fc.record({ name, loss: number, metrics: fc.dictionary(name, number, { noNullPrototype: true }) }),
      ),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(runs.map(runRecord), { maxLength: 4 }), async (records) =>
        inTemporaryFolder(async (folder) => {
          await writeTensorBoard(records, join(folder, 'tb'));
          const paths = await filesBelow(folder);
          expect(paths.length).toBe(records.length);
          for (const path of paths)
            expect(path).toMatch(/^tb\/[^/]+\/[^/]+\/seed-\d(-run-\d)?\/events\.out\.tfevents\.\d+\.choosy$/);
          const directories = runDirectories(records);
          for (const [i, record] of records.entries()) {
            const directory = join(folder, 'tb', directories[i]!);
            const [only] = await readdir(directory);
            const [, ...events] = readEvents(await readFile(join(directory, only!)));
            const values = events.flatMap(({ summary }) => summary!.value);
            expect(values.map(({ tag, tensor }) => [tag, tensor.floatVal[0]])).toEqual(valuesOf(record));
          }
        }),
      ),
      // Few, as each file is waited for until it is on the disk.
      { numRuns: 15 },
    );
  });
});

/** Tags and values in the order in which they are to be written. */
function valuesOf({ metric, evaluations, tests }: RunRecord): [string, number][] {
  const all: [string, number | null][] = evaluations.flatMap(([, scored, seconds, , loss, value]) => [
    [`validation/${metric.name}`, value],
    ['validation/loss', loss],
    ['training/seconds', seconds],
    ['training/scored-samples', scored],
  ]);
  tests.forEach(({ loss, metrics }, i) => {
    const group = i === 0 ? 'test' : `test-${i + 1}`;
    for (const [name, value] of Object.entries(metrics)) all.push([`${group}/${name}`, value]);
    all.push([`${group}/loss`, loss]);
  });
  return all.flatMap(([tag, value]) => (value === null ? [] : [[tag, Math.fround(value)]]));
}

describe('runDirectories', () => {
  const directoryOf = (task: string, method: string) => runDirectories([{ task, method, seed: 7 }])[0];

  it.each([
    ['iris', 'random-shuffling', 'iris/random-shuffling/seed-7'],
    ['iris', 'random-shuffling, rate ×2.7', 'iris/random-shuffling, rate ×2.7/seed-7'],
    ['iris', 'random-shuffling, rate → 0', 'iris/random-shuffling, rate → 0/seed-7'],
    ['iris', 'random-subsets:share=0.37', 'iris/random-subsets%3Ashare=0.37/seed-7'],
    ['..', '../../x', '.%2E/..%2F..%2Fx/seed-7'],
    ['.', '%2E', '%2E/%252E/seed-7'],
    ['a\\b', 'x\n ', 'a%5Cb/x%0A%20/seed-7'],
    ['a\u202eb', 'c|d?', 'a%E2%80%AEb/c%7Cd%3F/seed-7'],
  ])('%j and %j', (task, method, directory) => expect(directoryOf(task, method)).toBe(directory));

  it('can be turned back into the names', () => {
    fc.assert(
      fc.property(anyText(), anyText(), (task, method) => {
        const parts = directoryOf(task, method)!.split('/');
        expect(parts.map(decodeURIComponent)).toEqual([task, method, 'seed-7']);
        for (const part of parts) expect(part).not.toMatch(/[<>:"/\\|?*\0-\x1f]|^\.\.?$|[. ]$/);
      }),
    );
  });

  it('numbers further runs of the same seed, also where only upper and lower case differ', () => {
    const method = 'random-shuffling';
    const runs = ['a', 'b', 'a', 'A'].map((task) => ({ task, method, seed: 1 }));
    expect(runDirectories(runs)).toEqual([
      'a/random-shuffling/seed-1',
      'b/random-shuffling/seed-1',
      'a/random-shuffling/seed-1-run-2',
      'A/random-shuffling/seed-1-run-3',
    ]);
  });
});
