import { randomShuffling, train } from 'choosy';
import { mnist } from 'choosy/tasks';
import type { MemoryUse } from './memory.js';
import { serve } from './serve.js';

/** Argument: epochs. */
const [epochs] = process.argv.slice(2);

const MB = 2 ** 20;

function use(): MemoryUse {
  const { rss, heapUsed, arrayBuffers } = process.memoryUsage();
  return {
    peak: process.resourceUsage().maxRSS / 1024,
    now: rss / MB,
    heap: heapUsed / MB,
    arrayBuffers: arrayBuffers / MB,
  };
}

await serve({
  run: async () => {
    const uses: Record<string, MemoryUse> = { 'before loading': use() };
    const { trainingSet, validationSet } = await mnist.load({ seed: 0 });
    uses['MNIST loaded'] = use();
    await train({
      model: mnist.model(trainingSet),
      trainingSet,
      evaluationSet: validationSet,
      loss: mnist.loss,
      metrics: mnist.metrics,
      optimizer: mnist.optimizer(mnist.defaults.learningRate),
      selector: randomShuffling(),
      batchSize: mnist.defaults.batchSize,
      evaluateEvery: mnist.defaults.evaluateEvery,
      threads: 1,
      stop: { epochs: Number(epochs) },
      onStep: ({ step }) => {
        if (step === 10) uses['after ten steps'] = use();
      },
      onEvaluation: () => {
        uses['after the first evaluation'] ??= use();
      },
    });
    uses['after training'] = use();
    return uses;
  },
});
