import { fulfil } from '../../src/benchmark/fulfil.js';
import type { RunOrder, RunProgress, RunRecord } from '../../src/benchmark/index.js';
import { UsageError } from '../../src/core/errors.js';

/**
 * Makes the run of one order.
 *
 * @throws UsageError with the sentence that answers the order, if it failed.
 */
export async function fulfilOne(
  order: RunOrder,
  onProgress: (progress: RunProgress) => void = () => undefined,
): Promise<RunRecord> {
  let record: RunRecord | undefined;
  await fulfil([order], (message) => {
    if ('error' in message) throw new UsageError(message.error);
    if ('progress' in message) onProgress(message.progress);
    else record = message.result;
  });
  return record!;
}
