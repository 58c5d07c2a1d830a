import { type SelectorFactory, train } from 'choosy';
import { iris as task } from 'choosy/tasks';

/** Trains on the samples whose last seen loss is largest; unseen samples come first. */
const largestLossFirst: SelectorFactory = ({ size, batchSize }) => {
  const lastLoss = new Float32Array(size).fill(Infinity);
  return {
    name: 'largest-loss-first',
    state: { lastLoss },
    select() {
      const order = Uint32Array.from(lastLoss.keys()).sort((a, b) => lastLoss[b]! - lastLoss[a]! || a - b);
      return { indices: order.slice(0, batchSize) };
    },
    observe: ({ indices, signals }) => indices.forEach((sample, i) => (lastLoss[sample] = signals.loss[i]!)),
  };
};

const { trainingSet, validationSet } = await task.load({ seed: 1 });
const { history } = await train({
  trainingSet,
  evaluationSet: validationSet,
  model: task.model(trainingSet),
  loss: task.loss,
  metrics: task.metrics,
  optimizer: task.optimizer(0.005),
  selector: largestLossFirst,
  batchSize: 16,
  stop: { epochs: 30 },
  seed: 1,
});
console.log('validation accuracy', history.evaluations.at(-1)?.metrics['accuracy']?.toFixed(3));
