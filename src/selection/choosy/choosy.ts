import { mean } from '../../core/sum.js';
import { checkOptions, fraction, yesOrNo } from '../../core/check.js';
import type { Batch, SampleInfo, SelectorFactory, StepOutcome } from '../../training/index.js';
import { allSamples } from '../shared/samples.js';
import { topK } from '../shared/top-k.js';
import { wholeBatches } from '../shared/whole-batches.js';
import { AlikeBatches } from './alike-batches.js';
import { type Arrangement, batchStart } from './arrange.js';
import { coordinatesOf, MANY, noCoordinates } from './coordinates.js';
import { effectiveShare } from './effective-share.js';
import { neighbours } from './neighbours.js';
import { SimilarLengths } from './similar-lengths.js';

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

/**
 * Samples that a run has to train until looking at features pays. To look takes a millisecond or so for the first time,
 * and every round takes longer; the cheapest steps take a microsecond a sample, so that such a run takes 50 ms at least.
 * Where features are so many that components take their place, it takes ten times as long.
 */
const WORTH_LOOKING = { few: 50_000, many: 500_000 };

const defaults = { focus: true, anneal: true, explore: 0.1, arrange: true };

/**
 * Choosy's own selector. It trains in rounds, the first of which goes through all samples. Every later one takes as
 * large a share of them as carried the gradient in the round before (see {@link effectiveShare}), those whose last
 * seen gradient norm is highest, and some of the rest, so that what is forgotten is noticed. Towards the end of the run
 * rounds grow to all samples again. In regression every round goes through all samples, since a squared error's
 * gradients have no bound, and those of wrong targets would be taken for the important ones. The batches of a round, and
 * of every part of it, are alike in labels, features and gradients; where samples are sequences, only those of similar
 * length are. Runs of a few milliseconds, where it would not pay, do without the features.
 *
 * Nothing is scored: the gradients are those of the training steps. docs/choosy-selector.md explains it.
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
      ...(rounds.isSigned && { needs: ['logitGradient'] as const }),
      state: rounds.state,
      select: () => rounds.nextBatch(),
      observe: (outcome) => rounds.observe(outcome),
    };
  };
};

/** How rounds are made. */
interface Plan {
  /** All samples, in an order in which neighbours are alike. */
  readonly all: Uint32Array;
  /** Absent if batches are random. */
  readonly arrangement?: Arrangement;
}

/**
 * The rounds of one run. They are a class, since JavaScript keeps the machine code of methods from run to run, but drops
 * that of functions that were made for a run; in runs of milliseconds, selection takes twice as long then.
 */
class Rounds {
  /** Whether it goes by the gradients themselves, as in regression with one target a sample, or by their norms. */
  readonly isSigned: boolean;
  readonly #looks: boolean;
  readonly #arranges: boolean;
  readonly state;
  readonly #samples: SampleInfo;
  readonly #options: Required<ChoosyOptions>;
  #plan: Plan | undefined;

  constructor(samples: SampleInfo, options: Required<ChoosyOptions>) {
    const { size, classes, labels, lengths } = samples;
    const isRegression = classes === undefined && labels.length === size;
    this.#samples = samples;
    this.#options = { ...options, focus: options.focus && classes !== undefined };
    this.#looks = looksAtFeatures(samples);
    // In a regression nothing but features and lengths tells samples apart.
    this.#arranges = options.arrange && (!isRegression || this.#looks || lengths !== undefined);
    this.isSigned = isRegression && this.#arranges;
    this.state = {
      /**
       * The last seen gradient of every sample: the norm of that at the logits, or in regression itself. Before any is
       * seen, that of a network whose outputs are all the same.
       */
      gradients: this.isSigned ? lessTheirMean(labels) : new Float32Array(size).fill(1),
      /** How many samples each one of the round stands for; 0 for those that are not in it. */
      weights: new Float32Array(size),
      /** The samples of the round come first, in the order of its batches. */
      round: new Uint32Array(size),
      ...{ length: 0, batches: 0, batch: 0, trained: 0 },
    };
  }

