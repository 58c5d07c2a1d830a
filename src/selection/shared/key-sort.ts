/** Most bits of a digit: with few samples it takes longer to go through the digits than through the samples. */
const mostDigitBits = (samples: number): number => (samples < 4096 ? 9 : 11);

/**
 * Sorts samples by whole numbers below 2³² (radix sort, least significant digit first). O(N), where a sort that compares
 * takes several times as long; its memory is used again.
 */
export class KeySort {
  #keys = new Uint32Array(0);
  #samples = new Uint32Array(0);
  #otherKeys = new Uint32Array(0);
  #otherSamples = new Uint32Array(0);
  readonly #places = new Int32Array(2 ** mostDigitBits(Infinity));

  /**
   * The samples in the order of their keys, those of equal keys as they were; valid until the next call. What is given
   * stays as it is.
   *
   * @param keys One for each of the samples, in their order.
   */
  sort(samples: Uint32Array, keys: Uint32Array): Uint32Array {
    const { length } = samples;
    this.#makeRoom(length);
    this.#samples.set(samples);
    this.#keys.set(keys);
    let largest = 0;
    for (let i = 0; i < length; i++) if (keys[i]! > largest) largest = keys[i]!;
    const keyBits = 32 - Math.clz32(largest);
    const digitBits = Math.ceil(keyBits / Math.ceil(keyBits / mostDigitBits(length)));
    for (let shift = 0; shift < keyBits; shift += digitBits) {
      this.#sortByDigit(length, shift, 2 ** digitBits);
    }
    return this.#samples.subarray(0, length);
  }

  #makeRoom(length: number): void {
    if (length <= this.#keys.length) return;
    this.#keys = new Uint32Array(length);
    this.#samples = new Uint32Array(length);
    this.#otherKeys = new Uint32Array(length);
    this.#otherSamples = new Uint32Array(length);
  }

  #sortByDigit(length: number, shift: number, digits: number): void {
    const keys = this.#keys;
    const samples = this.#samples;
    const toKeys = this.#otherKeys;
    const toSamples = this.#otherSamples;
    const places = this.#places.fill(0, 0, digits);
    for (let i = 0; i < length; i++) places[(keys[i]! >>> shift) & (digits - 1)]!++;
    // All have the same digit, so they are in its order.
    if (places[(keys[0]! >>> shift) & (digits - 1)] === length) return;
    for (let digit = 0, start = 0; digit < digits; digit++) {
      const count = places[digit]!;
      places[digit] = start;
      start += count;
    }
    for (let i = 0; i < length; i++) {
      const key = keys[i]!;
      const place = places[(key >>> shift) & (digits - 1)]!++;
      toKeys[place] = key;
      toSamples[place] = samples[i]!;
    }
    [this.#keys, this.#otherKeys] = [toKeys, keys];
    [this.#samples, this.#otherSamples] = [toSamples, samples];
  }
}
