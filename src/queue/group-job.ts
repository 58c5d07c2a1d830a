import { createHash } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import {
  identityOf,
  type RunPlan,
  runPlanSchema,
  type RunRecord,
  runRecordSchema,
} from '../benchmark/index.js';
import { DataError, UsageError } from '../core/errors.js';
import { selectorFromText } from '../selection/index.js';
import { type Task, tasks } from '../tasks/index.js';

/** What is sent to a worker: the runs of a task and a seed, which one process makes. */
export interface GroupJob {
  readonly plans: readonly RunPlan[];
  /** What workers have made of it so far, perhaps one that is gone. */
  readonly records: readonly RunRecord[];
}

const progressSchema = z.object({
  /** Which run of the group is under way, from 0. */
  run: z.int().nonnegative(),
  epoch: z.number().nonnegative(),
  epochs: z.number().positive(),
});

const resultSchema = z.object({
  records: z.array(runRecordSchema),
  failures: z.array(z.object({ method: z.string(), why: z.string() })),
});

/** How far a worker is with a group. */
export type GroupProgress = z.infer<typeof progressSchema>;

/** What a worker answers when it is through with a group. */
export type GroupResult = z.infer<typeof resultSchema>;

/** The same for the same runs, so that a queue has them once, whoever wants them. */
export const jobIdOf = (plans: readonly RunPlan[]): string =>
  createHash('sha256')
    .update(JSON.stringify(plans.map(identityOf)))
    .digest('hex');

/** Bounds that no honest job meets: none is to hold a worker for ever, or to take all of its memory. */
const most = { plans: 100, characters: 200, timesEpochs: 100, timesBatchSize: 100 };

const jobSchema = z.object({
  plans: z.array(runPlanSchema).min(1).max(most.plans),
  records: z.array(z.unknown()).max(most.plans),
});

/**
 * Reads a job, which anybody may have put into the queue. Nothing in it is run or opened; its task and its selectors
 * are names of what is here.
 *
 * @param version Of Choosy here.
 * @returns The job, without records that are not of its runs, and its task.
 * @throws DataError if it is not what this version of `choosy compare` sends.
 * @throws UsageError if there is no such task or selector here, or if it asks for too much.
 */
export function readGroupJob(data: unknown, version: string): GroupJob & { readonly task: Task } {
  const { success, data: job, error } = jobSchema.safeParse(data);
  if (!success) throw noJob(`${error.issues[0]!.path.join('.')}: ${error.issues[0]!.message}`);
  // What the schema does not know is missing in what it gives.
  if (!isDeepStrictEqual(job, data)) throw noJob('it has fields that none has');
  const { plans } = job;
  const [first] = plans as [RunPlan];
  for (const plan of plans) {
    if (![plan.task, plan.method, plan.selector].every(isName)) throw noJob('its names are none');
    if (plan.task !== first.task || plan.seed !== first.seed) throw noJob('it has several tasks or seeds');
    if (plan.environment.choosy !== version) {
      throw noJob(`it is for version ${printable(plan.environment.choosy)}, and this is ${version}`);
    }
    // Throws if there is none.
    selectorFromText(plan.selector);
  }
  const task = tasks.find(({ name }) => name === first.task);
  if (!task) throw new UsageError(`There is no task "${first.task}" here; \`choosy list\` shows all.`);
  for (const { threads, hyperparameters: h } of plans) {
    atMost('threads', threads, availableParallelism());
    atMost('epochs', h.epochs, most.timesEpochs * task.defaults.epochs);
    atMost('samples in a batch', h.batchSize, most.timesBatchSize * task.defaults.batchSize);
  }
  const identities = new Set(plans.map(identityOf));
  const records = job.records.flatMap((record) => {
    const { success, data } = runRecordSchema.safeParse(record);
    return success && identities.has(identityOf(data)) ? [data] : [];
  });
  return { task, plans, records };
}

/** @returns Undefined for what is none. */
export const readGroupProgress = (data: unknown): GroupProgress | undefined =>
  progressSchema.safeParse(data).data;

/**
 * Reads what a worker has answered, or a stranger in its place.
 *
 * @returns Undefined unless each of the runs either has a record or has failed.
 */
export function readGroupResult(data: unknown, plans: readonly RunPlan[]): GroupResult | undefined {
  const result = resultSchema.safeParse(data).data;
  if (!result) return undefined;
  const { records, failures } = result;
  const answered = [...records.map(({ method }) => method), ...failures.map(({ method }) => method)];
  const identities = new Set(plans.map(identityOf));
  const isRight =
    isDeepStrictEqual(answered.sort(), plans.map(({ method }) => method).sort()) &&
    records.every((record) => identities.has(identityOf(record)));
  return isRight ? result : undefined;
}

/** A text from somewhere else as one short line that cannot steer a terminal. */
export const printable = (text: string): string => text.replace(/[\p{C}\p{Zl}\p{Zp}]+/gu, ' ').slice(0, 500);

const isName = (text: string) => text.length <= most.characters && text === printable(text);

const noJob = (why: string) => new DataError(`This is no job for a worker of Choosy: ${why}.`);

function atMost(what: string, asked: number, limit: number): void {
  if (asked > limit) throw new UsageError(`The job asks for ${asked} ${what}; ${limit} is the most here.`);
}
