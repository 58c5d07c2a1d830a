import { exportOnnx, type ExportOptions, decodeWeights, encodeWeights } from '../training/index.js';
import type { CheckpointOptions } from '../training/index.js';
import { readFileWhole, writeFileWhole } from './files.js';

type Model = ExportOptions['model'];
type Weights = ExportOptions['weights'];

/** Saves weights as a safetensors file. @throws DataError if it cannot be written. */
export const saveWeights = (path: string, model: Model, weights: Weights): Promise<void> =>
  writeFileWhole(path, encodeWeights(model, weights));

/** Loads weights from a safetensors file. @throws DataError, FileFormatError if it cannot be read or does not fit. */
export const loadWeights = async (path: string, model: Model): Promise<Weights> =>
  decodeWeights(model, await readFileWhole(path));

/** Saves a trained model as an ONNX file for inference. @throws DataError if it cannot be written. */
export const saveOnnx = (path: string, options: ExportOptions): Promise<void> =>
  writeFileWhole(path, exportOnnx(options));

/** Checkpoints that go into one file, each replacing the one before: for the option `checkpoint` of `train`. */
export const checkpointFile = (
  path: string,
  options: Omit<CheckpointOptions, 'save'> = {},
): CheckpointOptions => ({
  ...options,
  save: (bytes) => writeFileWhole(path, bytes),
});

export { appendLine, readFileWhole, writeFileWhole } from './files.js';
export { loadSelector, type SelectorFile } from './selector-file.js';
