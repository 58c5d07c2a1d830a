import { InferenceSession } from 'onnxruntime-node';
import type { CreateSession } from './session.js';

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
