import { conv2d, flatten, type Layer, maxPool2d, rescaling } from '../layers/index.js';

/** What the networks for images of 28×28 bytes begin with: two convolutions, as in Keras' example `mnist_convnet`. */
export const imageLayers = (): Layer[] => [
  rescaling(1 / 255),
  conv2d(32, 3, { activation: 'relu' }),
  maxPool2d(2),
  conv2d(64, 3, { activation: 'relu' }),
  maxPool2d(2),
  flatten(),
];
