import { fastest, interleave, type Contestant, type Measured } from './measure.js';
import { networks, type NetworkName } from './networks.js';
import { findPyTorch, removeWork, startPyTorch, writeWork } from './pytorch.js';
import { compareSpeed, type Comparison, formatMedian, type RowOptions, type RowResult } from './row.js';
import { withWorkers, WorkerProcess } from './worker-process.js';

/** Batches that a step is measured on, in turn. */
const BATCHES = 8;
/** Steps whose losses must be the same in all engines. */
const COMPARED_STEPS = 24;

export const choosyName = (threads: number): string => `Choosy (${threads} thread${threads > 1 ? 's' : ''})`;

/** Makes rounds of about the same length for workers that can time a number of steps. */
export async function contestants(workers: readonly WorkerProcess[], roundMs: number): Promise<Contestant[]> {
  const made: Contestant[] = [];
  for (const worker of workers) {
    const stepMs = (count: number) => worker.call<number>({ call: 'steps', steps: count });
    await stepMs(3);
    const count = Math.max(1, Math.round(roundMs / (await stepMs(3))));
    await stepMs(count);
    made.push({ name: worker.name, round: () => stepMs(count) });
  }
  return made;
}

interface Goals {
  readonly pyTorch: number;
  /** Given if TensorFlow.js is to be measured, too. */
  readonly tfjs?: number;
}

/** One training step of a network, in Choosy and in other engines. */
export async function compareSteps(name: NetworkName, goals: Goals, options: RowOptions): Promise<RowResult> {
  const { quick, threads, report } = options;
  const network = networks[name];
  const size = BATCHES * network.batchSize;
  const withPyTorch = (await findPyTorch()) !== undefined;
  const folder = withPyTorch ? await writeWork(name, size) : undefined;
  const notes: string[] = [];
  try {
    const start = async () => {
      report('starting');
      const workers: WorkerProcess[] = [];
      for (const count of threads) {
        const args = [name, `${count}`, `${size}`];
        workers.push(await WorkerProcess.node(choosyName(count), 'choosy-worker.ts', args));
      }
      for (const backend of goals.tfjs === undefined ? [] : ['wasm', 'cpu']) {
        const args = [backend, name, `${size}`];
        workers.push(await WorkerProcess.node(`TensorFlow.js ${backend}`, 'tfjs-worker.ts', args));
      }
      for (const count of folder === undefined ? [] : threads) {
        const worker = await startPyTorch(folder!, count);
        report(`${worker.name} looks for its best settings`);
        const settings = await worker.call<Record<string, boolean>>({ call: 'prepare' });
        const chosen = Object.entries(settings).map(([key, value]) => `${key}=${value}`);
        notes.push(`${worker.name}: fastest with ${chosen.join(', ')}`);
        workers.push(worker);
      }
      return workers;
    };
    const measured = await withWorkers(start, async (workers) => {
      report('comparing losses');
      notes.push(await compareLosses(workers));
      return interleave(await contestants(workers, quick ? 100 : 500), quick ? 5 : 21, report);
    });
    notes.push(...measured.map((one) => formatMedian(one)));
    if (!withPyTorch) notes.push('PyTorch was not measured: no Python here can import torch.');
    return { comparisons: compare(network.title, measured, goals), measured, notes };
  } finally {
    if (folder !== undefined) await removeWork(folder);
  }
}

function compare(title: string, measured: readonly Measured[], goals: Goals): Comparison[] {
  const of = (prefix: string) => measured.filter(({ name }) => name.startsWith(prefix));
  const choosy = fastest(of('Choosy'));
  const pyTorch = of('PyTorch');
  return [
    ...of('TensorFlow.js').map((other) => compareSpeed(title, choosy, other, goals.tfjs)),
    ...(pyTorch.length > 0 ? [compareSpeed(title, choosy, fastest(pyTorch), goals.pyTorch)] : []),
  ];
}

/**
 * Lets all engines learn from the same weights and batches.
 *
 * @throws Error if one of them computes something else, since its speed would then mean nothing.
 */
async function compareLosses(workers: readonly WorkerProcess[]): Promise<string> {
  const all: number[][] = [];
  for (const worker of workers) {
    all.push(await worker.call<number[]>({ call: 'losses', steps: COMPARED_STEPS }));
  }
  const [reference] = all as [number[]];
  const fell = reference.at(-1)! < reference[0]! - 0.01;
  let largest = 0;
  all.forEach((losses, i) => {
    losses.forEach((loss, step) => {
      const difference = Math.abs(loss / reference[step]! - 1);
      largest = Math.max(largest, difference);
      if (fell && difference < 0.02) return;
      throw new Error(
        `${workers[i]!.name} has the loss ${loss} after ${step} steps, but ${workers[0]!.name} has ` +
          `${reference[step]} (first ${reference[0]}, last ${reference.at(-1)}).`,
      );
    });
  });
  const fall = `${reference[0]!.toFixed(4)} to ${reference.at(-1)!.toFixed(4)}`;
  return (
    `same weights, same batches: over ${COMPARED_STEPS} steps the loss falls from ${fall}, ` +
    `in all engines alike (largest difference ${(largest * 100).toPrecision(1)} %)`
  );
}
