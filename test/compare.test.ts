import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { compareRuns, identityOf, readRecords } from 'choosy/benchmark';
import { afterAll, describe, expect, it } from 'vitest';

// `choosy compare` in processes of its own, as a user runs it, on tasks of milliseconds.

const main = fileURLToPath(new URL('../src/cli/main.ts', import.meta.url));
const root = mkdtempSync(join(tmpdir(), 'choosy-compare-test-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

const folder = (name: string) => join(root, name);
const file = (name: string) => join(folder(name), 'runs.jsonl');
const lines = (name: string) => (existsSync(file(name)) ? readFileSync(file(name), 'utf8').split('\n') : []);

interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly said: string;
}

function compare(...args: string[]): { readonly child: ChildProcess; readonly ended: Promise<Ended> } {
  const from = ['--import', 'tsx', '--conditions=choosy-source', main, 'compare'];
  const child = spawn(process.execPath, [...from, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  let [out, said] = ['', ''];
  child.stdout.on('data', (text: Buffer) => (out += text.toString()));
  child.stderr.on('data', (text: Buffer) => (said += text.toString()));
  const ended = new Promise<Ended>((resolve) => child.on('close', (code) => resolve({ code, out, said })));
  return { child, ended };
}

const iris = ['--task', 'iris', '--selectors', 'highest-loss', '--epochs', '2'];

describe('choosy compare', { timeout: 120_000 }, () => {
  it('makes every run once, and finds random shuffling no different from itself', async () => {
    const { code, said } = await compare(...iris, '--seeds', '3', '--out', folder('whole')).ended;
    expect({ code, said: said.split('\n').at(-2) }).toEqual({
      code: 0,
      said: `Report: ${join(folder('whole'), 'report.html')}`,
    });
    const { records, problems } = await readRecords(folder('whole'));
    expect(problems).toEqual([]);
    expect(records).toHaveLength(21);
    expect(new Set(records.map(({ seed }) => seed))).toEqual(new Set([11, 12, 13]));
    const { nullExperiment, goals, unpaired } = compareRuns(records);
    expect(unpaired).toBe(0);
    expect(nullExperiment!.deterministic).toBe(true);
    const again = goals.flatMap(({ methods }) =>
      methods.filter(({ method }) => method === 'random-shuffling, again'),
    );
    expect(again).toHaveLength(4);
    for (const { comparison } of again) expect(comparison!.epochs).toEqual({ ratio: 1, low: 1, high: 1 });
  });

  it('keeps what is finished when it is interrupted, and goes on from there', async () => {
    const args = [...iris, '--seeds', '6', '--jobs', '1', '--out', folder('interrupted')];
    const { child, ended } = compare(...args);
    await expect.poll(() => lines('interrupted').length, { timeout: 60_000 }).toBeGreaterThan(4);
    child.kill('SIGINT');
    const { code, said } = await ended;
    expect(code).toBe(130);
    expect(said).toContain(
      `Stopped. Finished runs are kept in ${file('interrupted')}; the same command goes on.`,
    );
    const kept = lines('interrupted').slice(0, -1);
    expect(kept.length).toBeLessThan(42);
    const again = await compare(...args).ended;
    expect(again.code).toBe(0);
    expect(again.said).toContain(`${kept.length} of 42 runs are in ${file('interrupted')} already.`);
    expect(lines('interrupted').slice(0, kept.length)).toEqual(kept);
    expect(lines('interrupted')).toHaveLength(43);
  });

  it('loses at most the runs under way when it is killed', async () => {
    const args = [...iris, '--seeds', '4', '--out', folder('killed')];
    const { child, ended } = compare(...args);
    await expect.poll(() => lines('killed').length, { timeout: 60_000 }).toBeGreaterThan(4);
    child.kill('SIGKILL');
    await ended;
    const kept = lines('killed').slice(0, -1);
    expect((await compare(...args).ended).code).toBe(0);
    const { records, problems } = await readRecords(folder('killed'));
    expect(problems).toEqual([]);
    expect(records).toHaveLength(28);
    expect(lines('killed').slice(0, kept.length)).toEqual(kept);
  });

  it('does no harm when two are started in one folder', async () => {
    const start = (seed: string) =>
      compare(...iris, '--seeds', '2', '--first-seed', seed, '--jobs', '1', '--out', folder('shared'));
    const both = [start('1'), start('2')];
    for (const { ended } of both) expect((await ended).code).toBe(0);
    const { records, problems } = await readRecords(folder('shared'));
    expect(problems).toEqual([]);
    // Seeds 1 to 3; both may have made those of seed 2, of which one counts.
    expect(new Set(records.map(identityOf)).size).toBe(21);
    expect(records).toHaveLength(21);
  });
});