  nextBatch(): Batch {
    const { state } = this;
    this.#plan ??= this.#makePlan();
    if (state.batch === state.batches) this.#startRound(this.#plan);
    const batch = state.batch++;
    return { indices: state.round.slice(this.#startOf(batch), this.#startOf(batch + 1)) };
  }

  /** Where a batch of the round starts. Random ones are cut as those of random shuffling, whose last may be short. */
  #startOf(batch: number): number {
    const { batches, length } = this.state;
    if (this.#plan!.arrangement) return batchStart(batch, batches, length);
    return Math.min(batch * this.#samples.batchSize, length);
  }

  observe({ indices, signals }: StepOutcome): void {
    const { state } = this;
    const { gradients } = state;
    const seen = this.isSigned ? signals.logitGradient! : signals.gradientNorm;
    state.trained += indices.length;
    if (!this.#arranges && !this.#options.focus) return;
    for (let i = 0; i < indices.length; i++) {
      const gradient = seen[i]!;
      // One that is no finite number tells nothing, so its sample takes its turn among the rest.
      gradients[indices[i]!] = Number.isFinite(gradient) ? gradient : 0;
    }
  }

  #startRound({ all, arrangement }: Plan): void {
    const { state } = this;
    const { size, batchSize } = this.#samples;
    const top = Math.max(1, Math.round(this.#nextShare() * size));
    const length = wholeBatches(top / (1 - this.#options.explore), this.#samples);
    // What is shuffled may as well stay as it is, so that where all rounds are, choices are those of random shuffling.
    if (length < size) this.#takeHighest(all, top, length);
    else if (arrangement || state.length < size) this.#takeAll(all);
    state.length = length;
    state.batches = Math.ceil(length / batchSize);
    state.batch = 0;
    const round = state.round.subarray(0, length);
    if (arrangement) arrangement.arrange(round, state.batches);
    else this.#samples.rng.shuffle(round);
  }

  /** Made when the first round starts rather than before training, so that its time counts. */
  #makePlan(): Plan {
    const samples = this.#samples;
    const { size, lengths } = samples;
    if (!this.#arranges) return { all: allSamples(size) };
    const coordinates = this.#looks ? coordinatesOf(samples) : noCoordinates;
    const alike = new AlikeBatches(samples, coordinates, this.state.gradients);
    if (lengths) return { all: allSamples(size), arrangement: new SimilarLengths(samples, lengths, alike) };
    return { all: neighbours(samples, coordinates), arrangement: alike };
  }

  /** How large a share of the samples the next round takes because of their norms. */
  #nextShare(): number {
    const { gradients, weights, round, length, trained } = this.state;
    const { focus, anneal } = this.#options;
    if (!focus || trained === 0) return 1;
    const { size, epochs = Infinity } = this.#samples;
    const left = anneal ? Math.max(0, 1 - trained / (epochs * size)) : 1;
    return effectiveShare(round.subarray(0, length), gradients, weights) ** left;
  }

  #takeAll(all: Uint32Array): void {
    const { round, weights, length } = this.state;
    round.set(all);
    if (length < weights.length) weights.fill(1);
  }

  /** Takes so many samples with the highest norms, and fills the round with some of the rest. */
  #takeHighest(all: Uint32Array, top: number, length: number): void {
    const { gradients, weights, round } = this.state;
    const { size, rng } = this.#samples;
    weights.fill(0);
    for (const sample of topK(gradients, top)) weights[sample] = 1;
    const weight = (size - top) / (length - top);
    for (let i = top; i < length;) {
      const drawn = rng.integer(size);
      if (weights[drawn] !== 0) continue;
      weights[drawn] = weight;
      i++;
    }
    for (let i = 0, taken = 0; taken < length; i++) {
      const sample = all[i]!;
      if (weights[sample] !== 0) round[taken++] = sample;
    }
  }
}

function looksAtFeatures({ size, features, epochs = Infinity }: SampleInfo): boolean {
  if (!features) return false;
  return epochs * size >= WORTH_LOOKING[features.length / size > MANY ? 'many' : 'few'];
}

function lessTheirMean(targets: ArrayLike<number>): Float32Array {
  const usual = mean(targets);
  return Float32Array.from(targets, (target) => target - usual);
}
