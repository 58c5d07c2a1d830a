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

const defaults = { focus: true, anneal: true, explore: 0.1, arrange: true };

/**
 * Choosy's own selector. It trains in rounds, the first of which goes through all samples. Every later one takes as
 * large a share of them as carried the gradient in the round before (see {@link effectiveShare}), those whose last
 * seen gradient norm is highest, and some of the rest, so that what is forgotten is noticed. Towards the end of the run
 * rounds grow to all samples again. In regression every round goes through all samples, since a squared error's
 * gradients have no bound, and those of wrong targets would be taken for the important ones. The batches of a round, and
 * of every part of it, are alike in labels, features and gradients; where samples are sequences, only those of similar
 * length are.
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
      ...(rounds.isRegression && { needs: ['logitGradient'] as const }),
      state: rounds.state,
      select: () => rounds.nextBatch(),
      observe: (outcome) => rounds.observe(outcome),
    };
  };
};

/** How rounds are made. */
interface Plan {
  /** Whether it looks at the features of the samples. */
  readonly looks: boolean;
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
  /** Of one target a sample. */
  readonly isRegression: boolean;
  readonly state;
  readonly #samples: SampleInfo;
  readonly #options: Required<ChoosyOptions>;
  #plan: Plan | undefined;

  constructor(samples: SampleInfo, options: Required<ChoosyOptions>) {
    const { size, classes, labels } = samples;
    this.isRegression = classes === undefined && labels.length === size;
    this.#samples = samples;
    this.#options = { ...options, focus: options.focus && classes !== undefined };
    this.state = {
      /**
       * The last seen gradient of every sample: the norm of that at the logits, or in regression itself. Before any is
       * seen, that of a network whose outputs are all the same.
       */
      gradients: this.isRegression ? lessTheirMean(labels) : new Float32Array(size).fill(1),
      /** How many samples each one of the round stands for; 0 for those that are not in it. */
      weights: new Float32Array(size),
      /** The samples of the round come first, in the order of its batches. */
      round: new Uint32Array(size),
      ...{ rounds: 0, length: 0, batches: 0, batch: 0, trained: 0 },
    };
  }

  nextBatch(): Batch {
    const { state } = this;
    if (state.batch === state.batches) this.#startRound();
    const { batch, batches, length } = state;
    state.batch++;
    const start = batchStart(batch, batches, length);
    return { indices: state.round.slice(start, batchStart(batch + 1, batches, length)) };
  }

  observe({ indices, signals }: StepOutcome): void {
    const { state } = this;
    const { gradients } = state;
    const seen = this.isRegression ? signals.logitGradient! : signals.gradientNorm;
    state.trained += indices.length;
    for (let i = 0; i < indices.length; i++) {
      const gradient = seen[i]!;
      // One that is no finite number tells nothing, so its sample takes its turn among the rest.
      gradients[indices[i]!] = Number.isFinite(gradient) ? gradient : 0;
    }
  }

  #startRound(): void {
    const { state } = this;
    const { size, batchSize } = this.#samples;
    const top = Math.max(1, Math.round(this.#nextShare() * size));
    const length = wholeBatches(top / (1 - this.#options.explore), this.#samples);
    const { all, arrangement } = this.#planOfRound();
    if (length === size) this.#takeAll(all);
    else this.#takeHighest(all, top, length);
    state.rounds++;
    state.length = length;
    state.batches = Math.ceil(length / batchSize);
    state.batch = 0;
    const round = state.round.subarray(0, length);
    if (arrangement) arrangement.arrange(round, state.batches);
    else this.#samples.rng.shuffle(round);
  }

  /**
   * The first round does without the features, if they are few: a network that takes few makes cheap steps, of which it
   * costs a dozen to look at the features of all samples, and some runs are over before that pays.
   */
  #planOfRound(): Plan {
    const { size, features } = this.#samples;
    const looks = features !== undefined && (this.state.rounds > 0 || features.length > MANY * size);
    if (this.#plan?.looks === looks) return this.#plan;
    return (this.#plan = this.#makePlan(looks));
  }

  /** Here rather than before training, so that its time counts. */
  #makePlan(looks: boolean): Plan {
    const samples = this.#samples;
    const { lengths } = samples;
    if (!this.#options.arrange || (this.isRegression && !looks && !lengths)) {
      return { looks, all: allSamples(samples.size) };
    }
    const coordinates = looks ? coordinatesOf(samples) : noCoordinates;
    const alike = new AlikeBatches(samples, coordinates, this.state.gradients);
    return {
      ...{ looks, all: neighbours(samples, coordinates) },
      arrangement: lengths ? new SimilarLengths(samples, lengths, alike) : alike,
    };
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

function lessTheirMean(targets: ArrayLike<number>): Float32Array {
  const usual = mean(targets);
  return Float32Array.from(targets, (target) => target - usual);
}
