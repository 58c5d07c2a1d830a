import { type ChildProcess, execFile, fork } from 'node:child_process';
import { availableParallelism } from 'node:os';

export interface PoolOptions<Order, Result, Progress> {
  /** Orders that one process carries out one after the other, in the order in which they are begun. */
  readonly groups: readonly (readonly Order[])[];
  /**
   * A program that is sent orders one at a time and answers each with `{ result }`, or with `{ error }`, a sentence;
   * before that, it may tell `{ progress }`. It ends when its parent disconnects.
   */
  readonly worker: URL;
  /** Processes at a time. */
  readonly jobs: number;
  /** Keeps each process on a core of its own, where the system has `taskset`. */
  readonly pin: boolean;
  /** Told when an order is begun. */
  onStart(order: Order): void;
  onProgress?(order: Order, progress: Progress): void;
  /** Takes a result; what it throws ends the pool. */
  onResult(order: Order, result: Result): Promise<void>;
  /** Told of an order that failed, and why; the others go on. */
  onFailure(order: Order, why: string): void;
  /** Ends the processes under way, without result, and begins no more. */
  readonly signal: AbortSignal;
}

/**
 * Carries out orders in other processes, a few at a time, a new one for each group. If a process crashes, its order
 * is tried once more in another one, which then goes on with the group.
 */
export async function runPool<Order, Result, Progress = never>(
  options: PoolOptions<Order, Result, Progress>,
): Promise<void> {
  const { jobs, signal, onStart, onProgress, onResult, onFailure, worker, pin } = options;
  const waiting = options.groups.filter(({ length }) => length > 0);
  // Whatever ends the pool ends all its processes.
  const stop = new AbortController();
  const ending = AbortSignal.any([signal, stop.signal]);
  const lane = async (_: unknown, core: number) => {
    for (let group = waiting.shift(); group !== undefined; group = waiting.shift()) {
      let child: Worker<Order, Result, Progress> | undefined;
      for (const order of group) {
        if (ending.aborted) break;
        onStart(order);
        const ask = () => {
          child ??= startWorker(
            worker,
            ending,
            pin ? (firstCore + core) % availableParallelism() : undefined,
          );
          return child.ask(order, (progress) => onProgress?.(order, progress));
        };
        let answer = await ask();
        if ('crash' in answer && !ending.aborted) {
          child = undefined;
          answer = await ask();
        }
        if ('crash' in answer) child = undefined;
        if ('result' in answer) await onResult(order, answer.result);
        else if (!ending.aborted) onFailure(order, 'crash' in answer ? answer.crash : answer.error);
      }
      await child?.end();
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

type Answer<Result> = { readonly result: Result } | { readonly error: string } | { readonly crash: string };
type Message<Result, Progress> = Answer<Result> | { readonly progress: Progress };

interface Worker<Order, Result, Progress> {
  ask(order: Order, onProgress: (progress: Progress) => void): Promise<Answer<Result>>;
  end(): Promise<void>;
}

/** Two pools at a time need not begin with the same core. */
const firstCore = process.pid;

/** Characters of what a process says on standard error that are kept. */
const KEPT = 10_000;

function startWorker<Order, Result, Progress>(
  program: URL,
  signal: AbortSignal,
  core: number | undefined,
): Worker<Order, Result, Progress> {
  const child: ChildProcess = fork(program, { stdio: ['ignore', 'ignore', 'pipe', 'ipc'] });
  if (core !== undefined && child.pid !== undefined) {
    // Where this fails (no such program, no such core), the process runs wherever the system puts it.
    execFile('taskset', ['--all-tasks', '--cpu-list', '--pid', `${core}`, `${child.pid}`], () => undefined);
  }
  let said = '';
  const kill = () => child.kill('SIGKILL');
  signal.addEventListener('abort', kill, { once: true });
  if (signal.aborted) kill();
  child.stderr!.on('data', (data: Buffer) => (said = `${said}${data.toString()}`.slice(-KEPT)));
  child.once('error', (error) => (said += error.message));
  const closed = new Promise<{ readonly crash: string }>((resolve) => {
    child.once('close', (code, killedBy) => {
      signal.removeEventListener('abort', kill);
      const how = killedBy === null ? `exit code ${code}` : `signal ${killedBy}`;
      const error = said.split('\n').findLast((line) => /error/i.test(line) && !/^\s+at /.test(line));
      resolve({ crash: `its process ended by ${how}${error ? `: ${error.trim()}` : ''}` });
    });
  });
  // After a disconnect, `close` never comes (Node 20).
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  return {
    ask(order, onProgress) {
      const answered = new Promise<Answer<Result>>((resolve) => {
        const listen = (message: Message<Result, Progress>) => {
          if ('progress' in message) return onProgress(message.progress);
          child.off('message', listen);
          resolve(message);
        };
        child.on('message', listen);
      });
      // Fails if the process is gone already, which `close` tells.
      child.send(order as object, () => undefined);
      return Promise.race([answered, closed]);
    },
    async end() {
      if (child.connected) child.disconnect();
      await exited;
      signal.removeEventListener('abort', kill);
    },
  };
}
