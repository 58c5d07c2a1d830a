import type { Job } from 'bullmq';
import {
  identityOf,
  originOf,
  type RunOrder,
  type RunPlan,
  runPool,
  type RunProgress,
  type RunRecord,
  runWorker,
} from '../benchmark/index.js';
import type { GroupJob, GroupProgress, GroupResult } from './group-job.js';

export interface MakeGroupOptions {
  /** Where the group is made, and at which commit. */
  readonly here: Pick<RunRecord, 'environment'> & Pick<RunOrder, 'commit' | 'dataDirectory'>;
  onResult(plan: RunPlan, record: RunRecord): void;
  onFailure(plan: RunPlan, why: string): void;
  /** Ends the run under way; what is made stays in the job. */
  readonly signal: AbortSignal;
}

/** Milliseconds between two notices of how far a run is. */
const NOTICE_INTERVAL = 1000;

/**
 * Makes the runs of a job that are missing, and keeps each in the job at once. Those that another machine has made are
 * made again, since the runs of a group are compared with each other.
 *
 * @throws If the job is no longer in the queue.
 */
export async function makeGroup(
  job: Job<GroupJob>,
  { plans, records }: GroupJob,
  { here, onResult, onFailure, signal }: MakeGroupOptions,
): Promise<GroupResult> {
  const { environment, ...rest } = here;
  const made = records.filter((record) => originOf(record) === originOf(here));
  const identities = new Set(made.map(identityOf));
  const missing = plans.filter((plan) => !identities.has(identityOf(plan)));
  const failures: GroupResult['failures'] = [];
  const tell = noticesOf(job, plans);
  await runPool<RunOrder, RunRecord, RunProgress>({
    groups: [missing.map((plan) => ({ plan: { ...plan, environment }, ...rest }))],
    // Not pinned to a core: other groups, and other workers, run on this machine too, and none knows of the other.
    ...{ worker: runWorker, jobs: 1, pin: false, signal },
    onStart: ({ plan }) => tell(plan, { epoch: 0, epochs: plan.hyperparameters.epochs }),
    onProgress: ({ plan }, progress) => tell(plan, progress),
    async onResult({ plan }, record) {
      made.push(record);
      await job.updateData({ plans, records: made });
      onResult(plan, record);
    },
    onFailure({ plan }, why) {
      failures.push({ method: plan.method, why });
      onFailure(plan, why);
    },
  });
  return { records: made, failures };
}

/** Tells all who watch the queue how far a group is: at once when a run begins, and else now and then. */
function noticesOf(job: Job<GroupJob>, plans: readonly RunPlan[]) {
  let last = -Infinity;
  const begun = new Set<number>();
  return ({ method }: RunPlan, { epoch, epochs }: RunProgress): void => {
    const now = performance.now();
    const run = plans.findIndex((plan) => plan.method === method);
    // Short runs have many turns a second.
    if (begun.has(run) && now - last < NOTICE_INTERVAL) return;
    begun.add(run);
    last = now;
    const progress: GroupProgress = { run, epoch, epochs };
    // If the job is gone, keeping the next record tells.
    job.updateProgress(progress).catch(() => undefined);
  };
}
