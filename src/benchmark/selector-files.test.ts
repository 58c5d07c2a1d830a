import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { fulfilOne } from '../../test/support/fulfil-one.js';
import { UsageError } from '../core/errors.js';
import { selectorFromText } from '../selection/index.js';
import { iris } from '../tasks/iris.js';
import { methodsOf } from './methods.js';
import { planRuns } from './plan-runs.js';
import { loadSelectorFiles } from './selector-files.js';

const folder = mkdtempSync(join(tmpdir(), 'choosy-selector-files-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const path = join(folder, 'a+b:c.mjs');
const code = `export default ({ size, batchSize, rng }) => ({
  name: 'mine',
  select: () => ({ indices: Uint32Array.from({ length: batchSize }, () => rng.integer(size)) }),
});`;
writeFileSync(path, code);

describe('loadSelectorFiles', () => {
  it('puts the version of a file behind its path, and leaves names as they are', async () => {
    const given = ['highest-loss:top=0.2', path, `length-bucketed:pool=3+${path}`];
    const { texts, files } = await loadSelectorFiles(given);
    const [file] = [...files.keys()];
    expect(file).toMatch(/a\+b:c\.mjs#[0-9a-f]{8}$/);
    expect(texts).toEqual(['highest-loss:top=0.2', file, `length-bucketed:pool=3+${file}`]);
    for (const text of texts) expect(selectorFromText(text, files).text).toBe(text);
    expect((await loadSelectorFiles(texts)).texts).toEqual(texts);
  });

  it('refuses another version than it was asked for', async () => {
    const changed = loadSelectorFiles([`${path}#00000000`]);
    await expect(changed).rejects.toThrow(UsageError);
    await expect(changed).rejects.toThrow(`The file ${path} is no longer ${path}#00000000, but #`);
  });
});

describe('a run of a selector from a file', async () => {
  const { texts, files } = await loadSelectorFiles([path]);
  const environment = { choosy: '0', node: 'v20', onnxruntime: '1', processor: 'p' };
  const [group] = planRuns({
    ...{ tasks: [iris], seeds: [1], until: 'budget', epochs: 1, threads: 1, environment },
    methods: (task) => methodsOf(task, texts, files),
  });
  const plan = group!.find(({ method }) => method === texts[0])!;

  it('is refused, unless the order allows it', async () => {
    await expect(fulfilOne({ plan })).rejects.toThrow(UsageError);
    await expect(fulfilOne({ plan })).rejects.toThrow(
      `The selector "${texts[0]}" is a file, and files are not run here;`,
    );
  });

  it('has a record that says which code it was', async () => {
    const record = await fulfilOne({ plan, runsFiles: true });
    expect(record.stoppedBy).toBe('epochs');
    expect(record).toMatchObject({ method: texts[0], selector: texts[0] });
  });

  it('is refused when the file has changed since', async () => {
    writeFileSync(path, `${code}\n`);
    await expect(fulfilOne({ plan, runsFiles: true })).rejects.toThrow(`is no longer ${texts[0]}, but #`);
    writeFileSync(path, code);
  });
});
