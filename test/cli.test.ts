import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { selectors } from 'choosy/selection';
import { encodeTable, iris, readTable, type TableEncoding } from 'choosy/datasets';
import { createSession, Tensor } from 'choosy/runtime';
import { tasks } from 'choosy/tasks';
import { afterAll, describe, expect, it } from 'vitest';

const main = fileURLToPath(new URL('../src/cli/main.ts', import.meta.url));
const tsx = import.meta.resolve('tsx');
const folder = mkdtempSync(join(tmpdir(), 'choosy-cli-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Outcome {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the command line in an empty folder; `onError` sees standard error as it comes. */
function choosy(
  args: string,
  onError?: (text: string, kill: (signal: NodeJS.Signals) => void) => void,
  { closeOutput = false } = {},
) {
  return new Promise<Outcome>((resolve) => {
    const child = spawn(
      process.execPath,
      ['--import', tsx, '--conditions=choosy-source', main, ...args.split(' ')],
      { cwd: folder },
    );
    let [stdout, stderr] = ['', ''];
    if (closeOutput) child.stdout.destroy();
    child.stdout.on('data', (data: Buffer) => (stdout += data.toString()));
    child.stderr.on('data', (data: Buffer) => {
      stderr += data.toString();
      onError?.(stderr, (signal) => child.kill(signal));
    });
    child.on('close', (code) => resolve({ code, stdout, stderr }));
  });
}

interface Report {
  readonly runs: readonly {
    readonly selector: string;
    readonly stoppedBy: string;
    readonly batchLosses: readonly number[];
    readonly evaluations: readonly { readonly metrics: { readonly accuracy: number } }[];
  }[];
}
const parse = ({ stdout }: Outcome) => JSON.parse(stdout) as Report;

describe('choosy list', () => {
  it('shows every task and selector of the registries', async () => {
    const { code, stdout } = await choosy('list');
    expect(code).toBe(0);
    const text = stdout.replace(/[\s│─┌┐└┘├┤┬┴┼]+/g, ' ');
    for (const { name, summary } of [...tasks, ...selectors]) expect(text).toContain(`${name} ${summary}`);
    expect(Math.max(...stdout.split('\n').map(({ length }) => length))).toBeLessThanOrEqual(80);
  });

  it('gives JSON to machines', async () => {
    const { stdout } = await choosy('list --json');
    const lists = JSON.parse(stdout) as Record<string, { name: string }[]>;
    expect(lists['tasks']!.map(({ name }) => name)).toEqual(tasks.map(({ name }) => name));
    expect(lists['selectors']!.map(({ name }) => name)).toEqual(selectors.map(({ name }) => name));
  });

  it('ends quietly when nobody reads on', async () => {
    const { code, stderr } = await choosy('list', undefined, { closeOutput: true });
    expect(stderr).toBe('');
    expect(code).toBe(0);
  });
});

describe('choosy train', () => {
  it('compares selectors in a table and leaves no checkpoints behind', async () => {
    const { code, stdout } = await choosy(
      'train --task iris --selector random-shuffling highest-loss --until 0.9',
    );
    expect(code).toBe(0);
    expect(stdout).toMatch(/selector.*validation.*test.*seconds.*epochs.*steps.*speed-up/);
    expect(stdout).toMatch(/random-shuffling.*1\.00x/);
    expect(stdout).toMatch(/highest-loss.*\dx/);
    expect(existsSync(join(folder, 'choosy-checkpoints'))).toBe(false);
  });

  it('gives the same results for the same seed, others for another', async () => {
    const run = async (seed: number) =>
      parse(await choosy(`train --task iris --epochs 3 --seed ${seed} --json`)).runs[0]!;
    const [first, again, other] = [await run(1), await run(1), await run(2)];
    expect(again.batchLosses).toEqual(first.batchLosses);
    expect(other.batchLosses).not.toEqual(first.batchLosses);
  });

  it('stops at the target, and says when it was not reached', async () => {
    expect(parse(await choosy('train --task iris --until 0.5 --json')).runs[0]!.stoppedBy).toBe('target');
    const { stdout } = await choosy(
      'train --task iris --selector random-shuffling sequential --until 1.5 --epochs 1',
    );
    expect(stdout).toMatch(/sequential.*not reached/);
  });

  it('saves weights and exports a model that predicts as well as it was measured', async () => {
    const report = await choosy(
      'train --task iris --epochs 20 --save iris.safetensors --export iris.onnx --json',
    );
    expect(report.code).toBe(0);
    expect(existsSync(join(folder, 'iris.safetensors'))).toBe(true);
    const session = await createSession(readFileSync(join(folder, 'iris.onnx')));
    const { validationSet } = await tasks.find(({ name }) => name === 'iris')!.load({ seed: 1 });
    const size = validationSet.labels.length;
    const x = new Tensor('float32', validationSet.features as Float32Array, [size, 4]);
    const { logits } = await session.run({ x });
    const data = logits!.data as Float32Array;
    const correct = Array.from(validationSet.labels, (label, i) => {
      const row = data.subarray(3 * i, 3 * i + 3);
      return row.indexOf(Math.max(...row)) === label ? 1 : 0;
    }).reduce<number>((sum, hit) => sum + hit, 0);
    expect(correct / size).toBeCloseTo(parse(report).runs[0]!.evaluations.at(-1)!.metrics.accuracy, 6);
  });

  it('keeps a checkpoint at Ctrl-C and goes on from it as if nothing had happened', async () => {
    const train = 'train --task iris --selector random-shuffling --json';
    const args = `${train} --epochs 20000`;
    let interrupted = false;
    const stopped = await choosy(args, (text, kill) => {
      if (!interrupted && text.includes('step')) kill('SIGINT');
      interrupted ||= text.includes('step');
    });
    expect(stopped.code).toBe(130);
    expect(stopped.stderr).toMatch(/Stopped\. The run is kept in .*--resume/);
    expect(readdirSync(join(folder, 'choosy-checkpoints'))).toEqual([
      'iris-random-shuffling-seed1.safetensors',
    ]);
    const made = parse(stopped).runs[0]!.batchLosses.length;
    const epochs = Math.ceil(made / 6) + 5;
    const resumed = parse(await choosy(`${train} --epochs ${epochs} --resume`)).runs[0]!;
    const straight = parse(await choosy(`${train} --epochs ${epochs}`)).runs[0]!;
    expect(resumed.batchLosses.length).toBe(6 * epochs);
    expect(resumed.batchLosses).toEqual(straight.batchLosses);
    expect(existsSync(join(folder, 'choosy-checkpoints'))).toBe(false);
  }, 60_000);
});

describe('choosy train --csv', () => {
  const { features, labels, classNames } = iris();
  /** Flowers with a row number, a text, a few missing values, and for the first one no species. */
  const flowers = Array.from(labels, (label, i) => ({
    id: i + 1,
    length: i % 10 === 3 ? null : features[4 * i + 2]!,
    width: features[4 * i + 3]!,
    colour: i % 7 === 5 ? '?' : label === 0 ? 'dark, blue' : 'violet',
    species: i === 0 ? null : classNames![label]!,
  }));
  const csv = [
    'id,petal length,petal width,colour,species',
    ...flowers.map((row) => [row.id, row.length, row.width, `"${row.colour}"`, row.species].join()),
  ].join('\n');
  writeFileSync(join(folder, 'flowers.csv'), csv);

  it('says what it made of the columns, and exports a model with what is needed to use it', async () => {
    const outcome = await choosy('train --csv flowers.csv --target species --export flowers.onnx --json');
    expect(outcome.code).toBe(0);
    const shown = outcome.stderr.replace(/[\s│─┌┐└┘├┤┬┴┼]+/g, ' ');
    expect(shown).toContain('flowers.csv: 150 rows');
    expect(shown).toContain('id numeric not used: row numbers');
    expect(shown).toContain('petal length numeric 15 standardized, and 1 if missing');
    expect(shown).toContain('colour categorical 21 1 of 3: violet, dark, blue, other');
    expect(shown).toContain('species categorical 1 target: 1 of 3: setosa, versicolor, virginica');
    expect(shown).toContain('Rows in which "species" is missing are left out: 1.');
    expect(shown).toContain('105 training, 22 validation, 22 test samples');
    expect(parse(outcome).runs[0]!.evaluations.at(-1)!.metrics.accuracy).toBeGreaterThan(0.85);

    const encoding = JSON.parse(readFileSync(join(folder, 'flowers.onnx.json'), 'utf8')) as TableEncoding;
    const table = await readTable(
      flowers.map(({ length, width, colour }) => ({ 'petal length': length, 'petal width': width, colour })),
    );
    const session = await createSession(readFileSync(join(folder, 'flowers.onnx')));
    const x = new Tensor('float32', encodeTable(table, encoding), [150, 6]);
    const logits = (await session.run({ x })).logits!.data as Float32Array;
    const named = flowers.map((_, i) => {
      const row = logits.subarray(3 * i, 3 * i + 3);
      return encoding.classNames![row.indexOf(Math.max(...row))];
    });
    const correct = flowers.filter(({ species }, i) => species === named[i]).length;
    expect(correct / 149).toBeGreaterThan(0.85);
  });

  it('takes a numeric target for a number, or for classes if it is told so', async () => {
    const rows = Array.from(labels, (label, i) => `${features[4 * i + 3]},${label}`);
    writeFileSync(join(folder, 'numbered.csv'), ['width,species', ...rows].join('\n'));
    const number = await choosy('train --csv numbered.csv --target species --epochs 1');
    expect(number.stderr).toContain('"species" has 3 different whole numbers, and is taken as a number to');
    expect(number.stdout).toContain('rootMeanSquaredError');
    const classes = await choosy('train --csv numbered.csv --target species --classification --epochs 1');
    expect(classes.stderr).not.toContain('different whole numbers');
    expect(classes.stdout).toContain('accuracy');
  });
});

describe('a wrong command', () => {
  it.each([
    ['train --task irs', 2, 'There is no task "irs"; did you mean "iris"?'],
    [
      'train --task iris --selector random',
      2,
      'There is no selector "random"; did you mean "random-shuffling"?',
    ],
    ['train --task iris --epocs 3', 2, "unknown option '--epocs'\n(Did you mean --epochs?)"],
    ['train --task iris --epochs -1', 2, 'It must be a positive number.'],
    ['train --task iris --batch-size 0', 2, 'It must be a positive integer.'],
    [
      'train --task iris --batch-size 1000',
      2,
      'batchSize 1000 is larger than the training set, which has 90',
    ],
    ['train --task iris --seed x', 2, 'It must be an integer of at least 0.'],
    ['train', 2, 'train needs --task NAME, one of `choosy list`, or --csv FILE --target COLUMN'],
    ['train --csv no.csv --target a', 1, 'The file "no.csv" cannot be read (ENOENT: no such file'],
    ['trian', 2, 'Did you mean train?'],
    [
      'train --task iris --save no/such/folder/w.safetensors',
      2,
      '--save: there is no folder no/such/folder;',
    ],
    [
      'train --task iris --selector random-shuffling sequential --save w',
      2,
      '--save needs one selector, got 2',
    ],
    ['train --task iris --epochs 1 --learning-rate 1e30', 1, 'The loss became'],
  ])('choosy %s: exit code %i', async (args, code, message) => {
    const outcome = await choosy(args);
    expect(outcome.stderr).toContain(message);
    expect(outcome.stderr).not.toMatch(/\n\s+at /);
    expect(outcome.code).toBe(code);
  });

  it('helps', async () => {
    const { code, stdout } = await choosy('train --help');
    expect(code).toBe(0);
    for (const option of ['--task', '--selector', '--seed', '--epochs', '--until', '--batch-size']) {
      expect(stdout).toContain(option);
    }
  });
});
