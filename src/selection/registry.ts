import type { SelectorFactory } from '../training/index.js';
import { activeBias } from './active-bias/active-bias.js';
import { adaBoundary } from './ada-boundary/ada-boundary.js';
import { adamCb } from './adam-cb/adam-cb.js';
import { biggestLosers } from './biggest-losers/biggest-losers.js';
import { blockReshuffling } from './block-reshuffling/block-reshuffling.js';
import { choosy, type ChoosyOptions } from './choosy/choosy.js';
import { classBalanced } from './class-balanced/class-balanced.js';
import { competenceCurriculum } from './competence-curriculum/competence-curriculum.js';
import { dihcl } from './dihcl/dihcl.js';
import { divbs } from './divbs/divbs.js';
import { el2n } from './el2n/el2n.js';
import { focalSampling } from './focal-sampling/focal-sampling.js';
import { forgetting } from './forgetting/forgetting.js';
import { grab } from './grab/grab.js';
import { gradMatch } from './grad-match/grad-match.js';
import { herding } from './herding/herding.js';
import { highestLoss, highestLossShare } from './highest-loss/highest-loss.js';
import { importanceSampling } from './importance-sampling/importance-sampling.js';
import { infoBatch } from './infobatch/infobatch.js';
import { kakurenbo } from './kakurenbo/kakurenbo.js';
import { lengthBucketed } from './length-bucketed/length-bucketed.js';
import { lossImportanceSampling } from './loss-importance-sampling/loss-importance-sampling.js';
import { onlineBatchSelection } from './online-batch-selection/online-batch-selection.js';
import { orderedSgd } from './ordered-sgd/ordered-sgd.js';
import { pairedReversal } from './paired-reversal/paired-reversal.js';
import { prioritizedReplay } from './prioritized-replay/prioritized-replay.js';
import { randomShuffling } from './random-shuffling/random-shuffling.js';
import { randomSubsets } from './random-subsets/random-subsets.js';
import { recencyBias } from './recency-bias/recency-bias.js';
import { selectiveBackprop } from './selective-backprop/selective-backprop.js';
import { selfPaced } from './self-paced/self-paced.js';
import { sequentialOrder } from './sequential/sequential.js';
import { shuffleOnce } from './shuffle-once/shuffle-once.js';
import { staleSelectiveBackprop } from './stale-selective-backprop/stale-selective-backprop.js';
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
  /** Whether it may give batches of half the size that was asked for; absent where it never does. */
  halvesBatches?(options: object): boolean;
}

