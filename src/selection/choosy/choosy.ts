import { checkOptions, fraction, yesOrNo } from '../../core/check.js';
import type { SelectorFactory } from '../../training/index.js';
import { allSamples } from '../shared/samples.js';
import { topK } from '../shared/top-k.js';
import { wholeBatches } from '../shared/whole-batches.js';
import { arrangementFor, atRandom, batchStart } from './arrange.js';
import { effectiveShare } from './effective-share.js';

/** Nothing needs to be set; these take parts of it away, to see what they are worth. */
export interface ChoosyOptions {
  /** Whether rounds of a classification shrink to the samples that still carry the gradient; else each goes through all. */
  readonly focus?: boolean;
  /** Whether rounds grow back to all samples towards the end of the run. */
  readonly anneal?: boolean;
  /** Share of a round that is drawn from the samples it would leave out. */
  readonly explore?: number;
  /** Whether batches are made alike, or of similar length; else they are random. */
  readonly arrange?: boolean;
}

const defaults = { focus: true, anneal: true, explore: 0.1, arrange: true };

/**
 * Choosy's own selector. It trains in rounds, the first of which goes through all samples. Every later one takes as
 * large a share of them as carried the gradient in the round before (see {@link effectiveShare}), those whose last
 * seen gradient norm is highest, and some of the rest, so that what is forgotten is noticed. Towards the end of the run
 * rounds grow to all samples again. The batches of a round are alike in labels and difficulty; where samples are
 * sequences, only those of similar length are. In regression every round goes through all samples, since a squared
 * error's gradients have no bound, and those of wrong targets would be taken for the important ones.
 *
 * Nothing is scored: the norms are those of the training steps. docs/choosy-selector.md explains it.
 */
export const choosy = (options: ChoosyOptions = {}): SelectorFactory => {
  const { focus, anneal, explore, arrange } = { ...defaults, ...options };
  const schemas = { focus: yesOrNo, anneal: yesOrNo, explore: fraction, arrange: yesOrNo };
  checkOptions('choosy', schemas, { focus, anneal, explore, arrange });
  return (samples) => {
    const { size, batchSize, classes, epochs = Infinity, rng } = samples;
    const focuses = focus && classes !== undefined;
    const norms = new Float32Array(size);
    const arrangeBatches = arrange ? arrangementFor(samples, norms) : atRandom;
    /** How many samples each one of the round stands for; 0 for those that are not in it. */
    const weights = new Float32Array(size);
    const all = allSamples(size);
    /** The samples of the round come first, in the order of its batches. */
    const round = new Uint32Array(size);
    const state = { norms, weights, round, length: 0, batches: 0, batch: 0, trained: 0 };

    /** How large a share of the samples the next round takes because of their norms. */
    const nextShare = () => {
      if (!focuses || state.trained === 0) return 1;
      const left = anneal ? Math.max(0, 1 - state.trained / (epochs * size)) : 1;
      return effectiveShare(round.subarray(0, state.length), norms, weights) ** left;
    };

    const takeAll = () => {
      round.set(all);
      if (state.length < size) weights.fill(1);
    };

    /** Takes so many samples with the highest norms, and fills the round with some of the rest. */
    const takeHighest = (top: number, length: number) => {
      weights.fill(0);
      round.set(topK(norms, top));
      for (let i = 0; i < top; i++) weights[round[i]!] = 1;
      const weight = (size - top) / (length - top);
      for (let i = top; i < length;) {
        const drawn = rng.integer(size);
        if (weights[drawn] !== 0) continue;
        weights[drawn] = weight;
        round[i++] = drawn;
      }
    };

    const startRound = () => {
      const top = Math.max(1, Math.round(nextShare() * size));
      const length = wholeBatches(top / (1 - explore), samples);
      if (length === size) takeAll();
      else takeHighest(top, length);
      const batches = Math.ceil(length / batchSize);
      arrangeBatches(round.subarray(0, length), { batches, rng });
      state.length = length;
      state.batches = batches;
      state.batch = 0;
    };

    return {
      name: 'choosy',
      state,
      select() {
        if (state.batch === state.batches) startRound();
        const { batch, batches, length } = state;
        state.batch++;
        const [start, end] = [batchStart(batch, batches, length), batchStart(batch + 1, batches, length)];
        return { indices: round.slice(start, end) };
      },
      observe({ indices, signals: { gradientNorm } }) {
        state.trained += indices.length;
        for (let i = 0; i < indices.length; i++) {
          const norm = gradientNorm[i]!;
          // A norm that is no finite number tells nothing, so its sample takes its turn among the rest.
          norms[indices[i]!] = norm < Infinity ? norm : 0;
        }
      },
    };
  };
};
