/** Most bits of a digit: with few samples it takes longer to go through the digits than through the samples. */
const mostDigitBits = (samples: number): number => (samples < 4096 ? 9 : 11);

/**
 * Sorts samples by whole numbers below 2³² (radix sort, least significant digit first). O(N), where a sort that compares
 * takes several times as long; its memory is used again.
 */
export class KeySort {
  #keys: Uint32Array = new Uint32Array(0);
  #samples: Uint32Array = new Uint32Array(0);
  #otherKeys: Uint32Array = new Uint32Array(0);
  #otherSamples: Uint32Array = new Uint32Array(0);
  #places = new Int32Array(0);

  /**
   * The samples in the order of their keys, those of equal keys as they were; valid until the next call. What is given
   * stays as it is.
   *
   * @param keys One for each of the samples, in their order.
   */
  sort(samples: Uint32Array, keys: Uint32Array): Uint32Array {
    const { length } = samples;
    let largest = 0;
    for (let i = 0; i < length; i++) if (keys[i]! > largest) largest = keys[i]!;
    const keyBits = 32 - Math.clz32(largest);
    const digitBits = Math.ceil(keyBits / Math.ceil(keyBits / mostDigitBits(length)));
    let [sorted, sortedKeys] = [samples, keys];
    for (let shift = 0; shift < keyBits; shift += digitBits) {
      if (!this.#sortByDigit(sorted, sortedKeys, shift, 2 ** digitBits)) continue;
      [sorted, sortedKeys] = [this.#samples.subarray(0, length), this.#keys];
    }
    return sorted === samples ? samples.slice() : sorted;
  }

  /** Into the arrays of its own. Tells whether it did: where all have the same digit, they are in its order. */
  #sortByDigit(samples: Uint32Array, keys: Uint32Array, shift: number, digits: number): boolean {
    const { length } = samples;
    if (this.#places.length < digits) this.#places = new Int32Array(digits);
    const places = this.#places.fill(0, 0, digits);
    for (let i = 0; i < length; i++) places[(keys[i]! >>> shift) & (digits - 1)]!++;
    if (places[(keys[0]! >>> shift) & (digits - 1)] === length) return false;
    for (let digit = 0, start = 0; digit < digits; digit++) {
      const count = places[digit]!;
      places[digit] = start;
      start += count;
    }
    [this.#keys, this.#otherKeys] = [roomFor(length, this.#otherKeys), this.#keys];
    [this.#samples, this.#otherSamples] = [roomFor(length, this.#otherSamples), this.#samples];
    const toKeys = this.#keys;
    const toSamples = this.#samples;
    for (let i = 0; i < length; i++) {
      const key = keys[i]!;
      const place = places[(key >>> shift) & (digits - 1)]!++;
      toKeys[place] = key;
      toSamples[place] = samples[i]!;
    }
    return true;
  }
}

const roomFor = (length: number, array: Uint32Array): Uint32Array =>
  array.length >= length ? array : new Uint32Array(length);
