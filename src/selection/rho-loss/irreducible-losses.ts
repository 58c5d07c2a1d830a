import { mean } from '../../core/sum.js';
import { type Dataset, evaluate, train, type TrainOptions } from '../../training/index.js';
import { randomShuffling } from '../random-shuffling/random-shuffling.js';

/** What the reference model is trained on, for which training set, and how: as `train` has it. */
export interface IrreducibleLossesOptions extends Omit<TrainOptions, 'selector'> {
  /** Samples that are not in the training set: the reference model is trained on these. */
  readonly holdout: Dataset;
  /** The training set of the run that the losses are for. */
  readonly trainingSet: Dataset;
}

/**
 * Makes what trains a reference model on a holdout by random shuffling, and gives the loss that each sample of the
 * training set has under it, in the order of that set. The model may be smaller than the one to be trained.
 *
 * Nothing is done before it is called, which {@link rhoLoss} does at the first batch of a run.
 *
 * @throws what `train` throws, when called.
 */
export const irreducibleLosses =
  ({ holdout, trainingSet, ...options }: IrreducibleLossesOptions) =>
  async (): Promise<Float32Array> => {
    const { weights } = await train({ ...options, trainingSet: holdout, selector: randomShuffling() });
    const { model, loss, threads } = options;
    let losses = new Float32Array(0);
    // A metric is shown the values of all samples, where a loss is given as their mean.
    const eachLoss: NonNullable<TrainOptions['metrics']>[number] = {
      name: 'eachLoss',
      higherIsBetter: false,
      apply: (logits, labels) => loss.apply(logits, labels),
      summarize(values) {
        losses = values.slice();
        return mean(values);
      },
    };
    await evaluate({ model, weights, dataset: trainingSet, loss, metrics: [eachLoss], threads });
    return losses;
  };
