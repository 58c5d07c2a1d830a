export {
  compareOnTask,
  compareOverall,
  type Comparison,
  type OverallResult,
  type SelectorResult,
  targetNames,
  type TargetResult,
} from './comparison.js';
export { currentCommit, describeEnvironment } from './environment.js';
export { makeRun, type RunOptions } from './make-run.js';
export { planRuns, type PlanOptions } from './plan-runs.js';
export { openRecordStore, type RecordStore, type StoredRecords } from './record-store.js';
export { type PoolOptions, runPool } from './run-pool.js';
export { identityOf, type RunPlan, type RunRecord } from './run-record.js';
export { type RunOrder, runWorker } from './run-order.js';
export type { Ratio, Score } from './statistics.js';
