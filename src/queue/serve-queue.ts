import { type Processor, UnrecoverableError, WaitingError, Worker } from 'bullmq';
import { currentCommit, describeEnvironment, runPool } from '../benchmark/index.js';
import { DataError } from '../core/errors.js';
import type { Task } from '../tasks/index.js';
import { type GroupJob, type GroupResult, readGroupJob } from './group-job.js';
import { loadData, type LoadOrder } from './load-order.js';
import { makeGroup, type MakeGroupOptions } from './make-group.js';
import { openQueue, type OpenQueueOptions } from './open-queue.js';

export interface ServeOptions extends Omit<OpenQueueOptions, 'version'>, Omit<MakeGroupOptions, 'here'> {
  /** Groups of runs at a time. */
  readonly jobs: number;
  /** Where this worker looks for data sets first. */
  readonly dataDirectory?: string | undefined;
}

/**
 * Milliseconds. A worker renews its lock on a group twice in `lockDuration`; when it does not, because it was killed or
 * cut off, the others see so at one of the next checks, and one of them takes the group.
 */
const locks = { lockDuration: 10_000, stalledInterval: 2_000 };

/** Workers that may be lost over one group before it fails, or a group that kills its worker would kill them all. */
const MOST_LOST = 10;

/**
 * Makes the runs that are in a queue, until its signal says to end: then the groups under way are put back.
 *
 * @throws UsageError if the address of the queue is none.
 * @throws DataError if no Redis answers there, or none any more; or if the data of a task cannot be had here.
 */
export async function serveQueue(options: ServeOptions): Promise<void> {
  const { jobs, dataDirectory, say } = options;
  const here = { environment: describeEnvironment(), commit: currentCommit(), dataDirectory };
  const version = here.environment.choosy;
  const open = await openQueue({ ...options, version });
  const { queue, connection, address, lost } = open;
  const unfit = new AbortController();
  const ending = AbortSignal.any([options.signal, lost, unfit.signal]);

  // A worker without data ends, since it would spoil one group after the other, which others could make.
  const load = ({ name }: Task, seed: number) =>
    runPool<LoadOrder, true, string>({
      groups: [[{ task: name, seed, dataDirectory }]],
      ...{ worker: loadData, jobs: 1, pin: false, signal: ending },
      onStart: () => undefined,
      onProgress: (_, message) => say(message),
      onResult: () => Promise.resolve(),
      onFailure: (_, why) => unfit.abort(new DataError(`This worker cannot load ${name}: ${why}`)),
    });
  const loaded = new Map<Task, Promise<void>>();

  const work: Processor<GroupJob, GroupResult> = async (job, token, taken) => {
    const { task, ...group } = forGood(() => readGroupJob(job.data, version));
    if (!loaded.has(task)) loaded.set(task, load(task, group.plans[0]!.seed));
    await loaded.get(task);
    const signal = AbortSignal.any([ending, taken!]);
    const result = await makeGroup(job, group, { ...options, here, signal });
    if (ending.aborted) {
      await job.moveToWait(token);
      throw new WaitingError();
    }
    taken!.throwIfAborted();
    return result;
  };

  const worker = new Worker<GroupJob, GroupResult>(queue.name, work, {
    ...{ connection, concurrency: jobs, ...locks, maxStalledCount: MOST_LOST },
  });
  // A lost connection is told elsewhere, and the rest is about groups that are no longer this worker's.
  worker.on('error', () => undefined);
  worker.on('lockRenewalFailed', (ids) => ids.forEach((id) => worker.cancelJob(id)));
  say(`Waiting for runs from ${address}, ${jobs} at a time; Ctrl-C ends.`);
  await new Promise<void>((resolve) => {
    if (ending.aborted) resolve();
    ending.addEventListener('abort', () => resolve(), { once: true });
  });
  // Without a connection there is nobody to give groups back to; they are missed soon.
  await worker.close(!open.isConnected());
  await open.close();
  lost.throwIfAborted();
  unfit.signal.throwIfAborted();
}

/** Makes an error one that stays, whatever its job says about trying again. */
function forGood<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw new UnrecoverableError((error as Error).message);
  }
}
