import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readRecords } from 'choosy/benchmark';
import { afterAll, describe, expect, it } from 'vitest';

// Selectors in files of their own, as users give them to the command line.

const main = fileURLToPath(new URL('../src/cli/main.ts', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'choosy-selector-files-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const write = (name: string, text: string) => writeFileSync(join(folder, name), text);

function choosy(args: string) {
  const from = ['--import', import.meta.resolve('tsx'), '--conditions=choosy-source', main];
  const { status, stdout, stderr } = spawnSync(process.execPath, [...from, ...args.split(' ')], {
    ...{ cwd: folder, encoding: 'utf8' },
  });
  expect(stderr, 'no stack trace').not.toMatch(/^\s+at /m);
  return { status, stdout, stderr, last: stderr.trim().split('\n').at(-1) };
}

/** A selector that fails in its third step, in line 5. */
const failing = `export default ({ size, rng }) => ({
  name: 'failing',
  state: {},
  select({ step }) {
    if (step === 2) throw new Error('three is too many');
    return { indices: Uint32Array.of(rng.integer(size)) };
  },
});
`;
const [, documented] = /^```ts\n(.*?)^```$/ms.exec(
  readFileSync(new URL('../docs/adding-a-selector.md', import.meta.url), 'utf8'),
)!;

describe('choosy train --selector FILE', { timeout: 120_000 }, () => {
  it('trains with the selector of docs/adding-a-selector.md, also decorated', () => {
    write('skip-easy.ts', documented!);
    const decorated = 'class-balanced:pool=3+./skip-easy.ts';
    const { status, stdout } = choosy(
      `train --task iris --epochs 30 --selector ./skip-easy.ts ${decorated} highest-loss:top=0.2 --json`,
    );
    expect(status).toBe(0);
    const { runs } = JSON.parse(stdout) as {
      runs: { selector: string; evaluations: { metrics: { accuracy: number } }[] }[];
    };
    const [mine, balanced, known] = runs.map(({ selector }) => selector);
    expect(mine).toMatch(/^\.\/skip-easy\.ts#[0-9a-f]{8}$/);
    expect(balanced).toBe(`class-balanced:pool=3+${mine}`);
    expect(known).toBe('highest-loss:top=0.2');
    for (const { evaluations } of runs) expect(evaluations.at(-1)!.metrics.accuracy).toBeGreaterThan(0.8);
  });

  it('tells the line of a syntax error', () => {
    for (const name of ['wrong.mjs', 'wrong.ts']) {
      write(name, 'export default () => {\n  const x = ;\n};\n');
      const { status, stderr } = choosy(`train --task iris --selector ./${name}`);
      expect(status).toBe(1);
      expect(stderr).toMatch(
        new RegExp(`^choosy: The file \\./${name} failed, in line 2 \\([^\\n]+\\); mend its code\\.\\n$`),
      );
    }
  });

  it('keeps a run whose selector fails, which goes on when the file is mended', () => {
    write('mended.mjs', failing);
    const args = 'train --task iris --epochs 0.1 --selector ./mended.mjs --json';
    const failed = choosy(args);
    expect(failed.status).toBe(1);
    expect(failed.last).toBe(
      'choosy: The select() of ./mended.mjs failed at step 2, in line 5 (three is too many); mend its code.',
    );
    expect(failed.stderr).toContain('The run up to its last checkpoint is kept in ');
    write('mended.mjs', failing.replace('step === 2', 'step === 200'));
    const resumed = choosy(`${args} --resume`);
    expect(resumed.status).toBe(0);
    const stepsOf = ({ stdout }: { stdout: string }) =>
      (JSON.parse(stdout) as { runs: { batchLosses: number[] }[] }).runs[0]!.batchLosses;
    expect(stepsOf(resumed)).toHaveLength(9);
    expect(stepsOf(resumed).slice(0, 2)).toEqual(stepsOf(failed));
  });
});

describe('choosy compare --selectors FILE', { timeout: 120_000 }, () => {
  const compare = (selectors: string) =>
    choosy(`compare --task iris --selectors ${selectors} --seeds 1 --epochs 1 --jobs 2 --out results`);

  it('makes all runs but those of a selector that fails', async () => {
    write('good.ts', documented!);
    write('failing.mjs', failing);
    const { status, stderr, last } = compare('./good.ts ./failing.mjs');
    expect(status).toBe(1);
    expect(stderr).toMatch(
      /The run iris\/\.\/failing\.mjs#[0-9a-f]{8}\/11 failed: The select\(\) of \.\/failing\.mjs failed at step 2, in line 5 \(three is too many\); mend its code\./,
    );
    expect(last).toBe('choosy: 1 of 6 runs failed, as said above; the same command tries them again.');
    const { records } = await readRecords(join(folder, 'results'));
    expect(records.map(({ method }) => method.replace(/#.*/, '')).sort()).toEqual([
      './good.ts',
      ...['random-shuffling', 'random-shuffling, again', 'random-shuffling, rate → 0', 'with-replacement'],
    ]);
    for (const { method, selector } of records) {
      if (method.startsWith('.')) expect(selector).toBe(method);
    }
  });

  it('takes a file that was changed for another method', async () => {
    write('good.ts', `${documented}// Changed.\n`);
    const { status, stderr } = compare('./good.ts');
    expect(status).toBe(0);
    expect(stderr).toContain('4 of 5 runs are in');
    const { records } = await readRecords(join(folder, 'results'));
    const versions = records.map(({ method }) => method).filter((method) => method.startsWith('./good.ts#'));
    expect(new Set(versions).size).toBe(2);
  });
});
