import { spawn } from 'node:child_process';
import { appendFileSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { iris, spirals } from 'choosy/tasks';
import { afterAll, describe, expect, it } from 'vitest';

const main = fileURLToPath(new URL('../src/cli/main.ts', import.meta.url));
const tsx = import.meta.resolve('tsx');
const folder = mkdtempSync(join(tmpdir(), 'choosy-compare-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Outcome {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Starts `choosy compare` in an empty folder. */
function start(args: string) {
  const child = spawn(
    process.execPath,
    ['--import', tsx, '--conditions=choosy-source', main, 'compare', ...args.split(' ')],
    { cwd: folder },
  );
  let [stdout, stderr] = ['', ''];
  child.stdout.on('data', (data: Buffer) => (stdout += data.toString()));
  child.stderr.on('data', (data: Buffer) => (stderr += data.toString()));
  const outcome = new Promise<Outcome>((resolve) =>
    child.on('close', (code) => resolve({ code, stdout, stderr })),
  );
  return { outcome, kill: (signal: NodeJS.Signals) => child.kill(signal) };
}
const compare = (args: string) => start(args).outcome;

/** The runs in a folder's file, such as `iris/highest-loss/1`; every line must be whole. */
function runsIn(out: string): string[] {
  const file = join(folder, out, 'runs.jsonl');
  const lines = existsSync(file) ? readFileSync(file, 'utf8').split('\n').slice(0, -1) : [];
  return lines.map((line) => {
    const { task, selector, seed } = JSON.parse(line) as { task: string; selector: string; seed: number };
    return `${task}/${selector}/${seed}`;
  });
}
const runsOf = (task: string, selectors: readonly string[], seeds: number) =>
  selectors
    .flatMap((selector) => Array.from({ length: seeds }, (_, i) => `${task}/${selector}/${i + 1}`))
    .sort();

describe('choosy compare', () => {
  it('tells in 80 columns how selectors compare, and makes no run twice', async () => {
    const args = '--task spirals,iris --selectors highest-loss,random-shuffling --seeds 1 --epochs 6';
    const first = await compare(args);
    expect(first.stderr).not.toContain('failed');
    expect(first.code).toBe(0);
    expect(first.stdout).toContain(
      `iris, early target: accuracy ${iris.targets!.early} on the validation set`,
    );
    expect(first.stdout).toContain(
      `spirals, final target: accuracy ${spirals.targets!.final} on the validation set`,
    );
    expect(first.stdout).toMatch(/ {2}highest-loss +\S+ +\S+ +\d\S* \(\S+–\S+\) +[\d.]+ +\d-\d-\d +\d\/1\n/);
    // Six epochs do not do.
    expect(first.stdout).toMatch(/ {2}random-shuffling +- +- +1\/1\n/);
    expect(first.stdout).toMatch(/All tasks[^]*highest-loss +early +2 /);
    expect(first.stdout.match(/evaluation is not counted/g)).toHaveLength(1);
    expect(Math.max(...first.stdout.split('\n').map(({ length }) => length))).toBeLessThanOrEqual(80);
    const selectors = ['highest-loss', 'random-shuffling'];
    const runs = [...runsOf('iris', selectors, 1), ...runsOf('spirals', selectors, 1)];
    expect(runsIn('choosy-results').sort()).toEqual(runs);

    const again = await compare(`${args} --json`);
    expect(again.stderr).toContain('4 of 4 runs are in choosy-results');
    expect(runsIn('choosy-results')).toHaveLength(4);
    const report = JSON.parse(again.stdout) as { baseline: string; tasks: object[]; overall: object[] };
    expect(report.baseline).toBe('random-shuffling');
    expect(report.tasks[0]).toMatchObject({
      task: 'spirals',
      target: 'early',
      value: spirals.targets!.early,
    });
    expect(report.overall).toHaveLength(2);
  });

  it('loses at most the runs under way when it is killed, and keeps what is finished at Ctrl-C', async () => {
    const args = '--task wine --selectors highest-loss --seeds 3 --jobs 2 --out killed';
    const killed = start(args);
    await expect.poll(() => runsIn('killed').length, { timeout: 20_000 }).toBeGreaterThanOrEqual(1);
    killed.kill('SIGKILL');
    await killed.outcome;
    const kept = runsIn('killed');
    const interrupted = start(args);
    await expect.poll(() => runsIn('killed').length, { timeout: 20_000 }).toBeGreaterThan(kept.length);
    interrupted.kill('SIGINT');
    const { code, stderr } = await interrupted.outcome;
    expect(stderr).toMatch(
      /Stopped\. Finished runs are kept in killed.runs\.jsonl; the same command goes on\./,
    );
    expect(stderr).not.toContain('failed');
    expect(code).toBe(130);
    // As a crash in the middle of a line would leave it.
    appendFileSync(join(folder, 'killed', 'runs.jsonl'), '{"version":1,"task":"wi');
    const finished = await compare(args);
    expect(finished.stderr).toContain('The last line of killed/runs.jsonl was cut short');
    expect(finished.code).toBe(0);
    const lines = readFileSync(join(folder, 'killed', 'runs.jsonl'), 'utf8').split('\n');
    writeFileSync(
      join(folder, 'killed', 'runs.jsonl'),
      lines.filter((line) => line !== '{"version":1,"task":"wi').join('\n'),
    );
    expect(runsIn('killed').slice(0, kept.length)).toEqual(kept);
    expect(runsIn('killed').sort()).toEqual(runsOf('wine', ['highest-loss', 'random-shuffling'], 3));
  }, 60_000);

  it('shares a folder with another comparison', async () => {
    const args = (selector: string) => `--task iris --selectors ${selector} --seeds 1 --jobs 2 --out shared`;
    const outcomes = await Promise.all([compare(args('sequential')), compare(args('with-replacement'))]);
    expect(outcomes.map(({ code }) => code)).toEqual([0, 0]);
    expect([...new Set(runsIn('shared'))].sort()).toEqual(
      runsOf('iris', ['random-shuffling', 'sequential', 'with-replacement'], 1),
    );
    for (const { stdout } of outcomes) expect(stdout).toMatch(/random-shuffling.* \d\/1\n/);
  });
});

it.each([
  ['--task iris --selectors highest-loss --seeds 0', 'It must be a positive integer.'],
  ['--task iris', "required option '-s, --selectors <names...>' not specified"],
])('choosy compare %s: exit code 2', async (args, message) => {
  const outcome = await compare(args);
  expect(outcome.stderr).toContain(message);
  expect(outcome.code).toBe(2);
});
