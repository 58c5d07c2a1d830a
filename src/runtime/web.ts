import type { CreateSession } from './session.js';
import type { Transfer } from './transfer.js';

export const transfer: Transfer = ArrayBuffer.prototype.transfer;

/**
 * Runs graphs with ONNX Runtime's WebAssembly build (onnxruntime-web 1.30), which has to be installed besides
 * Choosy.
 *
 * The build is a module of JavaScript, which becomes a chunk of its own, and a file of 14 MB that the module
 * asks for by `new URL('ort-wasm-simd-threaded.wasm', import.meta.url)`. A bundler that knows this expression
 * takes the file along: Vite 8 does without any configuration; the development server of an earlier Vite wants
 * `optimizeDeps: { exclude: ['onnxruntime-web'] }`. With esbuild, which does not know it, copy the file from
 * onnxruntime-web's folder `dist` to where the chunk is, or give its address before the first session:
 * `import { env } from 'onnxruntime-web/wasm'; env.wasm.wasmPaths = { wasm: '/ort-wasm-simd-threaded.wasm' };`.
 * Nothing is loaded from any other host.
 *
 * More than one thread needs a page that is cross-origin isolated (served with the headers
 * `Cross-Origin-Opener-Policy: same-origin` and `Cross-Origin-Embedder-Policy: require-corp`); elsewhere there
 * is one. A bundler then has to know `new URL('package/file', import.meta.url)`, too, as Vite does. All sessions
 * of a page share the threads that the first one asked for.
 */
export const createSession: CreateSession = async (onnx, { threads = 1 } = {}) => {
  // Imported only here, so that bundlers make it a chunk of its own, loaded when it is needed.
  const { env, InferenceSession } = await import('onnxruntime-web/wasm');
  env.wasm.numThreads = globalThis.crossOriginIsolated ? threads : 1;
  const files = env.wasm.numThreads > 1 && separateFiles();
  if (files) env.wasm.wasmPaths ??= files;
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

/**
 * Where the bundler put the files of ONNX Runtime as they are; undefined if it put them nowhere. Every thread
 * loads its module anew, and in a bundle that module imports the page's own, which is not made for threads.
 */
function separateFiles(): { mjs: URL; wasm: URL } | undefined {
  const mjs = new URL('onnxruntime-web/ort-wasm-simd-threaded.mjs', import.meta.url);
  const wasm = new URL('onnxruntime-web/ort-wasm-simd-threaded.wasm', import.meta.url);
  return mjs.href.endsWith('onnxruntime-web/ort-wasm-simd-threaded.mjs') ? undefined : { mjs, wasm };
}
