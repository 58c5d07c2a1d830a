import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { InferenceSession } from 'onnxruntime-node';
import type { CreateSession } from './session.js';
import type { Transfer } from './transfer.js';

export const transfer: Transfer = ArrayBuffer.prototype.transfer ?? behindFlag();

/** Node 20 has it, but shows it to those contexts only that are made after its flag was set. */
function behindFlag(): Transfer {
  setFlagsFromString('--harmony-rab-gsab-transfer');
  return runInNewContext('ArrayBuffer.prototype.transfer') as Transfer;
}

/** Runs graphs with ONNX Runtime's native library (onnxruntime-node 1.30). */
export const createSession: CreateSession = async (onnx, { threads = 1 } = {}) => {
  const session = await InferenceSession.create(onnx, {
    intraOpNumThreads: threads,
    interOpNumThreads: 1,
    graphOptimizationLevel: 'all',
    logSeverityLevel: 3,
    // Without it, the threads of a session that is idle keep spinning and slow all others down.
    extra: { session: { force_spinning_stop: '1' } },
  });
  return {
    run: (inputs) => session.run(inputs),
    release: () => session.release(),
  };
};
