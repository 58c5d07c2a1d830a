import { accuracy, adam, dense, iris, sequential, softmaxCrossEntropy, splitDataset, train } from 'choosy';

const { train: trainingSet, test: evaluationSet } = splitDataset(iris(), {
  fractions: { validation: 0, test: 0.3 },
  seed: 1,
});
const model = sequential([dense(16, { activation: 'relu' }), dense(3)], { inputShape: [4] });
console.log(model.summary());

const { history, cost } = await train({
  model,
  trainingSet,
  evaluationSet,
  loss: softmaxCrossEntropy(),
  metrics: [accuracy()],
  optimizer: adam({ learningRate: 0.01 }),
  // selector: choosy() if none is given; or randomShuffling(), or your own
  batchSize: 16,
  stop: { epochs: 60 },
  seed: 1,
});
console.log('test accuracy', history.evaluations.at(-1)?.metrics['accuracy']?.toFixed(3));
console.log('samples trained', cost.samples.trained);
