import type { SampleInfo } from '../../training/index.js';
import type { Kernel } from './kernel.js';
import { columnsOf, principalComponents, project } from './principal-components.js';

/** Of more features than this, a single one tells little; components take their place. */
const MANY = 64;
const COMPONENTS = 8;
/** Samples by which means and widths are found. */
const ENOUGH = 256;

/** How many features of each sample are looked at, or how many components that take their place. */
export const widthOf = ({ features, size }: SampleInfo): number => {
  const width = features ? features.length / size : 0;
  return width > MANY ? COMPONENTS : width;
};

/** Microseconds that {@link locateAll} and the order of neighbours take, on the machine of docs/performance.md. */
export function microsecondsToLocate({ features, size }: SampleInfo): number {
  const width = features!.length / size;
  return width > MANY ? 20_000 + 0.008 * columnsOf(width) * size : 15 + 0.1 * size;
}

/**
 * Finds the coordinates of samples: their features, or the twelve of them that are the widest; of more than 64, their
 * eight leading principal components; less the mean over the class, in units of the widest. Means and widths are those of
 * some samples.
 *
 * @param samples Their features have to be known.
 */
export function locateAll(samples: SampleInfo, kernel: Kernel): void {
  const { size } = samples;
  const { rows, atOnce } = kernel;
  const features = fewFeatures(samples);
  const width = features.length / size;
  const step = Math.ceil(size / ENOUGH);
  for (let first = 0; first < size; first += atOnce) {
    rows.set(features.subarray(first * width, (first + atOnce) * width));
    kernel.measure(first, Math.min(atOnce, size - first), step);
  }
  kernel.findWidest();
  for (let first = 0; first < size; first += atOnce) {
    rows.set(features.subarray(first * width, (first + atOnce) * width));
    kernel.locate(first, Math.min(atOnce, size - first));
  }
}

function fewFeatures({ size, features }: SampleInfo): Uint8Array | Float32Array {
  const width = features!.length / size;
  return width > MANY
    ? project(features!, width, principalComponents(features!, width, COMPONENTS))
    : features!;
}
