import { mean } from '../../core/sum.js';
import { checkOptions, fraction, yesOrNo } from '../../core/check.js';
import type { Batch, SampleInfo, SelectorFactory, StepCost, StepOutcome } from '../../training/index.js';
import { randomShuffling } from '../random-shuffling/random-shuffling.js';
import { allSamples } from '../shared/samples.js';
import { wholeBatches } from '../shared/whole-batches.js';
import { batchStart } from './batch-start.js';
import { locateAll, microsecondsToLocate, widthOf } from './coordinates.js';
import { Kernel } from './kernel.js';
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
  /** Whether batches are of half the size, where they are alike in features and an epoch costs little more for it. */
  readonly halve?: boolean;
}

/** What a step costs as long as nothing is known of it: as much as those of small networks. */
const SMALL: StepCost = { fixed: 50, perSample: 0.3 };
/** How much of a run's time it may take to look at features for the first time. */
const SHARE_OF_LOOKING = 0.01;
/**
 * How much longer an epoch may take with batches of half the size. They have to be worth more than that: alike in features,
 * batches of half the size are about as noisy as random ones.
 */
const SHARE_OF_HALVING = 0.125;
/** Batches of fewer samples are not halved: those of less than eight can hardly be alike. */
const FEW = 16;

const defaults = { focus: true, anneal: true, explore: 0.1, arrange: true, halve: true };

/**
 * Choosy's own selector. It trains in rounds, the first of which goes through all samples. Every later one takes as
 * large a share of them as carried the gradient in the round before (see assembly/share.ts), those whose last
 * seen gradient norm is highest, and some of the rest, so that what is forgotten is noticed. Towards the end of the run
 * rounds grow to all samples again. In regression every round goes through all samples, since a squared error's
 * gradients have no bound, and those of wrong targets would be taken for the important ones. The batches of a round, and
 * of every part of it, are alike in labels, features and gradients; where samples are sequences, only those of similar
 * length are. Runs of a few milliseconds, where it would not pay, do without the features. Where batches are alike in
 * features and a step costs by the sample, as in convolutional networks, they are of half the size.
 *
 * Nothing is scored: the gradients are those of the training steps. docs/choosy-selector.md explains it.
 */
export const choosy = (options: ChoosyOptions = {}): SelectorFactory => {
  const complete = { ...defaults, ...options };
  const { focus, anneal, explore, arrange, halve } = complete;
  const schemas = { focus: yesOrNo, anneal: yesOrNo, explore: fraction, arrange: yesOrNo, halve: yesOrNo };
  checkOptions('choosy', schemas, { focus, anneal, explore, arrange, halve });
  return (samples) => {
    const parts = partsFor(samples, complete);
    if (!parts.focus && !parts.arrange) return { ...randomShuffling()(samples), name: 'choosy' };
    const rounds = new Rounds(samples, parts);
    return {
      name: 'choosy',
      ...(parts.isSigned && { needs: ['logitGradient'] as const }),
      state: rounds.state,
      select: () => rounds.nextBatch(),
      observe: (outcome) => rounds.observe(outcome),
      release: () => rounds.release(),
    };
  };
};

/** The options, less what can't be done in a run or doesn't pay there. */
interface Parts extends Required<ChoosyOptions> {
  readonly looks: boolean;
  /** Whether it goes by the gradients themselves, as in regression with one target a sample, or by their norms. */
  readonly isSigned: boolean;
}

function partsFor(samples: SampleInfo, options: Required<ChoosyOptions>): Parts {
  const { size, classes, labels, lengths } = samples;
  const isRegression = classes === undefined && labels.length === size;
  const looks = options.arrange && looksAtFeatures(samples);
  // In a regression nothing but features and lengths tells samples apart.
  const arrange = options.arrange && (!isRegression || looks || lengths !== undefined);
  return {
    ...options,
    focus: options.focus && classes !== undefined,
    arrange,
    halve: options.halve && looks && isWorthHalving(samples),
    looks,
    isSigned: isRegression && arrange,
  };
}

/**
 * The rounds of one run. They are a class, since JavaScript keeps the machine code of methods from run to run, but drops
 * that of functions that were made for a run; in runs of milliseconds, selection takes twice as long then.
 */
class Rounds {
  readonly state;
  readonly #parts: Parts;
  /** With the size that batches have. */
  readonly #samples: SampleInfo;
  readonly #kernel: Kernel;
  /** Of sequences only. */
  readonly #similarLengths: SimilarLengths | undefined;
  #isPrepared = false;

