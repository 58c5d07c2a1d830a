import { z } from 'zod';

/** Counts up when records change so much that old ones cannot be read. */
export const recordVersion = 2;

const name = z.string().min(1);
const count = z.int().nonnegative();
const seconds = z.number().nonnegative();
/** JSON has no number for what is not finite. */
const number = z.number().nullable();

const goals = z.object({ early: z.number(), final: z.number() });

export const runPlanSchema = z.object({
  task: name,
  /** What is compared, as tables call it: the selector, and how the learning rate differs from the task's. */
  method: name,
  /** The selector with its options, as `selectorFromText` reads it. */
  selector: name,
  /** Fixes the split of the data, the initial weights and the selector's choices. */
  seed: count,
  hyperparameters: z.object({
    batchSize: z.int().positive(),
    /** Of the first step. */
    learningRate: z.number().positive(),
    /** The learning rate falls in a straight line to zero over so many epochs; null: it stays. */
    decayEpochs: z.number().positive().nullable(),
    /** The budget: the run ends after so many epochs at the latest. */
    epochs: z.number().positive(),
    evaluateEvery: z.int().positive(),
  }),
  /** Values of the task's first metric and of the loss, on the validation set. */
  targets: z.object({ metric: goals, loss: goals }),
  /** The run ends when it has reached these targets of metric and loss, or goes on to its budget. */
  until: z.enum(['early', 'final', 'budget']),
  threads: z.int().positive(),
  environment: z.object({ choosy: name, node: name, onnxruntime: name, processor: name }),
});

/** What a selector chose between two evaluations, or a few more of them. */
const choicesWindow = z.object({
  /** Samples trained up to its end. */
  until: count,
  /** Samples of the training set that it trained at least once. */
  distinct: count,
  /** Samples that it was the first to train. */
  first: count,
  /** Mean loss of what it trained, before each update. */
  loss: number,
  /** How often it trained samples of each class; empty without classes. */
  classes: z.array(count),
});

export const runRecordSchema = runPlanSchema.extend({
  version: z.literal(recordVersion),
  /** When the run began: a date and time of day in UTC, as ISO 8601 has it. */
  started: z.iso.datetime(),
  /** Where in the history of the working folder it was made; absent outside a git repository. */
  commit: name.optional(),
  metric: z.object({ name, higherIsBetter: z.boolean() }),
  trainingSetSize: z.int().positive(),
  /**
   * Of each evaluation: samples trained, samples scored (forward only), seconds of training, steps, and loss and
   * metric on the validation set; numbers that are not finite are null.
   */
  evaluations: z.array(z.tuple([count, count, seconds, count, number, number])),
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
  /** How often a short run was made. Seconds at evaluations are typical of all of them; all else is the same in all. */
  repeats: z.int().positive(),
  /** `diverged` if the loss was no longer finite. */
  stoppedBy: z.enum(['epochs', 'target', 'diverged']),
  choices: z.object({
    /** In order of time, each from where the last ended. */
    windows: z.array(choicesWindow),
    /** How many samples were trained 0 times, once, and so on; the last place counts all that were trained more. */
    visits: z.array(count),
    /** Index and number of visits of the samples that were trained most, in descending order. */
    most: z.array(z.tuple([count, count])),
    /** Visits of every sample; only of small training sets. */
    counts: z.array(count).optional(),
  }),
  /** What the weights at the end reach on the test set, and then on any further ones; empty if the run diverged. */
  tests: z.array(z.object({ name, loss: number, metrics: z.record(z.string(), number) })),
});

/** A run that is to be made: all that its result depends on. */
export type RunPlan = z.infer<typeof runPlanSchema>;

/** A run that has been made. Plain data. */
export type RunRecord = z.infer<typeof runRecordSchema>;

/**
 * What a run is, as a text: two with the same are the same run. Where it is made does not belong to it, nor at which
 * commit.
 */
export const identityOf = (run: RunPlan): string => {
  const { hyperparameters: h, targets: t } = run;
  return JSON.stringify([
    ...[run.task, run.method, run.selector, run.seed, run.until, run.threads],
    ...[h.batchSize, h.learningRate, h.decayEpochs, h.epochs, h.evaluateEvery],
    ...[t.metric.early, t.metric.final, t.loss.early, t.loss.final],
  ]);
};

/** What seconds depend on besides the run itself, as a text: those of different ones cannot be compared. */
export const placeOf = ({ environment: e }: Pick<RunPlan, 'environment'>): string =>
  JSON.stringify([e.choosy, e.node, e.onnxruntime, e.processor]);
