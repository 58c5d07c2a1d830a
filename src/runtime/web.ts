import { InferenceSession } from 'onnxruntime-web';
import type { CreateSession } from './session.js';

/** Runs graphs with ONNX Runtime's WebAssembly build (onnxruntime-web 1.30). */
export const createSession: CreateSession = async (onnx) => {
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
