export { binaryCrossEntropy } from './binary-cross-entropy.js';
export type { Loss } from './loss.js';
export { huber, squaredError } from './regression.js';
export { softmaxCrossEntropy, type SoftmaxCrossEntropyOptions } from './softmax-cross-entropy.js';
