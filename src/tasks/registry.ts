import { boston } from './boston.js';
import { fashionMnist } from './fashion-mnist.js';
import { iris } from './iris.js';
import { mnist } from './mnist.js';
import { musicGenre } from './music-genre.js';
import { sentiment140 } from './sentiment140.js';
import { spirals } from './spirals.js';
import type { Task } from './task.js';
import { wine } from './wine.js';

/** All tasks. A new one needs a line here and nothing else. */
export const tasks: readonly Task[] = [
  fashionMnist,
  mnist,
  sentiment140,
  musicGenre,
  wine,
  boston,
  iris,
  spirals,
];
