import type { RunPlan } from './run-record.js';

/** What a process that makes runs is sent. */
export interface RunOrder {
  readonly plan: RunPlan;
  readonly dataDirectory?: string | undefined;
  readonly commit?: string | undefined;
}

/** The program of that process, compiled or not, as this file is. */
export const runWorker = new URL(import.meta.url.replace(/run-order(\.[jt]s).*$/, 'run-worker$1'));
