import { adam, loadMnist, randomShuffling, softmaxCrossEntropy, train } from 'choosy';
import { BatchBuffers } from '../src/training/batch-buffers.js';
import { TrainingStep } from '../src/training/step.js';
import { networks, type NetworkName } from './networks.js';
import { serve, time } from './serve.js';

/** Arguments: the network, threads, number of samples, or "mnist" for the real ones. */
const [name, threadCount, samples] = process.argv.slice(2) as [NetworkName, string, string];
const threads = Number(threadCount);
const network = networks[name];
const model = network.model();
const loss = softmaxCrossEntropy();
const optimizer = adam({ learningRate: network.learningRate });
const trainingSet = samples === 'mnist' ? (await loadMnist()).train : network.dataset(Number(samples));
const size = trainingSet.labels.length;

/** The bare step, on batches that were gathered beforehand. */
async function makeStep() {
  const features = trainingSet.features instanceof Uint8Array ? 'uint8' : undefined;
  const step = await TrainingStep.create({
    model,
    loss,
    optimizer,
    types: {
      features: features ?? (trainingSet.features instanceof Int32Array ? 'int32' : 'float32'),
      labels: 'int32',
      labelSize: 1,
    },
    signals: [],
    threads,
    seed: 0,
    weights: model.initialize(0),
  });
  const batches = Array.from({ length: Math.floor(size / network.batchSize) }, (_, batch) => {
    const from = batch * network.batchSize;
    const indices = Uint32Array.from({ length: network.batchSize }, (_, i) => from + i);
    const tensors = new BatchBuffers(trainingSet).gather(indices);
    (tensors.coefficients.data as Float32Array).fill(1 / network.batchSize);
    return tensors;
  });
  let done = 0;
  return async () => {
    const signals = await step.run(batches[done % batches.length]!, done, network.learningRate);
    done++;
    return signals.loss.reduce((sum, value) => sum + value, 0) / network.batchSize;
  };
}

let step: Awaited<ReturnType<typeof makeStep>> | undefined;

/** Whole epochs of train(); the first one, with all set-up, apart from the others. */
async function epochs(count: number) {
  const started = performance.now();
  const perEpoch = Math.ceil(size / network.batchSize);
  let afterFirst = 0;
  let afterLast = 0;
  const { history } = await train({
    model,
    trainingSet,
    loss,
    optimizer,
    selector: randomShuffling(),
    batchSize: network.batchSize,
    threads,
    stop: { epochs: count },
    onStep: ({ step }) => {
      if (step === perEpoch) afterFirst = performance.now();
      if (step === perEpoch * count) afterLast = performance.now();
    },
  });
  return {
    first: afterFirst - started,
    others: (afterLast - afterFirst) / (count - 1),
    othersPerStep: (afterLast - afterFirst) / (count - 1) / perEpoch,
    loss: history.evaluations.at(-1)!.trainingLoss,
  };
}

await serve({
  losses: async ({ steps }) => {
    step ??= await makeStep();
    const losses: number[] = [];
    for (let i = 0; i < Number(steps); i++) losses.push(await step());
    return losses;
  },
  steps: async ({ steps }) => {
    const run = (step ??= await makeStep());
    const ms = await time(async () => {
      for (let i = 0; i < Number(steps); i++) await run();
    });
    return ms / Number(steps);
  },
  epochs: ({ count }) => epochs(Number(count)),
});
