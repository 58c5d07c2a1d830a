import { datasetSize, train } from 'choosy';
import {
  describeEnvironment,
  methodsOf,
  planRuns,
  type RunOrder,
  type RunPlan,
  runPool,
  type RunRecord,
  runWorker,
} from 'choosy/benchmark';
import { measureTests, mnist, type TaskData } from 'choosy/tasks';
import type { Measured } from './measure.js';
import { compareOverhead, compareSpeed, type Row } from './row.js';

/** Runs of random shuffling on MNIST, one group a seed. */
function groupsOf(seeds: readonly number[], runs: number, epochs: number): RunPlan[][] {
  return planRuns({
    tasks: [mnist],
    methods: (task) => methodsOf(task, []).slice(0, 1),
    ...{ seeds, epochs, until: 'budget', threads: 1, environment: describeEnvironment() },
  }).map(([plan]) => Array.from({ length: runs }, () => plan!));
}

/** Seconds that it takes to make runs as `choosy compare` makes them. */
async function inPool(groups: readonly (readonly RunPlan[])[], jobs: number): Promise<number> {
  const started = performance.now();
  await runPool<RunOrder, RunRecord>({
    groups: groups.map((plans) => plans.map((plan) => ({ plan }))),
    ...{ worker: runWorker, jobs, pin: true, signal: new AbortController().signal },
    onStart: () => undefined,
    onResult: () => Promise.resolve(),
    onFailure(_, why) {
      throw new Error(why);
    },
  });
  return performance.now() - started;
}

/** The same runs without pool, processes, warm-up and account of choices, on data that is loaded already. */
async function bare(plans: readonly RunPlan[], data: TaskData): Promise<number> {
  const started = performance.now();
  for (const { seed, hyperparameters } of plans) {
    const { batchSize, learningRate, epochs, evaluateEvery } = hyperparameters;
    const { weights } = await train({
      ...{ batchSize, evaluateEvery, seed },
      trainingSet: data.trainingSet,
      evaluationSet: data.validationSet,
      model: mnist.model(data.trainingSet),
      loss: mnist.loss,
      metrics: mnist.metrics,
      optimizer: mnist.optimizer(learningRate),
      selector: methodsOf(mnist, [])[0]!.selector.create(),
      stop: { epochs },
    });
    await measureTests(mnist, data, weights);
  }
  return performance.now() - started;
}

/** What the comparison adds to the training of its runs, and what a second process brings. */
export const compare: Row = {
  name: 'compare',
  summary: 'the comparison of selectors around its runs of the MNIST CNN',
  async run({ quick, report }) {
    const [runs, epochs, rounds] = quick ? [1, 0.2, 1] : [3, 3, 2];
    const data = await mnist.load({ seed: 1 });
    const measured: Record<'whole' | 'part' | 'one' | 'two', Measured & { readonly values: number[] }> = {
      whole: { name: 'choosy compare', values: [] },
      part: { name: 'train() alone', values: [] },
      one: { name: '1 process', values: [] },
      two: { name: '2 processes', values: [] },
    };
    const [group] = groupsOf([1], runs, epochs);
    const pair = groupsOf([1, 2], 1, epochs);
    for (let round = 0; round < rounds; round++) {
      report(`round ${round + 1} of ${rounds}`);
      measured.part.values.push(await bare(group!, data));
      measured.whole.values.push(await inPool([group!], 1));
      measured.one.values.push(await inPool(pair, 1));
      measured.two.values.push(await inPool(pair, 2));
    }
    const { whole, part, one, two } = measured;
    return {
      comparisons: [
        compareOverhead(`comparison around ${runs} runs of ${epochs} epochs, MNIST`, whole, part, 2),
        compareSpeed(`comparison, 2 runs of ${epochs} epochs, MNIST`, two, one, 1.8),
      ],
      measured: Object.values(measured),
      notes: [`${datasetSize(data.trainingSet)} images; 1 thread a run.`],
    };
  },
};
