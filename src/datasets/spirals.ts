import { z } from 'zod';
import { checkOptions, positiveInteger, share } from '../core/check.js';
import { UsageError } from '../core/errors.js';
import { Rng } from '../core/rng.js';
import type { Dataset } from '../training/dataset.js';

/** How to draw spirals. */
export interface SpiralOptions {
  /** Number of arms, which are the classes: at least 2. Default: 2. */
  readonly arms?: number;
  /** How often an arm winds around the centre, above 0 and at most 1000, not only whole numbers. Default: 1.5. */
  readonly turns?: number;
  /** Number of samples of all arms together: at least one an arm. */
  readonly size: number;
  /**
   * Standard deviation of the Gaussian noise on each of the two coordinates, from 0 to 1, where 1 is the
   * radius of the spirals. Along a radius, arms lie `0.9 / (arms × turns)` apart: noise of a tenth of that
   * leaves them distinct, of a half it blurs them.
   */
  readonly noise: number;
  /** Any integer; the same seed gives the same samples. */
  readonly seed: number;
}

/** a in r = a + bθ. More than 0, since otherwise all arms would begin in the same point. */
const innerRadius = 0.1;

const armsError = 'must be an integer of at least 2';
const turnsError = 'must be above 0 and at most 1000';
const schemas = {
  arms: z.int(armsError).min(2, armsError),
  turns: z.number(turnsError).positive(turnsError).max(1000, turnsError),
  size: positiveInteger,
  noise: share,
  seed: z.int('must be an integer'),
};

/**
 * Points on Archimedean spirals: a toy to see what a network learns, easy to plot and not to be separated by
 * straight lines. The features, of shape [2], are x and y, without a unit; the label is the arm.
 *
 * Arm k, counted from 0, is the curve `r = a + bθ` with θ from 0 to `2π turns`, turned by `2πk / arms`:
 * `x = r cos(θ + 2πk / arms)`, `y = r sin(θ + 2πk / arms)`. Here a = 0.1, and b = `0.9 / (2π turns)`, so that
 * every arm ends at radius 1; noise may lead a little beyond.
 *
 * The samples of an arm are drawn at random, uniformly by arc length: every stretch of the arm gets as many
 * as any other of its length, so the picture is evenly dense and an accuracy counts all of the boundary
 * alike. Uniform in θ they would crowd in the centre and leave the outer turn, most of the picture, thin.
 *
 * The numbers of samples of two arms differ by at most 1, and the samples are in random order. With another
 * `noise` and all else the same, the same points of the arms are moved in the same directions.
 *
 * @throws UsageError if an option is out of range.
 */
export function spirals({ arms = 2, turns = 1.5, size, noise, seed }: SpiralOptions): Dataset {
  checkOptions('spirals', schemas, { arms, turns, size, noise, seed });
  if (size < arms) {
    throw new UsageError(
      `spirals: size ${size} is smaller than the number of arms, ${arms}; give each arm at least one sample.`,
    );
  }
  const rng = new Rng(seed).fork('spirals');
  const labels = rng.shuffle(Int32Array.from({ length: size }, (_, i) => i % arms));
  const features = new Float32Array(2 * size);
  for (let i = 0; i < size; i++) {
    const radius = drawRadius(rng, turns);
    const turned = turns * ((radius - innerRadius) / (1 - innerRadius)) + labels[i]! / arms;
    const angle = 2 * Math.PI * turned;
    features[2 * i] = radius * Math.cos(angle) + noise * rng.normal();
    features[2 * i + 1] = radius * Math.sin(angle) + noise * rng.normal();
  }
  return {
    name: 'spirals',
    sampleShape: [2],
    features,
    labels,
    classNames: Array.from({ length: arms }, (_, arm) => `arm ${arm + 1}`),
  };
}

/**
 * The radius of a random point of an arm, uniform in arc length.
 *
 * The arc length is ds = √(r² + b²) dθ, and dθ = dr / b, so the density of r is in proportion to √(r² + b²),
 * which is largest at r = 1. Rejection draws from it exactly, where an inverse would need iteration. The
 * comparison is of squares since only +, -, × and / are sure to round alike in every JavaScript engine.
 */
function drawRadius(rng: Rng, turns: number): number {
  const b = (1 - innerRadius) / (2 * Math.PI * turns);
  for (;;) {
    const radius = innerRadius + (1 - innerRadius) * rng.uniform();
    const height = rng.uniform();
    const isAbove = height * height * (1 + b * b) > radius * radius + b * b;
    if (!isAbove) return radius;
  }
}
