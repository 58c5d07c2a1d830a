import type { CreateSession } from './session.js';

/**
 * Runs graphs with ONNX Runtime's WebAssembly build (onnxruntime-web 1.30), which has to be installed besides
 * Choosy.
 *
 * The build is a module of JavaScript, which becomes a chunk of its own, and a file of 14 MB that the module
 * asks for by `new URL('ort-wasm-simd-threaded.wasm', import.meta.url)`. A bundler that knows this expression
 * puts the file next to the bundle: Vite 8 does without any configuration; the development server of an earlier
 * Vite wants `optimizeDeps: { exclude: ['onnxruntime-web'] }`. With any other bundler, serve that file of
 * onnxruntime-web's `dist` folder yourself and give its address before the first session, as in
 * `import { env } from 'onnxruntime-web/wasm'; env.wasm.wasmPaths = { wasm: '/ort-wasm-simd-threaded.wasm' };`.
 * Nothing is loaded from any other host.
 *
 * More than one thread needs a page that is cross-origin isolated (served with the headers
 * `Cross-Origin-Opener-Policy: same-origin` and `Cross-Origin-Embedder-Policy: require-corp`); elsewhere there
 * is one. All sessions of a page share the threads that the first one asked for.
 */
export const createSession: CreateSession = async (onnx, { threads = 1 } = {}) => {
  // Imported only here, so that bundlers make it a chunk of its own: its threads load the whole chunk they lie in.
  const { env, InferenceSession } = await import('onnxruntime-web/wasm');
  env.wasm.numThreads = globalThis.crossOriginIsolated ? threads : 1;
  if (env.wasm.numThreads > 1) {
    // Every thread loads the module again, which in a bundle may be one with the page's own; so these are files.
    env.wasm.wasmPaths ??= {
      mjs: new URL('onnxruntime-web/ort-wasm-simd-threaded.mjs', import.meta.url),
      wasm: new URL('onnxruntime-web/ort-wasm-simd-threaded.wasm', import.meta.url),
    };
  }
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
