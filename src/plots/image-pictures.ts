import { Rng } from '../core/rng.js';
import { takeSamples } from '../datasets/index.js';
import type { Task } from '../tasks/index.js';
import { datasetSize } from '../training/index.js';
import { classBalance } from './class-balance.js';
import { contactSheet } from './contact-sheet.js';
import { formatCount } from '../core/format.js';
import type { Plotter } from './plotter.js';
import { projection } from './projection.js';

/** Images that a projection shows: more would hide each other. */
const PROJECTED = 2000;

/** The pictures of a task on images. */
export const imagePictures = (task: Task, title: string): Plotter => ({
  name: task.name,
  async pictures(options) {
    const data = await task.load(options);
    const { trainingSet } = data;
    const order = Uint32Array.from({ length: datasetSize(trainingSet) }, (_, i) => i);
    const chosen = new Rng(options.seed).fork('projection').shuffle(order).subarray(0, PROJECTED);
    return [
      contactSheet(trainingSet, title),
      classBalance(data, title),
      projection(takeSamples(trainingSet, chosen), {
        title: `${title}: images in two dimensions (PCA)`,
        subtitle: [
          `${formatCount(chosen.length)} random training images, in the plane in which their pixels differ most.`,
        ],
      }),
    ];
  },
});
