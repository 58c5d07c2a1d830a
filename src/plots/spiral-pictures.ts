import { randomShuffling } from '../selection/index.js';
import type { Task } from '../tasks/index.js';
import { datasetSize, predict, train } from '../training/index.js';
import { decisionBoundary } from './decision-boundary.js';
import { formatCount } from '../core/format.js';
import { formatPercent } from './format.js';
import type { Plotter } from './plotter.js';

/** The picture of a classification of points of a plane, with the network trained as the task says. */
export const spiralPictures = (task: Task): Plotter => ({
  name: task.name,
  async pictures({ onStep, onEvaluation, ...options }) {
    const { trainingSet, validationSet } = await task.load(options);
    const model = task.model(trainingSet);
    const { loss, metrics, defaults } = task;
    const { epochs, batchSize, learningRate, evaluateEvery } = defaults;
    const { weights, history } = await train({
      ...{ model, loss, metrics, trainingSet, batchSize, evaluateEvery, onStep, onEvaluation },
      evaluationSet: validationSet,
      optimizer: task.optimizer(learningRate),
      selector: randomShuffling(),
      stop: { epochs },
      seed: options.seed,
    });
    const accuracy = history.evaluations.at(-1)!.metrics[metrics[0].name]!;
    return [
      await decisionBoundary(trainingSet, {
        title: 'Spirals: what the trained network answers',
        subtitle: [
          `Points: the ${formatCount(datasetSize(trainingSet))} training samples. Background: the network's answer, ` +
            'fainter where it is less sure.',
          `Line: where the answer changes. After ${epochs} epochs, ` +
            `${formatPercent(accuracy)} of the validation samples are right.`,
        ],
        predict: (features) => predict({ model, weights, features }),
      }),
    ];
  },
});
