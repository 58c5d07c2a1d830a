import { type ChildProcess, fork } from 'node:child_process';

export interface PoolOptions<Order, Result> {
  /** In the order in which they are begun. */
  readonly orders: readonly Order[];
  /**
   * A program that is sent an order, answers with `{ result }`, or with `{ error }`, a sentence, and ends. Each order
   * has a process of its own, so that none begins in the heat or with the memory of another.
   */
  readonly worker: URL;
  /** Processes at a time. */
  readonly jobs: number;
  /** Told when an order's process is started. */
  onStart(order: Order): void;
  /** Takes a result; what it throws ends the pool. */
  onResult(order: Order, result: Result): Promise<void>;
  /** Told of an order that failed, and why; the others go on. */
  onFailure(order: Order, why: string): void;
  /** Ends the processes under way, without result, and begins no more. */
  readonly signal: AbortSignal;
}

/** Carries out orders in processes of their own, a few at a time. A process that crashes is tried once more. */
export async function runPool<Order, Result>(options: PoolOptions<Order, Result>): Promise<void> {
  const { orders, jobs, signal, onStart, onResult, onFailure } = options;
  const waiting = [...orders];
  // Whatever ends the pool ends all its processes.
  const stop = new AbortController();
  const ending = AbortSignal.any([signal, stop.signal]);
  const lane = async () => {
    for (let order = waiting.shift(); order !== undefined; order = waiting.shift()) {
      if (ending.aborted) return;
      onStart(order);
      let answer = await ask<Order, Result>(options.worker, order, ending);
      if ('crash' in answer && !ending.aborted) answer = await ask(options.worker, order, ending);
      if ('result' in answer) await onResult(order, answer.result);
      else if (!ending.aborted) onFailure(order, 'crash' in answer ? answer.crash : answer.error);
    }
  };
  const lanes = Array.from({ length: Math.min(jobs, orders.length) }, lane);
  try {
    await Promise.all(lanes);
  } finally {
    stop.abort();
    await Promise.allSettled(lanes);
  }
}

type Answer<Result> = { readonly result: Result } | { readonly error: string } | { readonly crash: string };

/** Characters of what a process says on standard error that are kept. */
const KEPT = 10_000;

function ask<Order, Result>(worker: URL, order: Order, signal: AbortSignal): Promise<Answer<Result>> {
  return new Promise((resolve) => {
    const child: ChildProcess = fork(worker, { stdio: ['ignore', 'ignore', 'pipe', 'ipc'] });
    let answer: Answer<Result> | undefined;
    let said = '';
    const end = () => child.kill('SIGKILL');
    signal.addEventListener('abort', end, { once: true });
    if (signal.aborted) end();
    child.once('message', (message) => (answer = message as Answer<Result>));
    child.stderr!.on('data', (data: Buffer) => (said = `${said}${data.toString()}`.slice(-KEPT)));
    child.once('error', (error) => (said += error.message));
    child.once('close', (code, killedBy) => {
      signal.removeEventListener('abort', end);
      const how = killedBy === null ? `exit code ${code}` : `signal ${killedBy}`;
      const error = said.split('\n').findLast((line) => /error/i.test(line) && !/^\s+at /.test(line));
      resolve(answer ?? { crash: `its process ended by ${how}${error ? `: ${error.trim()}` : ''}` });
    });
    // Fails if the process is gone already, which `close` tells.
    child.send(order as object, () => undefined);
  });
}
