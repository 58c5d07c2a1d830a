import { copyFile, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import ts from 'typescript';
import { spread } from './measure.js';
import type { Row } from './row.js';
import { withWorkers, WorkerProcess } from './worker-process.js';

export interface MemoryUse {
  /** Highest resident set of the process so far, in MB. */
  readonly peak: number;
  /** Resident set, in MB. */
  readonly now: number;
  /** Parts of it, in MB. */
  readonly heap: number;
  readonly arrayBuffers: number;
}

const LIMIT = 400;

const root = new URL('../', import.meta.url);
/** Inside node_modules, so that the packages are found from there. */
const folder = new URL('node_modules/.cache/choosy-bench/', root);

/** Builds the package as users get it: what runs TypeScript from its sources would take 30 MB more. */
async function buildWorker(): Promise<string> {
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  const compiler = fileURLToPath(import.meta.resolve('typescript/bin/tsc'));
  const project = fileURLToPath(new URL('tsconfig.build.json', root));
  const target = fileURLToPath(new URL('dist', folder));
  await promisify(execFile)(process.execPath, [compiler, '-p', project, '--outDir', target]);
  await copyFile(new URL('package.json', root), new URL('package.json', folder));
  for (const name of ['memory-worker', 'serve']) {
    const source = await readFile(new URL(`${name}.ts`, import.meta.url), 'utf8');
    const options = { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2023 };
    const { outputText } = ts.transpileModule(source, { compilerOptions: options });
    await writeFile(new URL(`${name}.js`, folder), outputText);
  }
  return fileURLToPath(new URL('memory-worker.js', folder));
}

/** Resident set of a process that trains the MNIST CNN on MNIST, with evaluation. */
export const memory: Row = {
  name: 'memory',
  summary: 'memory of a run on MNIST',
  async run({ quick, report }) {
    const peaks: number[] = [];
    const notes: string[] = [];
    report('building the package');
    const worker = await buildWorker();
    for (let round = 0; round < (quick ? 1 : 3); round++) {
      report(`one epoch of MNIST, run ${round + 1}`);
      const args = [worker, quick ? '0.1' : '1'];
      const start = async () => [await WorkerProcess.command('Choosy', process.execPath, args, {})];
      const uses = await withWorkers(start, ([child]) =>
        child!.call<Record<string, MemoryUse>>({ call: 'run' }),
      );
      peaks.push(uses['after training']!.peak);
      if (round > 0) continue;
      for (const [when, { peak, now, heap, arrayBuffers }] of Object.entries(uses)) {
        const parts = `heap ${heap.toFixed(0)}, array buffers ${arrayBuffers.toFixed(0)}`;
        notes.push(`${when}: resident ${now.toFixed(0)} MB (${parts}), highest so far ${peak.toFixed(0)} MB`);
      }
    }
    const { median, low, high } = spread(peaks);
    return {
      comparisons: [
        {
          work: 'MNIST CNN on MNIST, one epoch and evaluation, 1 thread',
          choosy: `highest resident set: ${median.toFixed(0)} MB`,
          against: 'limit',
          ratio: `${low.toFixed(0)}–${high.toFixed(0)} MB`,
          reach: `< ${LIMIT} MB`,
          reached: median < LIMIT,
        },
      ],
      measured: [{ name: 'highest resident set, MB', values: peaks }],
      notes,
    };
  },
};
