import type { Row } from './row.js';
import { compareSteps } from './steps.js';

export const dense: Row = {
  name: 'dense',
  summary: 'one training step of a small dense network',
  run: (options) => compareSteps('dense', { pyTorch: 4, tfjs: 15 }, options),
};
