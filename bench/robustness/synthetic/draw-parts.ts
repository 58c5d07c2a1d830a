import type { TaskData } from 'choosy/tasks';
import type { Dataset } from 'choosy/training';
import { Rng } from '../../../src/core/rng.js';

/** Samples of each part. */
export interface PartSizes {
  readonly training: number;
  readonly validation: number;
  readonly test: number;
}

/** Draws the three parts of a task's data, each by a generator of its own that depends on the seed. */
export function drawParts(
  seed: number,
  sizes: PartSizes,
  draw: (size: number, rng: Rng) => Dataset,
): TaskData {
  const part = (name: keyof PartSizes): Dataset => {
    const dataset = draw(sizes[name], new Rng(seed).fork(name));
    return { ...dataset, name: `${dataset.name} (${name})` };
  };
  return { trainingSet: part('training'), validationSet: part('validation'), testSet: part('test') };
}
