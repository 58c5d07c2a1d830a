import { checkOptions, fraction, yesOrNo } from '../../core/check.js';
import type { Batch, SampleInfo, SelectorFactory, StepOutcome } from '../../training/index.js';
import { allSamples } from '../shared/samples.js';
import { topK } from '../shared/top-k.js';
import { wholeBatches } from '../shared/whole-batches.js';
import { type Arrangement, arrangementFor, batchStart, RandomBatches } from './arrange.js';
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
  const complete = { ...defaults, ...options };
  const { focus, anneal, explore, arrange } = complete;
  const schemas = { focus: yesOrNo, anneal: yesOrNo, explore: fraction, arrange: yesOrNo };
  checkOptions('choosy', schemas, { focus, anneal, explore, arrange });
  return (samples) => {
    const rounds = new Rounds(samples, complete);
    return {
      name: 'choosy',
      state: rounds.state,
      select: () => rounds.nextBatch(),
      observe: (outcome) => rounds.observe(outcome),
    };
  };
};

/**
 * The rounds of one run. They are a class, since JavaScript keeps the machine code of methods from run to run, but drops
 * that of functions that were made for a run; in runs of milliseconds, selection takes twice as long then.
 */
class Rounds {
  readonly state;
  readonly #samples: SampleInfo;
  readonly #options: Required<ChoosyOptions>;
  readonly #all: Uint32Array;
  readonly #arrangement: Arrangement;

  constructor(samples: SampleInfo, options: Required<ChoosyOptions>) {
    const { size, classes, rng } = samples;
    this.#samples = samples;
    this.#options = { ...options, focus: options.focus && classes !== undefined };
    this.#all = allSamples(size);
    this.state = {
      /** The last seen gradient norm of every sample. */
      norms: new Float32Array(size),
      /** How many samples each one of the round stands for; 0 for those that are not in it. */
      weights: new Float32Array(size),
      /** The samples of the round come first, in the order of its batches. */
      round: new Uint32Array(size),
      ...{ length: 0, batches: 0, batch: 0, trained: 0 },
    };
    this.#arrangement = options.arrange ? arrangementFor(samples, this.state.norms) : new RandomBatches(rng);
  }

  nextBatch(): Batch {
    const { state } = this;
    if (state.batch === state.batches) this.#startRound();
    const { batch, batches, length } = state;
    state.batch++;
    const start = batchStart(batch, batches, length);
    return { indices: state.round.slice(start, batchStart(batch + 1, batches, length)) };
  }

  observe({ indices, signals: { gradientNorm } }: StepOutcome): void {
    const { state } = this;
    const { norms } = state;
    state.trained += indices.length;
    for (let i = 0; i < indices.length; i++) {
      const norm = gradientNorm[i]!;
      // A norm that is no finite number tells nothing, so its sample takes its turn among the rest.
      norms[indices[i]!] = norm < Infinity ? norm : 0;
    }
  }

  #startRound(): void {
    const { state } = this;
    const { size, batchSize } = this.#samples;
    const top = Math.max(1, Math.round(this.#nextShare() * size));
    const length = wholeBatches(top / (1 - this.#options.explore), this.#samples);
    if (length === size) this.#takeAll();
    else this.#takeHighest(top, length);
    const batches = Math.ceil(length / batchSize);
    this.#arrangement.arrange(state.round.subarray(0, length), batches);
    state.length = length;
    state.batches = batches;
    state.batch = 0;
  }

  /** How large a share of the samples the next round takes because of their norms. */
  #nextShare(): number {
    const { norms, weights, round, length, trained } = this.state;
    const { focus, anneal } = this.#options;
    if (!focus || trained === 0) return 1;
    const { size, epochs = Infinity } = this.#samples;
    const left = anneal ? Math.max(0, 1 - trained / (epochs * size)) : 1;
    return effectiveShare(round.subarray(0, length), norms, weights) ** left;
  }

  #takeAll(): void {
    const { round, weights, length } = this.state;
    round.set(this.#all);
    if (length < weights.length) weights.fill(1);
  }

  /** Takes so many samples with the highest norms, and fills the round with some of the rest. */
  #takeHighest(top: number, length: number): void {
    const { norms, weights, round } = this.state;
    const { size, rng } = this.#samples;
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
  }
}
