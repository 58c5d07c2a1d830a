import type { Row } from './row.js';
import { compareSteps } from './steps.js';

export const lstm: Row = {
  name: 'lstm',
  summary: 'one training step of an LSTM over tokens',
  run: (options) => compareSteps('lstm', { pyTorch: 1 }, options),
};
