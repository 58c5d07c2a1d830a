import { readdirSync, readFileSync } from 'node:fs';
import { posix } from 'node:path';
import ts from 'typescript';
import { expect, test } from 'vitest';

/** The folders of src/ that the files of a folder may import besides their own. `import type` counts too. */
const mayImport: Record<string, readonly string[]> = {
  core: [],
  graph: ['core'],
  layers: ['graph', 'core'],
  losses: ['graph', 'core'],
  metrics: ['graph', 'core'],
  optimizers: ['graph', 'core'],
  runtime: ['core'],
  training: ['runtime', 'layers', 'losses', 'metrics', 'optimizers', 'graph', 'core'],
  storage: ['training', 'core'],
  selection: ['training', 'core'],
  datasets: ['training', 'core'],
  tasks: ['datasets', 'training', 'layers', 'losses', 'metrics', 'optimizers', 'core'],
  plots: ['tasks', 'datasets', 'selection', 'storage', 'training', 'core'],
  benchmark: ['tasks', 'selection', 'storage', 'training', 'optimizers', 'metrics', 'core'],
  queue: ['benchmark', 'tasks', 'selection', 'core'],
  report: ['benchmark', 'tasks', 'plots', 'datasets', 'selection', 'storage', 'training', 'metrics', 'core'],
};
const library = Object.keys(mayImport);
mayImport['cli'] = library;
mayImport['index.ts'] = [...library, 'train.ts'];
mayImport['train.ts'] = ['selection', 'training'];

const manifest = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
  imports: Record<string, Record<string, string>>;
};

/** The files below src/ that a file's import leads to, one for each condition of a name such as #runtime. */
function resolve(from: string, name: string): string[] {
  if (name.startsWith('.')) return [posix.join(posix.dirname(from), name).replace(/\.js$/, '.ts')];
  const targets = Object.values(manifest.imports[name] ?? {});
  const sources = targets.map((target) => target.replace(/^\.\/(src|dist)\//, '').replace(/\.js$/, '.ts'));
  return targets.length > 0 ? [...new Set(sources)] : [name];
}

/** What each file imports: paths below src/ for files of our own, else the name as it is written. */
const importsOf = (sources: ReadonlyMap<string, string>): Map<string, string[]> =>
  new Map(
    [...sources].map(([file, text]) => [
      file,
      ts.preProcessFile(text).importedFiles.flatMap(({ fileName }) => resolve(file, fileName)),
    ]),
  );

/** The first part of a path below src/: a folder, or a file that lies in src/ itself. */
const folderOf = (file: string): string => file.split('/')[0]!;

function forbiddenImports(imports: ReadonlyMap<string, readonly string[]>): string[] {
  const found: string[] = [];
  for (const [file, names] of imports) {
    const folder = folderOf(file);
    const allowed = mayImport[folder];
    if (!allowed)
      found.push(`src/${file} lies in ${folder}, which the table of test/architecture.test.ts lacks`);
    for (const name of names) {
      const complain = (why: string) => found.push(`src/${file} imports ${name}: ${why}`);
      if (name.endsWith('.ts')) {
        if (name === 'index.ts') complain('src/index.ts is for users of the package only');
        else if (!imports.has(name)) complain('there is no such file in src/');
        else if (allowed && folderOf(name) !== folder && !allowed.includes(folderOf(name)))
          complain(
            `${folder} may import ${allowed.length > 0 ? `only ${allowed.join(', ')}` : 'no other folder'}`,
          );
      } else {
        if (name.startsWith('onnxruntime-') && folder !== 'runtime')
          complain('only runtime talks to ONNX Runtime');
        if (/^choosy(\/|$)/.test(name)) complain('files of src/ import each other by path');
        if (folder === 'graph' && name !== 'pbf') complain('graph may import no package but pbf');
      }
    }
  }
  return found;
}

/** Every way round that a depth-first search meets, such as `a.ts -> b.ts -> a.ts`. */
function cycles(imports: ReadonlyMap<string, readonly string[]>): string[] {
  const found: string[] = [];
  const done = new Set<string>();
  const visit = (file: string, path: readonly string[]): void => {
    if (path.includes(file)) found.push([...path.slice(path.indexOf(file)), file].join(' -> '));
    else if (!done.has(file)) {
      for (const name of imports.get(file) ?? []) visit(name, [...path, file]);
      done.add(file);
    }
  };
  for (const file of imports.keys()) visit(file, []);
  return found;
}

const src = new URL('../src/', import.meta.url);
const files = readdirSync(src, { recursive: true, encoding: 'utf8' })
  .map((file) => file.replaceAll('\\', '/'))
  .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'));
const imports = importsOf(new Map(files.map((file) => [file, readFileSync(new URL(file, src), 'utf8')])));

test('folders import only what the table allows', () => expect(forbiddenImports(imports)).toEqual([]));

test('files do not import each other in a circle', () => expect(cycles(imports)).toEqual([]));

test('the checks see every kind of import', () => {
  const bad = importsOf(
    new Map([
      ['core/rng.ts', `import type { Graph } from '../graph/graph.js';`],
      ['graph/graph.ts', `import { rng } from '../core/rng.js';\nimport Pbf from 'pbf';\nimport 'node:fs';`],
      ['layers/dense.ts', `export * from '../losses/huber.js';`],
      ['losses/huber.ts', `import '#runtime';\nconst ort = await import('onnxruntime-node');`],
      ['runtime/node.ts', `import 'choosy/core';`],
      ['runtime/web.ts', ''],
      ['cli/main.ts', `let all: typeof import('../index.js');`],
      ['index.ts', `export { main } from './cli/main.js';`],
      ['extras/new.ts', ''],
    ]),
  );
  expect(forbiddenImports(bad)).toEqual([
    'src/core/rng.ts imports graph/graph.ts: core may import no other folder',
    'src/graph/graph.ts imports node:fs: graph may import no package but pbf',
    'src/layers/dense.ts imports losses/huber.ts: layers may import only graph, core',
    'src/losses/huber.ts imports runtime/node.ts: losses may import only graph, core',
    'src/losses/huber.ts imports runtime/web.ts: losses may import only graph, core',
    'src/losses/huber.ts imports onnxruntime-node: only runtime talks to ONNX Runtime',
    'src/runtime/node.ts imports choosy/core: files of src/ import each other by path',
    'src/cli/main.ts imports index.ts: src/index.ts is for users of the package only',
    `src/index.ts imports cli/main.ts: index.ts may import only ${library.join(', ')}, train.ts`,
    'src/extras/new.ts lies in extras, which the table of test/architecture.test.ts lacks',
  ]);
  expect(cycles(bad)).toEqual([
    'core/rng.ts -> graph/graph.ts -> core/rng.ts',
    'cli/main.ts -> index.ts -> cli/main.ts',
  ]);
});
