import { type Queue, QueueEvents } from 'bullmq';
import { describeEnvironment, type RunPlan, type RunProgress, type RunRecord } from '../benchmark/index.js';
import { type GroupJob, jobIdOf, printable, readGroupProgress, readGroupResult } from './group-job.js';
import { openQueue, type OpenQueueOptions } from './open-queue.js';

export interface QueueRunOptions extends Omit<OpenQueueOptions, 'version'> {
  /** The runs of a group are made by one worker. */
  readonly groups: readonly (readonly RunPlan[])[];
  /** Told when a run is begun, or has its turn again. */
  onStart(plan: RunPlan): void;
  onProgress(plan: RunPlan, progress: RunProgress): void;
  /**
   * Told when a run is no longer under way: another one has its turn, it is made but not delivered before its group is,
   * or it is put back.
   */
  onPause(plan: RunPlan): void;
  /** Takes a result, when its group is complete; what it throws ends the comparison. */
  onResult(plan: RunPlan, record: RunRecord): Promise<void>;
  onFailure(plan: RunPlan, why: string): void;
  /** Told now and then how many workers are connected. */
  onWorkers(count: number): void;
  /** Ends waiting, and takes what is not begun out of the queue. */
  readonly signal: AbortSignal;
}

/** Milliseconds between looks at all groups, for what no event has told. */
const LOOK_INTERVAL = 10_000;

/** Milliseconds for which one read waits for events; so long may the end of a comparison take that has lost Redis. */
const READ_TIMEOUT = 1000;

/** Seconds for which Redis keeps results that nobody takes. */
const KEPT = 7 * 24 * 3600;

/**
 * Has runs made by the workers of a queue. What they have made of them before, for a comparison that was ended, is
 * taken first. Another comparison may wait for the same group: each gets its records.
 *
 * @throws UsageError if the address of the queue is none.
 * @throws DataError if no Redis answers there, or none any more.
 */
export async function runOnQueue(options: QueueRunOptions): Promise<void> {
  const { groups, signal, say } = options;
  const { choosy: version } = describeEnvironment();
  const open = await openQueue({ ...options, version });
  const { queue, connection, address, lost } = open;
  const lastEventId = await eventIdNow(queue);
  const events = new QueueEvents(queue.name, { connection, lastEventId, blockingTimeout: READ_TIMEOUT });
  // Lost connections are told elsewhere; events that are missed meanwhile are made up for by looking.
  events.on('error', () => undefined);
  const pending = new Map(groups.map((plans) => [jobIdOf(plans), plans]));
  const running = new Map<string, RunPlan>();
  let left = pending.size;
  let workers: number | undefined;

  const pause = (id: string) => {
    const plan = running.get(id);
    if (plan) options.onPause(plan);
    running.delete(id);
  };
  const add = async (id: string, plans: readonly RunPlan[]) => {
    const [{ task, seed }] = plans as [RunPlan];
    const job: GroupJob = { plans, records: [] };
    const keep = { removeOnComplete: { age: KEPT }, removeOnFail: { age: KEPT } };
    await queue.add(`${task}/${seed}`, job, { jobId: id, ...keep });
  };
  /** Ends waiting for a group. */
  const settle = async (id: string, tell: (plans: readonly RunPlan[]) => Promise<void>) => {
    const plans = pending.get(id);
    if (!plans) return;
    pending.delete(id);
    pause(id);
    await tell(plans);
    await queue.remove(id);
    left--;
  };
  const fail = (id: string, why: string) =>
    settle(id, async (plans) => plans.forEach((plan) => options.onFailure(plan, printable(why))));
  const take = (id: string, returned: unknown) =>
    settle(id, async (plans) => {
      const planOf = (method: string) => plans.find((plan) => plan.method === method)!;
      const result = readGroupResult(returned, plans);
      for (const record of result?.records ?? []) await options.onResult(planOf(record.method), record);
      const failures =
        result?.failures ?? plans.map(({ method }) => ({ method, why: 'what came back is no result' }));
      for (const { method, why } of failures) options.onFailure(planOf(method), printable(why));
    });
  /** Makes sure that the queue has a group, or that we have its result. */
  const look = async (id: string, isFirst = false) => {
    const plans = pending.get(id);
    if (!plans) return;
    let state = await queue.getJobState(id);
    if (state === 'failed' && isFirst) {
      // That was told the comparison which had it made; now it is tried again.
      await queue.remove(id);
      state = 'unknown';
    }
    // An event may have been faster.
    if (!pending.has(id)) return;
    if (state === 'unknown') return add(id, plans);
    if (state !== 'completed' && state !== 'failed') return;
    const job = await queue.getJob(id);
    if (job) await (state === 'completed' ? take(id, job.returnvalue) : fail(id, job.failedReason));
  };
  const lookAtAll = async (isFirst = false) => {
    await Promise.all([...pending.keys()].map((id) => look(id, isFirst)));
    await countWorkers();
  };
  const countWorkers = async () => {
    const count = await queue.getWorkersCount();
    if (count === 0 && workers !== 0) {
      say(`No worker of Choosy ${version} is there; start some with \`choosy worker --queue ${address}\`.`);
    }
    workers = count;
    options.onWorkers(count);
  };

  let timer: NodeJS.Timeout | undefined;
  try {
    await new Promise<void>((resolve, reject) => {
      signal.addEventListener('abort', () => resolve(), { once: true });
      lost.addEventListener('abort', () => reject(lost.reason as Error), { once: true });
      if (signal.aborted) resolve();
      const then = (work: Promise<void>) => void work.then(() => left === 0 && resolve(), reject);
      events.on('progress', ({ jobId, data }) => {
        const progress = readGroupProgress(data);
        const plan = progress && pending.get(jobId)?.[progress.run];
        if (!plan) return;
        if (running.get(jobId) !== plan) {
          pause(jobId);
          running.set(jobId, plan);
          options.onStart(plan);
        }
        options.onProgress(plan, progress);
      });
      events.on('active', () => then(countWorkers()));
      events.on('waiting', ({ jobId }) => pause(jobId));
      events.on('completed', ({ jobId, returnvalue }) => then(take(jobId, returnvalue)));
      events.on('failed', ({ jobId, failedReason }) => then(fail(jobId, failedReason)));
      events.on('removed', ({ jobId }) => then(look(jobId)));
      open.onBack(() => then(lookAtAll()));
      timer = setInterval(() => then(lookAtAll()), LOOK_INTERVAL);
      then(lookAtAll(true));
    });
  } finally {
    clearInterval(timer);
    const notBegun = [...pending.keys()];
    // So that nothing puts them back.
    pending.clear();
    if (open.isConnected()) {
      // All that no worker has locked.
      await Promise.all(notBegun.map((id) => queue.remove(id)));
      await events.close();
    } else {
      // To close in good order is to wait for an answer.
      events.close().catch(() => undefined);
      await events.getBackend().close(true);
    }
    await open.close();
  }
}

/** Events after this one are new: their names are milliseconds of the server's clock. */
async function eventIdNow(queue: Queue): Promise<string> {
  const client = await queue.getBackend().client;
  const [seconds, microseconds] = (await client.runCommand('time', [])) as [string, string];
  return `${1000 * Number(seconds) + Math.floor(Number(microseconds) / 1000)}-0`;
}
