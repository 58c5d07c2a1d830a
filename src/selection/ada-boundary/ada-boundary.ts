import { atLeastOne, checkOptions, nonNegativeInteger } from '../../core/check.js';
import type { SelectorFactory } from '../../training/index.js';
import { randomShuffling } from '../random-shuffling/random-shuffling.js';
import { drawWithReplacement } from '../shared/draw-with-replacement.js';
import { Round } from '../shared/round.js';
import { SumTree } from '../shared/sum-tree.js';

export interface AdaBoundaryOptions {
  /** Selection pressure: how many times likelier the sample closest to the boundary is than the farthest; from 1. */
  readonly pressure?: number;
  /** Epochs of random shuffling before; absent means 0.15 of those of the run, or 15 if it has no limit. */
  readonly warmUp?: number;
}

/** Keeps every sample possible, and so the sum of the weights positive, under any pressure. */
const LEAST_WEIGHT = 1e-30;

/**
 * Draws samples by how close they are to the decision boundary: the standard deviation of their predicted
 * probabilities, 0 where the network takes all classes for equally likely (Song et al. 2020, Ada-Boundary).
 *
 * It follows from loss and gradient norm of softmax cross-entropy. Without classes, it is random shuffling.
 */
export const adaBoundary = ({ pressure = 100, warmUp }: AdaBoundaryOptions = {}): SelectorFactory => {
  checkOptions(
    'adaBoundary',
    { pressure: atLeastOne, warmUp: nonNegativeInteger.optional() },
    { pressure, warmUp },
  );
  return (samples) => {
    const { size, batchSize, classes = 1, epochs = 100, rng } = samples;
    if (classes < 2) return { ...randomShuffling()(samples), name: 'ada-boundary' };
    const round = new Round(size);
    const tree = new SumTree(size);
    const weightAt = (level: number) => Math.max(pressure ** (-level / size), LEAST_WEIGHT);
    tree.weights.fill(weightAt(1));
    tree.rebuild();
    const state = {
      ...{ weights: tree.weights, sums: tree.sums, round: round.samples, progress: round.progress },
      // Kept, so that a run that is prolonged does not go back to its warm-up.
      warmUpEpochs: warmUp ?? Math.max(1, Math.round(0.15 * epochs)),
    };
    const farthest = Math.sqrt(classes - 1) / classes;
    return {
      name: 'ada-boundary',
      state,
      select() {
        if (round.isOver && round.count < state.warmUpEpochs) round.begin(rng);
        if (!round.isOver) return { indices: round.next(batchSize) };
        return { indices: drawWithReplacement(tree, batchSize, rng) };
      },
      observe({ indices, signals: { loss, gradientNorm } }) {
        for (let i = 0; i < indices.length; i++) {
          const distance = distanceToBoundary(loss[i]!, gradientNorm[i]!, classes);
          // Distances are quantized in as many levels as there are samples.
          const level = Math.ceil((Math.min(distance, farthest) / farthest) * size);
          if (!Number.isNaN(level)) tree.set(indices[i]!, weightAt(level));
        }
      },
    };
  };
};

/**
 * The standard deviation of the probabilities p of k classes, √(Σp²/k − 1/k²). The gradient at the logits is p less
 * 1 at the label, so its squared norm is Σp² − 2 p[label] + 1; and p[label] is exp(−loss).
 */
function distanceToBoundary(loss: number, gradientNorm: number, classes: number): number {
  const p = Math.exp(-loss);
  // Of two classes the other has the rest, also where the network has one output for both.
  const squares = classes === 2 ? p ** 2 + (1 - p) ** 2 : gradientNorm ** 2 + 2 * p - 1;
  return Math.sqrt(Math.max(0, squares / classes - 1 / classes ** 2));
}
