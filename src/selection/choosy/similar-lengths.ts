import type { Rng } from '../../core/rng.js';
import type { SampleInfo } from '../../training/index.js';
import { KeySort } from '../shared/key-sort.js';
import { allSamples } from '../shared/samples.js';
import { batchStart } from './batch-start.js';
import { classOfEach, type Kernel } from './kernel.js';

/** Batches that get samples of the same range of lengths: many to be alike, few to be short; at most a quarter of all. */
const ALIKE = 16;

/**
 * Sorts the round by length, samples of the same length at random, cuts it into ranges, and arranges each, since a batch
 * costs as much as its longest sequence. The batches come in an order in which short and long ones alternate evenly.
 */
export class SimilarLengths {
  readonly #samples: SampleInfo;
  readonly #lengths: Uint16Array;
  readonly #kernel: Kernel;
  readonly #sort = new KeySort();

  constructor(samples: SampleInfo, lengths: Uint16Array, kernel: Kernel) {
    this.#samples = samples;
    this.#lengths = lengths;
    this.#kernel = kernel;
  }

  arrange(round: Uint32Array, batches: number): void {
    const { rng } = this.#samples;
    const lengths = this.#lengths;
    rng.shuffle(round);
    const byLength = round.map((sample) => lengths[sample]!);
    const sorted = this.#sort.sort(round, byLength).slice();
    const places = spread(batches, rng);
    const most = Math.min(ALIKE, Math.ceil(batches / 4));
    const startOf = (batch: number) => batchStart(batch, batches, round.length);
    let taken = 0;
    for (let first = 0; first < batches; first += most) {
      // In order, so that those that are larger by one come first, as in what is arranged.
      const ofRange = places.slice(first, first + most).sort();
      const size = ofRange.reduce((sum, batch) => sum + startOf(batch + 1) - startOf(batch), 0);
      const range = this.#kernel.part.subarray(0, size);
      range.set(this.#byClass(sorted.subarray(taken, taken + size)));
      this.#kernel.arrange(range, ofRange.length);
      ofRange.forEach((batch, i) => {
        const start = batchStart(i, ofRange.length, size);
        round.set(range.subarray(start, batchStart(i + 1, ofRange.length, size)), startOf(batch));
      });
      taken += size;
    }
  }

  #byClass(range: Uint32Array): Uint32Array {
    const classOf = classOfEach(this.#samples);
    if (!classOf) return range;
    const classes = range.map((sample) => classOf[sample]!);
    return this.#sort.sort(range, classes);
  }
}

const GOLDEN = (Math.sqrt(5) - 1) / 2;

/**
 * Where batches come, those of the shortest sequences first. Steps of the golden ratio around a circle spread the most evenly
 * (Kronecker's sequence), so every part of the round has its share of each length; in random order, parts that happen to have
 * more short ones pull another way than those that have more long ones.
 */
function spread(batches: number, rng: Rng): Uint32Array {
  const start = rng.uniform();
  const positions = Float64Array.from({ length: batches }, (_, place) => (start + place * GOLDEN) % 1);
  return allSamples(batches).sort((a, b) => positions[a]! - positions[b]!);
}
