import { type ChildProcess, execFile, fork } from 'node:child_process';
import { availableParallelism } from 'node:os';

export interface PoolOptions<Order, Result, Progress> {
  /** Orders that one process carries out, in turns or one after the other. */
  readonly groups: readonly (readonly Order[])[];
  /**
   * A program that is sent a group in an array, and answers with messages as `WorkerMessage` says. It ends when its
   * parent disconnects.
   */
  readonly worker: URL;
  /** Processes at a time. */
  readonly jobs: number;
  /**
   * Keeps the main thread of each process on a core of its own, where the system has `taskset`. The threads that compile
   * JavaScript run where there is room: on the same core they would stop training for milliseconds.
   */
  readonly pin: boolean;
  /** Told when an order is begun, or has its turn again. */
  onStart(order: Order): void;
  onProgress?(order: Order, progress: Progress): void;
  /** Told when another order has its turn, before this one is carried out. */
  onPause?(order: Order): void;
  /** Takes a result; what it throws ends the pool. */
  onResult(order: Order, result: Result): Promise<void>;
  /** Told of an order that failed, and why; the others go on. */
  onFailure(order: Order, why: string): void;
  /** Ends the processes under way, without result, and begins no more. */
  readonly signal: AbortSignal;
}

/**
 * What a worker tells of an order: how far it is, and at last its result, or a sentence why there is none. Where orders
 * take turns, a message says whose turn it is.
 */
export type WorkerMessage<Result, Progress = never> = {
  /** Its place in the array that was sent. */
  readonly order: number;
} & ({ readonly progress: Progress } | { readonly result: Result } | { readonly error: string });

/**
 * Carries out orders in other processes, a few at a time, a new one for each group. If a process crashes, the order
 * whose turn it was is tried once more, in another one, which goes on with what is left of the group.
 */
export async function runPool<Order, Result, Progress = never>(
  options: PoolOptions<Order, Result, Progress>,
): Promise<void> {
  const { jobs, signal, pin } = options;
  const waiting = options.groups.filter(({ length }) => length > 0);
  // Whatever ends the pool ends all its processes.
  const stop = new AbortController();
  const ending = AbortSignal.any([signal, stop.signal]);
  const lane = async (_: unknown, i: number) => {
    const core = pin ? (firstCore + i) % availableParallelism() : undefined;
    for (let group = waiting.shift(); group !== undefined; group = waiting.shift()) {
      await carryOut(group, { ...options, core, signal: ending });
    }
  };
  const lanes = Array.from({ length: Math.min(jobs, waiting.length) }, lane);
  try {
    await Promise.all(lanes);
  } finally {
    stop.abort();
    await Promise.allSettled(lanes);
  }
}

interface Place {
  /** The core that the process is to stay on. */
  readonly core: number | undefined;
  /** Ends it. */
  readonly signal: AbortSignal;
}

/** Carries out a group, in one process unless it crashes. */
async function carryOut<Order, Result, Progress>(
  group: readonly Order[],
  options: PoolOptions<Order, Result, Progress> & Place,
): Promise<void> {
  const { worker, signal, onStart, onProgress, onPause, onResult, onFailure } = options;
  const left = new Set(group.map((order) => ({ order, hasCrashed: false })));
  while (left.size > 0 && !signal.aborted) {
    const sent = [...left];
    let current = sent[0];
    onStart(current!.order);
    const take = async (message: WorkerMessage<Result, Progress>) => {
      const about = sent[message.order]!;
      if (about !== current) {
        if (current) onPause?.(current.order);
        onStart(about.order);
        current = about;
      }
      if ('progress' in message) return onProgress?.(about.order, message.progress);
      left.delete(about);
      current = undefined;
      if ('result' in message) await onResult(about.order, message.result);
      else onFailure(about.order, message.error);
    };
    const orders = sent.map(({ order }) => order);
    const crash = await askWorker(worker, orders, take, options);
    if (crash === undefined || signal.aborted) return;
    const guilty = current ?? sent.find((one) => left.has(one))!;
    if (guilty.hasCrashed) {
      left.delete(guilty);
      onFailure(guilty.order, crash);
    } else {
      guilty.hasCrashed = true;
      if (current) onPause?.(current.order);
    }
  }
}

/** Two pools at a time need not begin with the same core. */
const firstCore = process.pid;

/** Characters of what a process says on standard error that are kept. */
const KEPT = 10_000;

/**
 * Has orders carried out by a new process, which is gone afterwards.
 *
 * @param take Takes what it tells, one message after the other.
 * @returns Why it crashed; undefined if it has answered all orders.
 * @throws What `take` throws.
 */
async function askWorker<Order, Result, Progress>(
  program: URL,
  orders: readonly Order[],
  take: (message: WorkerMessage<Result, Progress>) => Promise<void>,
  { core, signal }: Place,
): Promise<string | undefined> {
  const child: ChildProcess = fork(program, { stdio: ['ignore', 'ignore', 'pipe', 'ipc'] });
  if (core !== undefined && child.pid !== undefined) {
    // Where this fails (no such program, no such core), the process runs wherever the system puts it.
    execFile('taskset', ['--cpu-list', '--pid', `${core}`, `${child.pid}`], () => undefined);
  }
  let said = '';
  const kill = () => child.kill('SIGKILL');
  signal.addEventListener('abort', kill, { once: true });
  if (signal.aborted) kill();
  child.stderr!.on('data', (data: Buffer) => (said = `${said}${data.toString()}`.slice(-KEPT)));
  child.once('error', (error) => (said += error.message));
  // After a disconnect, `close` never comes (Node 20).
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));

  let unanswered = orders.length;
  let taken = Promise.resolve();
  const crash = await new Promise<string | undefined>((resolve, reject) => {
    child.on('message', (message: WorkerMessage<Result, Progress>) => {
      taken = taken.then(async () => {
        await take(message);
        if (!('progress' in message) && --unanswered === 0) resolve(undefined);
      });
      taken.catch(reject);
    });
    child.once('close', (code, killedBy) => {
      const how = killedBy === null ? `exit code ${code}` : `signal ${killedBy}`;
      const error = said.split('\n').findLast((line) => /error/i.test(line) && !/^\s+at /.test(line));
      const why = `its process ended by ${how}${error ? `: ${error.trim()}` : ''}`;
      taken.then(() => resolve(why), reject);
    });
    // Fails if the process is gone already, which `close` tells.
    child.send(orders, () => undefined);
  });
  if (crash === undefined) {
    if (child.connected) child.disconnect();
    await exited;
  }
  signal.removeEventListener('abort', kill);
  return crash;
}
