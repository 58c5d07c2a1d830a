import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { networks, type NetworkName } from './networks.js';
import { WorkerProcess } from './worker-process.js';

let python: Promise<string | undefined> | undefined;

/** The first Python that can import PyTorch; CHOOSY_PYTHON names another. */
export function findPyTorch(): Promise<string | undefined> {
  return (python ??= (async () => {
    for (const command of [process.env['CHOOSY_PYTHON'], 'python3', '/usr/bin/python3']) {
      if (command === undefined) continue;
      try {
        await promisify(execFile)(command, ['-c', 'import torch']);
        return command;
      } catch {
        // The next one may have it.
      }
    }
    return undefined;
  })());
}

/** Writes a network's data and initial weights for pytorch.py into a folder, which the caller removes. */
export async function writeWork(name: NetworkName, size: number): Promise<string> {
  const { model: makeModel, dataset, batchSize, learningRate } = networks[name];
  const model = makeModel();
  const { features, labels, sampleShape } = dataset(size);
  const folder = await mkdtemp(join(tmpdir(), 'choosy-bench-'));
  const type =
    features instanceof Uint8Array ? 'uint8' : features instanceof Int32Array ? 'int32' : 'float32';
  const weights = model.weights.map(({ path, shape, offset }) => ({ path, shape, offset }));
  const work = { network: name, batchSize, learningRate, sampleShape, features: type, weights };
  await writeFile(join(folder, 'work.json'), JSON.stringify(work));
  await writeFile(join(folder, 'features'), features);
  await writeFile(join(folder, 'labels'), labels);
  await writeFile(join(folder, 'parameters'), model.initialize(0).parameters);
  return folder;
}

export const removeWork = (folder: string): Promise<void> => rm(folder, { recursive: true, force: true });

export async function startPyTorch(folder: string, threads: number): Promise<WorkerProcess> {
  const command = (await findPyTorch())!;
  const script = fileURLToPath(new URL('pytorch.py', import.meta.url));
  return WorkerProcess.command(
    `PyTorch (${threads} thread${threads > 1 ? 's' : ''})`,
    command,
    [script, folder, `${threads}`],
    { OMP_NUM_THREADS: `${threads}`, OPENBLAS_NUM_THREADS: `${threads}` },
  );
}

export interface PyTorchInfo {
  readonly version: string;
  readonly blas: string;
  readonly gflops: number;
}

export async function aboutPyTorch(): Promise<PyTorchInfo | undefined> {
  if ((await findPyTorch()) === undefined) return undefined;
  const worker = await startPyTorch('', 1);
  try {
    return await worker.call<PyTorchInfo>({ call: 'about' });
  } finally {
    await worker.close();
  }
}
