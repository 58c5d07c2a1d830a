import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'choosy-examples-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Runs an example as a user would, in a folder of its own, and gives what it prints. */
function output(name: string): string {
  const example = join(root, 'examples', name);
  const args = ['--import', import.meta.resolve('tsx'), '--conditions=choosy-source', example];
  const { stdout, stderr, status } = spawnSync(process.execPath, args, { cwd: folder, encoding: 'utf8' });
  expect(stderr).toBe('');
  expect(status).toBe(0);
  return stdout;
}
const read = (file: string) => readFileSync(join(root, file), 'utf8');
const numberAfter = (text: string, label: string) => Number(text.split(label)[1]!.trim().split(/\s/)[0]);

describe('examples', () => {
  it('are all tested here', () => {
    expect(readdirSync(join(root, 'examples')).sort()).toEqual([
      'own-model.ts',
      'own-selector.ts',
      'own-table.ts',
      'selectors-in-your-loop.ts',
      'selectors-with-tfjs.ts',
      'train-iris.ts',
    ]);
  });

  it("train-iris.ts is the README's example, with the output that stands there", () => {
    const text = output('train-iris.ts');
    expect(numberAfter(text, 'test accuracy')).toBeGreaterThan(0.9);
    expect(read('README.md')).toContain(`\`\`\`ts\n${read('examples/train-iris.ts')}\`\`\``);
    const head = text.split('test accuracy')[0]!;
    expect(read('README.md')).toContain(head);
  });

  it('own-selector.ts trains with a selector of under 15 lines, shown in the README', () => {
    expect(numberAfter(output('own-selector.ts'), 'validation accuracy')).toBeGreaterThan(0.9);
    const source = read('examples/own-selector.ts');
    const selector = source.slice(source.indexOf('/** Trains on'), source.indexOf('const {'));
    expect(selector.trim().split('\n').length).toBeLessThan(15);
    expect(read('README.md')).toContain(selector.trim());
  });

  it('own-model.ts learns how far a ball flies', () => {
    const text = output('own-model.ts');
    expect(numberAfter(text, 'R²')).toBeGreaterThan(0.98);
    expect(numberAfter(text, '20 m/s at 45°:')).toBeCloseTo(40.8, -1);
  });

  it('selectors-in-your-loop.ts learns a line with a loop of its own', () => {
    expect(numberAfter(output('selectors-in-your-loop.ts'), 'accuracy')).toBeGreaterThan(0.98);
  });

  it('selectors-with-tfjs.ts trains a TensorFlow.js model', () => {
    expect(numberAfter(output('selectors-with-tfjs.ts'), 'test accuracy')).toBeGreaterThan(0.9);
  });

  it('own-table.ts learns the rents of flats from rows that come one by one', () => {
    const text = output('own-table.ts');
    expect(numberAfter(text, 'test error')).toBeLessThan(200);
    expect(numberAfter(text, '80 m² in Köln:') / (14 * 80)).toBeCloseTo(1, 1);
  });
});