  constructor(samples: SampleInfo, parts: Parts) {
    const { labels, lengths } = samples;
    this.#parts = parts;
    this.#samples = parts.halve ? { ...samples, batchSize: Math.ceil(samples.batchSize / 2) } : samples;
    const kernel = new Kernel(samples, parts.looks ? widthOf(samples) : 0);
    this.#kernel = kernel;
    if (parts.arrange && lengths) this.#similarLengths = new SimilarLengths(samples, lengths, kernel);
    const { gradients, weights, round } = kernel;
    // Before any gradient is seen, that of a network whose outputs are all the same.
    if (parts.isSigned) setLessTheirMean(labels, gradients);
    else gradients.fill(1);
    this.state = { gradients, weights, round, length: 0, batches: 0, batch: 0, trained: 0 };
  }

  nextBatch(): Batch {
    const { state } = this;
    if (!this.#isPrepared) this.#prepare();
    if (state.batch === state.batches) this.#startRound();
    const batch = state.batch++;
    const indices = state.round.slice(this.#startOf(batch), this.#startOf(batch + 1));
    return this.#parts.halve ? { indices, scheduleSteps: 0.5 } : { indices };
  }

  /** Where a batch of the round starts. Random ones are cut as those of random shuffling, whose last may be short. */
  #startOf(batch: number): number {
    const { batches, length } = this.state;
    if (this.#parts.arrange) return batchStart(batch, batches, length);
    return Math.min(batch * this.#samples.batchSize, length);
  }

  observe({ indices, signals }: StepOutcome): void {
    const { state } = this;
    const { gradients } = state;
    const seen = this.#parts.isSigned ? signals.logitGradient! : signals.gradientNorm;
    state.trained += indices.length;
    for (let i = 0; i < indices.length; i++) {
      const gradient = seen[i]!;
      // One that is no finite number tells nothing, so its sample takes its turn among the rest.
      gradients[indices[i]!] = Number.isFinite(gradient) ? gradient : 0;
    }
  }

  release(): void {
    this.#kernel.release();
  }

  /** Puts all samples in the order that rounds are taken from: when the first one starts, so that its time counts. */
  #prepare(): void {
    const kernel = this.#kernel;
    const samples = this.#samples;
    const { looks, arrange } = this.#parts;
    if (looks) locateAll(samples, kernel);
    if (arrange && !this.#similarLengths) kernel.orderNeighbours();
    else kernel.all.set(allSamples(samples.size));
    this.#isPrepared = true;
  }

  #startRound(): void {
    const { state } = this;
    const kernel = this.#kernel;
    const { size, batchSize, rng } = this.#samples;
    const { arrange, explore } = this.#parts;
    const top = Math.max(1, Math.round(this.#nextShare() * size));
    const length = wholeBatches(top / (1 - explore), this.#samples);
    if (length < size) kernel.takeHighest(top, length);
    else kernel.takeAll();
    state.length = length;
    state.batches = Math.ceil(length / batchSize);
    state.batch = 0;
    const round = state.round.subarray(0, length);
    if (this.#similarLengths) this.#similarLengths.arrange(round, state.batches);
    else if (arrange) kernel.arrange(round, state.batches);
    else rng.shuffle(round);
  }

  /** How large a share of the samples the next round takes because of their norms. */
  #nextShare(): number {
    const { length, trained } = this.state;
    const { focus, anneal } = this.#parts;
    if (!focus || trained === 0) return 1;
    const { size, epochs = Infinity } = this.#samples;
    const left = anneal ? Math.max(0, 1 - trained / (epochs * size)) : 1;
    return this.#kernel.effectiveShare(length) ** left;
  }
}

/** Whether the run is so long that looking at features pays. */
function looksAtFeatures(samples: SampleInfo): boolean {
  const { size, features, batchSize, epochs = Infinity } = samples;
  if (!features) return false;
  const { fixed, perSample } = samples.stepCost?.() ?? SMALL;
  const epoch = Math.ceil(size / batchSize) * fixed + size * perSample;
  return microsecondsToLocate(samples) <= SHARE_OF_LOOKING * epochs * epoch;
}

function isWorthHalving({ batchSize, stepCost }: SampleInfo): boolean {
  if (batchSize < FEW || !stepCost) return false;
  const { fixed, perSample } = stepCost();
  return fixed <= SHARE_OF_HALVING * (fixed + batchSize * perSample);
}

function setLessTheirMean(targets: ArrayLike<number>, differences: Float32Array): void {
  const usual = mean(targets);
  for (let i = 0; i < targets.length; i++) differences[i] = targets[i]! - usual;
}
