export { type CommitComparison, compareCommits } from './commit-comparison.js';
export { compareRuns, type CompareResult, type OverallResult } from './comparison.js';
export { currentCommit, describeEnvironment } from './environment.js';
export { makeRun, type RunOptions, type RunProgress } from './make-run.js';
export { baseline, type Method, methodsOf, nullMethod, requireSelectors } from './methods.js';
export { missingRuns, originOf, type Origin } from './missing-runs.js';
export { fillProcesses, planRuns, type PlanOptions } from './plan-runs.js';
export {
  distinctRuns,
  openRecordStore,
  readRecords,
  type RecordStore,
  type StoredRecords,
} from './record-store.js';
export { type PoolOptions, runPool } from './run-pool.js';
export {
  identityOf,
  placeOf,
  type RunPlan,
  runPlanSchema,
  type RunRecord,
  runRecordSchema,
} from './run-record.js';
export { type RunOrder, runWorker } from './run-order.js';
export { type LoadedSelectors, loadSelectorFiles } from './selector-files.js';
export { type Comparison, unitOf } from './method-comparison.js';
export type { NullExperiment } from './null-experiment.js';
export type { Profile } from './performance-profile.js';
export { groupRuns, type RunGroup } from './run-groups.js';
export { type Level, levels, type Outcome, outcomeOf } from './run-outcome.js';
export type { Ratio, Score } from './statistics.js';
export { type Goal, goals, type Reached, type Unit } from './time-to-target.js';
export type { GoalResult, MethodResult } from './task-comparison.js';
