import { z } from 'zod';

/** Counts up when records change so much that old ones cannot be read. */
export const recordVersion = 1;

const name = z.string().min(1);
const count = z.int().nonnegative();
const seconds = z.number().nonnegative();
/** JSON has no number for what is not finite. */
const number = z.number().nullable();

const planSchema = z.object({
  task: name,
  selector: name,
  /** Fixes the split of the data, the initial weights and the selector's choices. */
  seed: count,
  hyperparameters: z.object({
    batchSize: z.int().positive(),
    learningRate: z.number().positive(),
    /** The budget: the run ends after so many epochs at the latest. */
    epochs: z.number().positive(),
    evaluateEvery: z.int().positive(),
  }),
  targets: z.object({ early: z.number(), final: z.number() }),
  /** Whether the run goes on to its budget after it has reached the final target. */
  full: z.boolean(),
  threads: z.int().positive(),
  environment: z.object({ choosy: name, node: name, onnxruntime: name, processor: name }),
});

export const runRecordSchema = planSchema.extend({
  version: z.literal(recordVersion),
  /** Where in the history of the working folder it was made; absent outside a git repository. */
  commit: name.optional(),
  /** What the targets are values of, on the validation set. */
  metric: z.object({ name, higherIsBetter: z.boolean() }),
  trainingSetSize: z.int().positive(),
  /** Samples, seconds, steps, loss and metric of each, on the validation set; numbers that are not finite are null. */
  evaluations: z.array(z.tuple([count, seconds, count, number, number])),
  cost: z.object({
    seconds: z.object({
      setup: seconds,
      selection: seconds,
      scoring: seconds,
      steps: seconds,
      evaluation: seconds,
    }),
    samples: z.object({ trained: count, scored: count }),
    steps: count,
  }),
  /** `diverged` if the loss was no longer finite. */
  stoppedBy: z.enum(['epochs', 'target', 'diverged']),
  /** What the weights at the end reach on the test set, and then on any further ones; empty if the run diverged. */
  tests: z.array(z.object({ name, loss: number, metrics: z.record(z.string(), number) })),
});

/** A run that is to be made: all that its result depends on. */
export type RunPlan = z.infer<typeof planSchema>;

/** A run that has been made. Plain data. */
export type RunRecord = z.infer<typeof runRecordSchema>;

/**
 * What a run is, as a text: two with the same are the same run. The processor and the versions belong to it, since
 * seconds of different ones cannot be compared; the commit does not.
 */
export const identityOf = (run: RunPlan): string => {
  const { hyperparameters: h, targets: t, environment: e } = run;
  return JSON.stringify([
    ...[run.task, run.selector, run.seed, run.full, run.threads],
    ...[h.batchSize, h.learningRate, h.epochs, h.evaluateEvery, t.early, t.final],
    ...[e.choosy, e.node, e.onnxruntime, e.processor],
  ]);
};
