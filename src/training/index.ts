export { elementTypeOf } from './compile.js';
export { type Dataset, datasetSize, type Features, type Labels } from './dataset.js';
export {
  evaluate,
  type EvaluationResult,
  type EvaluatorOptions,
  predict,
  type PredictOptions,
} from './evaluate.js';
export { exportOnnx, type ExportOptions } from './export.js';
export type { Cost, Evaluation, History } from './history.js';
export { trainingSeconds } from './history.js';
export type {
  Batch,
  BatchSelector,
  SampleInfo,
  SelectionContext,
  SelectorFactory,
  SelectorState,
  Signal,
  Signals,
  StepOutcome,
} from './selector.js';
export type { StepCost } from './step-cost.js';
export { type StopReason, train, type TrainingResult } from './train.js';
export type { CheckpointOptions, StepProgress, StopConditions, TrainOptions } from './train-options.js';
export { decodeWeights, encodeWeights } from './weights-file.js';
