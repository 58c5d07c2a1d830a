import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { play, samplesOf } from '../../test/support/play-selector.js';
import { type ChoosyError, DataError, SelectorError, UsageError } from '../core/errors.js';
import { loadSelector } from './selector-file.js';

const folder = mkdtempSync(join(tmpdir(), 'choosy-selector-file-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let files = 0;
/** A file of its own for every text, since a module is loaded once only. */
function fileOf(text: string, name = 'mine.mjs'): string {
  const path = join(folder, `${files++}-${name}`);
  writeFileSync(path, text);
  return path;
}

const situation = { size: 20, batchSize: 4, classes: 2, seed: 1 };
const good = `export default ({ size, batchSize, rng }) => ({
  name: 'mine',
  state: { seen: 0 },
  select: () => ({ indices: Uint32Array.from({ length: batchSize }, () => rng.integer(size)) }),
});`;

describe('loadSelector', () => {
  it('gives the factory, whose selectors go by the path, and the version of the file', async () => {
    const path = fileOf(good);
    const { factory, version } = await loadSelector(path);
    expect(version).toBe(createHash('sha256').update(good).digest('hex').slice(0, 8));
    const selector = factory(samplesOf(situation));
    expect(selector.name).toBe(path);
    expect(selector.state).toEqual({ seen: 0 });
    const batches = await play(selector, situation, { steps: 3 });
    expect(batches.map(({ indices }) => indices.length)).toEqual([4, 4, 4]);
  });

  it('calls the methods of a class on their object', async () => {
    const path = fileOf(`class Mine {
      name = 'mine';
      state = { observed: 0 };
      select() { return { indices: Uint32Array.of(this.state.observed) }; }
      observe() { this.state.observed++; }
    }
    export default () => new Mine();`);
    const selector = (await loadSelector(path)).factory(samplesOf(situation));
    const batches = await play(selector, situation, { steps: 3 });
    expect(batches.map(({ indices }) => [...indices])).toEqual([[0], [1], [2]]);
  });

  it('is not fooled by a link, which stacks do not know of', async () => {
    const path = join(folder, 'link.mjs');
    symlinkSync(fileOf('export default () => {\n  throw new Error("no");\n};'), path);
    const { factory } = await loadSelector(path);
    expect(() => factory(samplesOf(situation))).toThrow('failed, in line 2 (no);');
  });

  const refusals: [string, string, new (message: string) => ChoosyError, string][] = [
    [
      'code that fails',
      'const a = 1;\nthrow new TypeError("top\\nlevel.");\nexport default a;',
      SelectorError,
      'The file PATH failed, in line 2 (top level); mend its code.',
    ],
    ['code that throws no error', 'throw 7;', SelectorError, 'The file PATH failed (7); mend its code.'],
    [
      'no default export',
      'export const mine = () => 1;',
      SelectorError,
      'The file PATH exports no selector; its default export must be a function that makes one.',
    ],
    [
      'a default export that is no function',
      'export default { name: "mine", select() {} };',
      SelectorError,
      'The file PATH exports no selector; its default export must be a function that makes one.',
    ],
  ];
  it.each(refusals)('refuses %s', async (_, text, type, message) => {
    const path = fileOf(text);
    const refused = loadSelector(path);
    await expect(refused).rejects.toThrow(type);
    await expect(refused).rejects.toThrow(message.replace('PATH', path));
  });

  it('refuses a file that cannot be read', async () => {
    const missing = join(folder, 'missing.mjs');
    await expect(loadSelector(missing)).rejects.toThrow(DataError);
    await expect(loadSelector(missing)).rejects.toThrow(`Cannot read ${missing}: there is no such file`);
    await expect(loadSelector(folder)).rejects.toThrow(`Cannot read ${folder}: it is a folder`);
  });

  it('says what to do if Node does not run such files', async () => {
    // As Node fails with a file of a kind that it does not know.
    const text = 'throw Object.assign(new Error("unknown"), { code: "ERR_UNKNOWN_FILE_EXTENSION" });';
    const [typescript, other] = [fileOf(text, 'mine.ts'), fileOf(text)];
    await expect(loadSelector(typescript)).rejects.toThrow(UsageError);
    await expect(loadSelector(typescript)).rejects.toThrow(
      `The file ${typescript} is TypeScript, which Node runs from 22.18 and 23.6 on; use that, set NODE_OPTIONS="--import tsx"`,
    );
    await expect(loadSelector(other)).rejects.toThrow(
      `The file ${other} is no JavaScript, which Node does not`,
    );
  });
});

describe('a selector from a file', () => {
  const failures: [string, string, string][] = [
    [
      'no selector',
      'export default () => () => 1;',
      'The default export of PATH made no selector; it must return an object with name and select().',
    ],
    ['nothing', 'export default () => {};', 'The default export of PATH made no selector;'],
    [
      'an error',
      'export default ({ labels }) => {\n\n  labels.none();\n};',
      'The default export of PATH failed, in line 3 (labels.none is not a function); mend its code.',
    ],
    [
      'a selector whose select() throws',
      `export default () => ({
        name: 'mine',
        select({ step }) {
          if (step === 2) deep();
          return { indices: Uint32Array.of(0) };
        },
      });
      function deep() {
        throw new Error('Too deep.');
      }`,
      'The select() of PATH failed at step 2, in line 9 (Too deep); mend its code.',
    ],
    [
      'a selector whose select() is rejected',
      `export default () => ({
        name: 'mine',
        async select({ score }) {
          await score(Uint32Array.of(0));
          throw new Error('late');
        },
      });`,
      'The select() of PATH failed at step 0, in line 5 (late); mend its code.',
    ],
    [
      'a selector whose observe() throws',
      `export default () => ({
        name: 'mine',
        select: () => ({ indices: Uint32Array.of(0) }),
        observe({ signals }) {
          signals.margin.fill(0);
        },
      });`,
      'The observe() of PATH failed at step 0, in line 5 (',
    ],
  ];
  it.each(failures)('that makes %s fails with the line', async (_, text, message) => {
    const path = fileOf(text);
    const { factory } = await loadSelector(path);
    const failing = (async () => play(factory(samplesOf(situation)), situation, { steps: 5 }))();
    await expect(failing).rejects.toThrow(SelectorError);
    await expect(failing).rejects.toThrow(message.replace('PATH', path));
  });
});
