import { checkOptions, nonNegativeInteger, oneOf } from '../../core/check.js';
import type { SelectorFactory } from '../../training/index.js';
import { drawWithReplacement } from '../shared/draw-with-replacement.js';
import { allSamples } from '../shared/samples.js';
import { SumTree } from '../shared/sum-tree.js';

export interface ActiveBiasOptions {
  /** What makes a sample uncertain: that its probabilities vary, or that their mean is close to 1/2. */
  readonly emphasis?: 'variance' | 'closeness';
  /**
   * Epochs of random shuffling before, in which the first probabilities are seen; absent means a tenth of those of the
   * run, but at least 2, or 10 if it has no limit.
   */
  readonly burnIn?: number;
}

/** Visits are counted up to here, in one byte; the statistics then forget, each new probability counting 1/255. */
const MOST_VISITS = 255;

/**
 * Draws samples in proportion to how uncertain the network was of their label: by the variance of the probabilities
 * of the label over all visits (SGD-SPV), or by how close their mean is to the threshold of 1/2 (SGD-STC), plus a
 * constant (Chang, Learned-Miller and McCallum 2017).
 *
 * The probability of the label is exp(−loss), as of softmax cross-entropy.
 */
export const activeBias = ({ emphasis = 'variance', burnIn }: ActiveBiasOptions = {}): SelectorFactory => {
  const rules = { emphasis: oneOf('variance', 'closeness'), burnIn: nonNegativeInteger.optional() };
  checkOptions('activeBias', rules, { emphasis, burnIn });
  return ({ size, batchSize, epochs = 100, rng }) => {
    // A variance takes two visits.
    const burnInRounds = burnIn ?? Math.max(2, Math.round(epochs / 10));
    const visits = new Uint8Array(size);
    const mean = new Float32Array(size);
    const variance = new Float32Array(size);
    const tree = new SumTree(size);
    // The order of the burn-in lies where the weights come to lie when it is over, which saves 4 bytes a sample.
    const order = new Uint32Array(tree.weights.buffer);
    order.set(allSamples(size));
    const state = {
      ...{ visits, mean, variance, weights: tree.weights, sums: tree.sums },
      // Rounds of the burn-in that were begun, samples of the last that were given; the constant, 0 in the burn-in.
      ...{ rounds: 0, given: size, smoothing: 0 },
    };

    const beginRound = () => {
      rng.shuffle(order);
      state.rounds++;
      state.given = 0;
    };

    const take = (sample: number, probability: number) => {
      const n = Math.min(visits[sample]! + 1, MOST_VISITS);
      const deviation = probability - mean[sample]!;
      visits[sample] = n;
      mean[sample]! += deviation / n;
      variance[sample] = ((n - 1) / n) * (variance[sample]! + deviation ** 2 / n);
    };

    const uncertainty = (sample: number): number => {
      if (emphasis === 'closeness') return mean[sample]! * (1 - mean[sample]!);
      const n = visits[sample]!;
      const v = variance[sample]!;
      // The second term is the variance of the estimate: a confidence bound, for probabilities that are normal.
      return n > 1 ? Math.sqrt(v + v ** 2 / (n - 1)) : 0;
    };

    /** From here on samples are drawn, with the mean uncertainty as the constant. */
    const endBurnIn = () => {
      let sum = 0;
      for (let i = 0; i < size; i++) sum += uncertainty(i);
      state.smoothing = sum / size || 1;
      for (let i = 0; i < size; i++) tree.weights[i] = uncertainty(i) + state.smoothing;
      tree.rebuild();
    };

    return {
      name: 'active-bias',
      state,
      select() {
        if (state.smoothing === 0 && state.given === size) {
          if (state.rounds < burnInRounds) beginRound();
          else endBurnIn();
        }
        if (state.smoothing > 0) return { indices: drawWithReplacement(tree, batchSize, rng) };
        const indices = order.slice(state.given, state.given + batchSize);
        state.given += indices.length;
        return { indices };
      },
      observe({ indices, signals }) {
        for (let i = 0; i < indices.length; i++) {
          const sample = indices[i]!;
          const loss = signals.loss[i]!;
          if (!Number.isFinite(loss)) continue;
          // Rounded as the mean is, so that equal probabilities have no variance.
          take(sample, Math.fround(Math.min(1, Math.exp(-loss))));
          if (state.smoothing > 0) tree.set(sample, uncertainty(sample) + state.smoothing);
        }
      },
    };
  };
};
