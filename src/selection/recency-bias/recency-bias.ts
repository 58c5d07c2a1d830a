import { atLeastOne, checkOptions, nonNegativeInteger, positiveInteger } from '../../core/check.js';
import type { Rng } from '../../core/rng.js';
import type { SelectorFactory } from '../../training/index.js';
import { randomShuffling } from '../random-shuffling/random-shuffling.js';
import { drawWithReplacement } from '../shared/draw-with-replacement.js';
import { progressOf } from '../shared/progress.js';
import { SumTree } from '../shared/sum-tree.js';

export interface RecencyBiasOptions {
  /** q: how many of the last predictions count. */
  readonly window?: number;
  /**
   * Epochs of random shuffling before; absent means a tenth of those of the run, at least 2, or 10 if it has no
   * limit.
   */
  readonly warmUp?: number;
  /** Selection pressure after the warm-up: how many times likelier the most uncertain sample is than a certain one. */
  readonly pressure?: number;
  /** Selection pressure in the last epoch of the run, or in the 100th if the run has no limit. */
  readonly finalPressure?: number;
}

/** Keeps every sample possible, and so the sum of the weights positive, under any pressure. */
const LEAST_WEIGHT = 1e-30;

/**
 * Draws samples by how uncertain the network was of them lately: the entropy of the labels that it predicted at the
 * last visits (Recency Bias; Song et al. 2020). Without classes, it is random shuffling.
 */
export const recencyBias = ({
  window = 10,
  warmUp,
  pressure = 100,
  finalPressure = 1,
}: RecencyBiasOptions = {}): SelectorFactory => {
  const schemas = {
    ...{ window: positiveInteger, warmUp: nonNegativeInteger.optional() },
    ...{ pressure: atLeastOne, finalPressure: atLeastOne },
  };
  checkOptions('recencyBias', schemas, { window, warmUp, pressure, finalPressure });
  return (samples) => {
    const { size, batchSize, labels, classes = 1, epochs = 100, rng } = samples;
    if (classes < 2 || labels.length !== size) {
      return { ...randomShuffling()(samples), name: 'recency-bias' };
    }
    const predictions = new (classes <= 256 ? Uint8Array : Uint32Array)(size * window);
    /** Tells their number, and the place of the next: from twice the window it goes back to the window. */
    const visits = new (window < 128 ? Uint8Array : Uint32Array)(size);
    const tree = new SumTree(size);
    const state = {
      ...{ predictions, visits, weights: tree.weights, sums: tree.sums },
      /** The epoch, from 1, and how many samples are still to come in it. */
      ...{ epoch: 0, left: 0 },
      // One prediction has no entropy. Kept, so that a run that is prolonged does not go back to its warm-up.
      warmUpEpochs: warmUp ?? Math.max(2, Math.round(epochs / 10)),
    };
    const counts = new Uint32Array(classes);

    /** Entropy of the last predictions over the largest that is possible; 1 if there are none. */
    const uncertainty = (sample: number): number => {
      const length = Math.min(visits[sample]!, window);
      if (length === 0) return 1;
      const start = sample * window;
      for (let i = 0; i < length; i++) counts[predictions[start + i]!]!++;
      let entropy = 0;
      for (let i = 0; i < length; i++) {
        const label = predictions[start + i]!;
        const share = counts[label]! / length;
        if (share > 0) entropy -= share * Math.log(share);
        counts[label] = 0;
      }
      return entropy / Math.log(classes);
    };

    const weighByUncertainty = () => {
      const { warmUpEpochs } = state;
      const decayed = progressOf(state.epoch - warmUpEpochs, Math.max(1, epochs - warmUpEpochs));
      const pressureNow = pressure * (finalPressure / pressure) ** decayed;
      for (let sample = 0; sample < size; sample++) {
        // Uncertainty is quantized in as many levels as there are samples.
        const level = Math.ceil((1 - uncertainty(sample)) * size);
        tree.weights[sample] = Math.max(pressureNow ** (-level / size), LEAST_WEIGHT);
      }
    };

    const beginEpoch = () => {
      state.epoch++;
      state.left = size;
      if (state.epoch > state.warmUpEpochs) weighByUncertainty();
      else tree.weights.fill(1);
      tree.rebuild();
    };

    return {
      name: 'recency-bias',
      needs: ['logitGradient'],
      state,
      select() {
        if (state.left === 0) beginEpoch();
        const count = Math.min(batchSize, state.left);
        state.left -= count;
        const isWarmUp = state.epoch <= state.warmUpEpochs;
        return {
          indices: isWarmUp ? drawAndRemove(tree, count, rng) : drawWithReplacement(tree, batchSize, rng),
        };
      },
      observe({ indices, signals: { logitGradient } }) {
        const outputs = logitGradient!.length / indices.length;
        for (let i = 0; i < indices.length; i++) {
          const sample = indices[i]!;
          const label = predictedLabel(logitGradient!, i * outputs, outputs, labels[sample]!);
          if (label < 0) continue;
          const visit = visits[sample]!;
          predictions[sample * window + (visit % window)] = label;
          visits[sample] = visit + 1 === 2 * window ? window : visit + 1;
        }
      },
    };
  };
};

/** Draws samples and leaves them with no weight: of equal weights, the next samples of a random order. */
function drawAndRemove(tree: SumTree, count: number, rng: Rng): Uint32Array {
  const drawn = new Uint32Array(count);
  for (let i = 0; i < count; i++) {
    drawn[i] = tree.find(rng.uniform() * tree.total);
    tree.set(drawn[i]!, 0);
  }
  return drawn;
}

/**
 * The class of the highest predicted probability, or −1 if they are not finite. The gradient at the logits, `outputs`
 * values from `start` on, is the probabilities less 1 at the label; or, of a network with one output for two classes,
 * the probability of class 1 less the label.
 */
function predictedLabel(gradient: Float32Array, start: number, outputs: number, label: number): number {
  let predicted = -1;
  let highest = -Infinity;
  for (let i = 0; i < outputs; i++) {
    const probability = gradient[start + i]! + (outputs === 1 ? label : i === label ? 1 : 0);
    if (!Number.isFinite(probability)) return -1;
    if (probability > highest) [highest, predicted] = [probability, i];
  }
  return outputs === 1 ? Number(highest > 0.5) : predicted;
}
