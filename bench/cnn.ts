import type { Row } from './row.js';
import { compareSteps } from './steps.js';

export const cnn: Row = {
  name: 'cnn',
  summary: 'one training step of the MNIST CNN',
  run: (options) => compareSteps('cnn', { pyTorch: 1.3 }, options),
};
