import { serveQueue } from '../queue/index.js';
import { INTERRUPTED } from './exit-codes.js';
import { runName } from './names.js';
import { say } from './say.js';

/** Options of `choosy worker`, as the command line gives them. */
export interface WorkerCommandOptions {
  readonly queue: string;
  readonly jobs: number;
  readonly data?: string;
}

/** Makes the runs that comparisons put into a queue, until Ctrl-C. */
export async function workerCommand({ queue, jobs, data }: WorkerCommandOptions): Promise<void> {
  const abort = new AbortController();
  const stop = () => abort.abort();
  // As services are stopped, and terminals.
  process.once('SIGTERM', stop).once('SIGINT', stop);
  await serveQueue({
    ...{ url: queue, jobs, say },
    dataDirectory: data,
    onResult: (plan) => say(`The run ${runName(plan)} is made.`),
    onFailure: (plan, why) => say(`The run ${runName(plan)} failed: ${why}`),
    signal: abort.signal,
  });
  say('Stopped. What was under way goes back to the queue.');
  process.exitCode = INTERRUPTED;
}
