import { DataError, ShapeError, UsageError } from '../core/errors.js';
import { formatShape, sameShape } from '../core/shape.js';
import type { Model, WeightValues } from '../layers/index.js';
import type { Loss } from '../losses/index.js';
import { checkDataset, type Dataset, labelSize } from './dataset.js';

/**
 * Refuses a data set that a model and a loss cannot be used with.
 *
 * @throws DataError, ShapeError or UsageError that names what does not fit.
 */
export function checkFit(model: Model, dataset: Dataset, loss?: Loss): void {
  checkDataset(dataset);
  const { name, sampleShape, labels, classNames } = dataset;
  if (!sameShape(sampleShape, model.inputShape)) {
    throw new ShapeError(
      `The model takes samples of shape ${formatShape(model.inputShape)}, but those of "${name}" have the shape ` +
        `${formatShape(sampleShape)}; set the model's inputShape to that.`,
    );
  }
  if (model.tokens !== undefined) checkTokens(dataset, model.tokens);
  if (!loss) return;
  if (loss.labels === 'classes' && labels instanceof Float32Array) {
    throw new UsageError(
      `${loss.name} needs integer labels (an Int32Array), but those of "${name}" are floats; ` +
        'use a regression loss such as squaredError, or give class indices.',
    );
  }
  loss.check(model.outputShape, {
    classes: classNames?.length,
    labelSize: labelSize(dataset),
  });
  if (loss.labels === 'classes' && classNames === undefined) {
    const perSample = labelSize(dataset);
    // Of several labels a sample, each is yes or no.
    const highest = perSample > 1 ? 1 : Math.max(model.outputShape[0]! - 1, 1);
    const bad = (labels as Int32Array).findIndex((label) => label < 0 || label > highest);
    if (bad >= 0) {
      throw new DataError(
        `Sample ${Math.floor(bad / perSample)} of "${name}" has the label ${labels[bad]}, but the model's output tells the classes ` +
          `0 to ${highest} apart; give labels from that range, or more outputs.`,
      );
    }
  }
}

/**
 * Refuses weights that are not those of a model.
 *
 * @throws ShapeError
 */
export function checkWeights(
  { parameterCount, statisticCount }: Model,
  { parameters, statistics }: WeightValues,
): void {
  if (parameters.length !== parameterCount || statistics.length !== statisticCount) {
    throw new ShapeError(
      `The model has ${parameterCount} parameters and ${statisticCount} statistics, but the weights given have ` +
        `${parameters.length} and ${statistics.length}; give weights of a model with the same layers.`,
    );
  }
}

function checkTokens({ name, features }: Dataset, tokens: number): void {
  const bad = features.findIndex((token) => !(token >= 0 && token < tokens && Number.isInteger(token)));
  if (bad >= 0) {
    throw new DataError(
      `The data set "${name}" holds the token ${features[bad]}, but the embedding has the tokens 0 to ${tokens - 1}; ` +
        'give it a larger inputDim, or map rare tokens to one of their own.',
    );
  }
}
