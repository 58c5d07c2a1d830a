import { env, InferenceSession } from 'onnxruntime-web/wasm';
import type { CreateSession } from './session.js';

/** Runs graphs with ONNX Runtime's WebAssembly build (onnxruntime-web 1.30). */
export const createSession: CreateSession = async (onnx, { threads = 1 } = {}) => {
  env.wasm.numThreads = globalThis.crossOriginIsolated ? threads : 1;
  const session = await InferenceSession.create(onnx, {
    executionProviders: ['wasm'],
    graphOptimizationLevel: 'all',
    logSeverityLevel: 3,
  });
  return {
    run: (inputs) => session.run(inputs),
    release: () => session.release(),
  };
};
