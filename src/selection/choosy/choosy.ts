import { checkOptions, fraction, yesOrNo } from '../../core/check.js';
import type { SelectorFactory } from '../../training/index.js';
import { allSamples } from '../shared/samples.js';
import { topFirst } from '../shared/top-k.js';
import { wholeBatches } from '../shared/whole-batches.js';
import { arrangementFor, atRandom, batchStart } from './arrange.js';
import { EffectiveShare } from './effective-share.js';

/** Nothing needs to be set; these take parts of it away, to see what they are worth. */
export interface ChoosyOptions {
  /** Whether rounds shrink to the samples that still carry the gradient; else each goes through all. */
  readonly focus?: boolean;
  /** Share of a round that is drawn from the samples it would leave out. */
  readonly explore?: number;
  /** Whether batches are made alike, or of similar length; else they are random. */
  readonly arrange?: boolean;
}

const defaults = { focus: true, explore: 0.1, arrange: true };

/**
 * Choosy's own selector. It trains in rounds, the first of which goes through all samples. Every later one takes as
 * large a share of them as carried the gradient in the round before (see {@link EffectiveShare}), those whose last
 * seen gradient norm is highest, and some of the rest, so that what is forgotten is noticed. The batches of a
 * round are alike in labels and difficulty; where samples are sequences, each has sequences of similar length.
 *
 * Nothing is scored: the norms are those of the training steps. docs/choosy-selector.md explains it.
 */
export const choosy = (options: ChoosyOptions = {}): SelectorFactory => {
  const { focus, explore, arrange } = { ...defaults, ...options };
  const schemas = { focus: yesOrNo, explore: fraction, arrange: yesOrNo };
  checkOptions('choosy', schemas, { focus, explore, arrange });
  return (samples) => {
    const { size, batchSize, rng } = samples;
    const arrangeBatches = arrange ? arrangementFor(samples) : atRandom;
    const norms = new Float32Array(size);
    const round = allSamples(size);
    /** 1 for the samples of the round that are of the rest: each stands for `weight` of them. */
    const isRest = new Uint8Array(size);
    const share = new EffectiveShare();
    const progress = { rounds: 0, length: 0, batches: 0, batch: 0, weight: 1 };
    const state = { norms, round, isRest, sums: share.sums, ...progress };

    const startRound = () => {
      const top = Math.max(1, Math.round((focus ? share.take() : 1) * size));
      const length = wholeBatches(top / (1 - explore), samples);
      isRest.fill(0);
      if (state.rounds === 0) rng.shuffle(round);
      else if (length < size) {
        topFirst(norms, top, round);
        for (let i = top; i < length; i++) {
          const j = i + rng.integer(size - i);
          const drawn = round[j]!;
          round[j] = round[i]!;
          round[i] = drawn;
          isRest[drawn] = 1;
        }
        state.weight = (size - top) / (length - top);
      }
      state.rounds++;
      state.length = length;
      state.batches = Math.ceil(length / batchSize);
      state.batch = 0;
      arrangeBatches(round.subarray(0, length), { batches: state.batches, norms, rng });
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
        for (let i = 0; i < indices.length; i++) {
          const sample = indices[i]!;
          // A norm that is no finite number tells nothing, so its sample takes its turn among the rest.
          const norm = Number.isFinite(gradientNorm[i]) ? gradientNorm[i]! : 0;
          share.add(norm, isRest[sample] ? state.weight : 1);
          norms[sample] = norm;
        }
      },
    };
  };
};
