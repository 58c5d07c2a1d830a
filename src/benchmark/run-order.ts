import type { RunPlan } from './run-record.js';

/** What a process that makes runs is sent. */
export interface RunOrder {
  readonly plan: RunPlan;
  readonly dataDirectory?: string | undefined;
  readonly commit?: string | undefined;
  /** Whether the selector may be a file, whose code is run. Never set it for a plan that came from elsewhere. */
  readonly runsFiles?: boolean;
}

/** The program of that process, compiled or not, as this file is. */
export const runWorker = new URL(import.meta.url.replace(/run-order(\.[jt]s).*$/, 'run-worker$1'));
