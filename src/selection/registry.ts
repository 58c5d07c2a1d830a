import type { SelectorFactory } from '../training/index.js';
import { blockReshuffling } from './block-reshuffling/block-reshuffling.js';
import { classBalanced } from './class-balanced/class-balanced.js';
import { highestLoss, highestLossShare } from './highest-loss/highest-loss.js';
import { lengthBucketed } from './length-bucketed/length-bucketed.js';
import { pairedReversal } from './paired-reversal/paired-reversal.js';
import { randomShuffling } from './random-shuffling/random-shuffling.js';
import { randomSubsets } from './random-subsets/random-subsets.js';
import { sequentialOrder } from './sequential/sequential.js';
import { shuffleOnce } from './shuffle-once/shuffle-once.js';
import { withReplacement } from './with-replacement/with-replacement.js';

/** A selector as the command line and reports know it. */
export interface SelectorEntry {
  /** Also the name of its folder, which has its card, README.md. */
  readonly name: string;
  /** What it does, in one line. */
  readonly summary: string;
  /** Whether, with its default options, every epoch visits every sample exactly once. */
  readonly visitsAll: boolean;
  /** Names of its options; those left out have their defaults. */
  readonly options?: readonly string[];
  /** @throws UsageError if an option is not what it must be. */
  create(options?: object): SelectorFactory;
  /** Makes it regroup what another selector chooses; absent where it cannot. */
  decorate?(of: SelectorFactory, options?: object): SelectorFactory;
  /** Share of the samples that its rounds train; absent where that is all of them, or changes. */
  keptShare?(options: object): number;
}

/** All selectors, the baseline first. A new one needs an entry here, and its folder. */
export const selectors: readonly SelectorEntry[] = [
  {
    name: 'random-shuffling',
    summary: 'all samples in a new random order every epoch: the baseline',
    visitsAll: true,
    create: randomShuffling,
  },
  {
    name: 'sequential',
    summary: 'all samples in the order of the data set',
    visitsAll: true,
    create: sequentialOrder,
  },
  {
    name: 'shuffle-once',
    summary: 'all samples in one random order, kept for all epochs',
    visitsAll: true,
    create: shuffleOnce,
  },
  {
    name: 'paired-reversal',
    summary: 'random shuffling whose every second epoch is the one before in reverse (FlipFlop)',
    visitsAll: true,
    create: pairedReversal,
  },
  {
    name: 'block-reshuffling',
    summary: 'blocks of consecutive samples in random order, a few shuffled together (CorgiPile)',
    visitsAll: true,
    options: ['blockSize', 'buffer'],
    create: blockReshuffling,
  },
  {
    name: 'with-replacement',
    summary: 'every sample of a batch drawn from all, with equal chance',
    visitsAll: false,
    create: withReplacement,
  },
  {
    name: 'random-subsets',
    summary: 'rounds over a small random subset, drawn anew for each (RS2)',
    visitsAll: false,
    options: ['share', 'replacement'],
    create: randomSubsets,
  },
  {
    name: 'class-balanced',
    summary: 'random shuffling regrouped so that every batch has the classes in proportion',
    visitsAll: true,
    options: ['pool'],
    create: (options) => classBalanced(undefined, options),
    decorate: classBalanced,
  },
  {
    name: 'length-bucketed',
    summary: 'random shuffling regrouped into batches of sequences of similar length',
    visitsAll: true,
    options: ['pool'],
    create: (options) => lengthBucketed(undefined, options),
    decorate: lengthBucketed,
  },
  {
    name: 'highest-loss',
    summary: 'mostly the samples whose last seen loss is highest, some of the rest',
    visitsAll: false,
    options: ['top', 'explore'],
    create: highestLoss,
    keptShare: highestLossShare,
  },
];
