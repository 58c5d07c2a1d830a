export { activeBias, type ActiveBiasOptions } from './active-bias/active-bias.js';
export { adaBoundary, type AdaBoundaryOptions } from './ada-boundary/ada-boundary.js';
export { adamCb, type AdamCbOptions } from './adam-cb/adam-cb.js';
export { biggestLosers, type BiggestLosersOptions } from './biggest-losers/biggest-losers.js';
export { blockReshuffling, type BlockReshufflingOptions } from './block-reshuffling/block-reshuffling.js';
export { choosy, type ChoosyOptions } from './choosy/choosy.js';
export { classBalanced } from './class-balanced/class-balanced.js';
export {
  competenceCurriculum,
  type CompetenceCurriculumOptions,
} from './competence-curriculum/competence-curriculum.js';
export { dihcl, type DihclOptions } from './dihcl/dihcl.js';
export { divbs, type DivbsOptions } from './divbs/divbs.js';
export { el2n, type El2nOptions } from './el2n/el2n.js';
export { focalSampling, type FocalSamplingOptions } from './focal-sampling/focal-sampling.js';
export { forgetting, type ForgettingOptions } from './forgetting/forgetting.js';
export { grab } from './grab/grab.js';
export { gradMatch, type GradMatchOptions } from './grad-match/grad-match.js';
export { herding, type HerdingOptions } from './herding/herding.js';
export { highestLoss, type HighestLossOptions } from './highest-loss/highest-loss.js';
export {
  importanceSampling,
  type ImportanceSamplingOptions,
} from './importance-sampling/importance-sampling.js';
export { infoBatch, type InfoBatchOptions } from './infobatch/infobatch.js';
export { kakurenbo, type KakurenboOptions } from './kakurenbo/kakurenbo.js';
export { lengthBucketed } from './length-bucketed/length-bucketed.js';
export {
  lossImportanceSampling,
  type LossImportanceSamplingOptions,
} from './loss-importance-sampling/loss-importance-sampling.js';
export {
  onlineBatchSelection,
  type OnlineBatchSelectionOptions,
} from './online-batch-selection/online-batch-selection.js';
export { orderedSgd, type OrderedSgdOptions } from './ordered-sgd/ordered-sgd.js';
export { pairedReversal } from './paired-reversal/paired-reversal.js';
export { prioritizedReplay, type PrioritizedReplayOptions } from './prioritized-replay/prioritized-replay.js';
export { randomShuffling } from './random-shuffling/random-shuffling.js';
export { randomSubsets, type RandomSubsetsOptions } from './random-subsets/random-subsets.js';
export { recencyBias, type RecencyBiasOptions } from './recency-bias/recency-bias.js';
export { selectors, type SelectorEntry } from './registry.js';
export type { RegroupOptions } from './shared/regroup.js';
export { irreducibleLosses, type IrreducibleLossesOptions } from './rho-loss/irreducible-losses.js';
export { rhoLoss, type RhoLossOptions } from './rho-loss/rho-loss.js';
export { selectiveBackprop, type SelectiveBackpropOptions } from './selective-backprop/selective-backprop.js';
export { fileIn, type NamedSelector, type SelectorFiles, selectorFromText } from './selector-text.js';
export { selfPaced, type SelfPacedOptions } from './self-paced/self-paced.js';
export { sequentialOrder } from './sequential/sequential.js';
export { shuffleOnce } from './shuffle-once/shuffle-once.js';
export {
  staleSelectiveBackprop,
  type StaleSelectiveBackpropOptions,
} from './stale-selective-backprop/stale-selective-backprop.js';
export {
  standalone,
  type SampleSignals,
  type StandaloneBatch,
  type StandaloneOptions,
  type StandaloneSelector,
} from './standalone.js';
export { withReplacement } from './with-replacement/with-replacement.js';