/** All selectors, the baseline first. A new one needs an entry here, and its folder. */
export const selectors: readonly SelectorEntry[] = [
  {
    name: 'choosy',
    summary: 'the default: what still carries the gradient, in batches that are alike or of similar length',
    visitsAll: false,
    options: ['focus', 'anneal', 'explore', 'arrange', 'halve'],
    create: choosy,
    halvesBatches: ({ halve = true }: ChoosyOptions) => halve,
  },
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
  {
    name: 'prioritized-replay',
    summary: 'draws in proportion to a power of the last loss, and weights against the bias (PER)',
    visitsAll: false,
    options: ['alpha', 'beta', 'epochs'],
    create: prioritizedReplay,
  },
  {
    name: 'active-bias',
    summary: 'draws samples whose predicted probability varied most between visits',
    visitsAll: false,
    options: ['emphasis', 'burnIn'],
    create: activeBias,
  },
  {
    name: 'ada-boundary',
    summary: 'draws samples that are closest to the decision boundary',
    visitsAll: false,
    options: ['pressure', 'warmUp'],
    create: adaBoundary,
  },
  {
    name: 'biggest-losers',
    summary: 'the samples of a larger pool whose fresh loss is highest (OHEM)',
    visitsAll: false,
    options: ['pool'],
    create: biggestLosers,
  },
  {
    name: 'ordered-sgd',
    summary: 'the highest losses of every batch, fewer as training accuracy rises (Ordered SGD)',
    visitsAll: false,
    options: ['share'],
    create: orderedSgd,
  },
  {
    name: 'dihcl',
    summary: 'shrinking rounds of samples whose loss changes most per learning rate (DIHCL)',
    visitsAll: false,
    options: ['hardness', 'choice', 'discount', 'shrink', 'smallest', 'warmUp'],
    create: dihcl,
  },
  {
    name: 'self-paced',
    summary: 'easy samples first: those whose loss is below a threshold that grows',
    visitsAll: false,
    options: ['initial', 'growth'],
    create: selfPaced,
  },
  {
    name: 'importance-sampling',
    summary: 'once it pays, drawn from a scored pool by gradient norm, without bias (Katharopoulos 2018)',
    visitsAll: false,
    options: ['presample', 'threshold', 'decay'],
    create: importanceSampling,
  },
  {
    name: 'loss-importance-sampling',
    summary: 'drawn from a scored pool by loss, biased towards high losses (Katharopoulos 2017)',
    visitsAll: false,
    options: ['k', 'presample'],
    create: lossImportanceSampling,
  },
  {
    name: 'competence-curriculum',
    summary: 'from the easiest samples to all, by length or first loss, as competence grows',
    visitsAll: false,
    options: ['initial', 'epochs'],
    create: competenceCurriculum,
  },
  {
    name: 'forgetting',
    summary: 'observes, then leaves out the samples that were forgotten least',
    visitsAll: false,
    options: ['prune', 'observation'],
    create: forgetting,
  },
  {
    name: 'el2n',
    summary: 'scores all samples after a few epochs, and leaves out those of the smallest error',
    visitsAll: false,
    options: ['prune', 'after', 'score'],
    create: el2n,
  },
  {
    name: 'divbs',
    summary: 'of a scored pool, samples whose gradients add to each other towards the mean (DivBS)',
    visitsAll: false,
    options: ['pool'],
    create: divbs,
  },
  {
    name: 'recency-bias',
    summary: 'draws samples whose predicted label was most inconsistent at the last visits',
    visitsAll: false,
    options: ['window', 'warmUp', 'pressure', 'finalPressure'],
    create: recencyBias,
  },
  {
    name: 'grab',
    summary: 'all samples, in an order in which the gradients of the last epoch balance (GraB)',
    visitsAll: true,
    create: grab,
  },
  {
    name: 'herding',
    summary: 'all samples; scored pools, in greedy orders whose mean gradient stays near that of the pool',
    visitsAll: true,
    options: ['pool'],
    create: herding,
  },
  {
    name: 'online-batch-selection',
    summary: 'chances that fall with the rank of the last loss, all losses made fresh now and then',
    visitsAll: false,
    options: ['pressure', 'finalPressure', 'epochs', 'recomputeEvery'],
    create: onlineBatchSelection,
  },
  {
    name: 'selective-backprop',
    summary: 'scores every batch, trains samples by the percentile of their loss (Selective-Backprop)',
    visitsAll: false,
    options: ['beta', 'history'],
    create: selectiveBackprop,
  },
  {
    name: 'stale-selective-backprop',
    summary: 'Selective-Backprop that scores in every third pass only (StaleSB)',
    visitsAll: false,
    options: ['beta', 'history', 'staleness'],
    create: staleSelectiveBackprop,
  },
  {
    name: 'focal-sampling',
    summary: 'chances in proportion to (1 - p)², p the probability last given to the label',
    visitsAll: false,
    options: ['gamma', 'floor'],
    create: focalSampling,
  },
  {
    name: 'kakurenbo',
    summary: 'hides samples that the model is sure of, with a higher learning rate (KAKURENBO)',
    visitsAll: false,
    options: ['hidden', 'epochs'],
    create: kakurenbo,
  },
  {
    name: 'infobatch',
    summary: 'leaves out half of the samples of low loss, and weighs the rest of them twice (InfoBatch)',
    visitsAll: false,
    options: ['pruned', 'until', 'epochs'],
    create: infoBatch,
  },
  {
    name: 'adam-cb',
    summary: 'distinct samples drawn by a combinatorial bandit on gradient norms, unbiased (AdamCB)',
    visitsAll: false,
    options: ['exploration'],
    create: adamCb,
  },
  {
    name: 'grad-match',
    summary: 'rounds over a weighted tenth whose gradients match those of all samples (GRAD-MATCH)',
    visitsAll: false,
    options: ['share', 'rounds', 'lambda'],
    create: gradMatch,
  },
];
