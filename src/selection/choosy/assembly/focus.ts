import { countDigits, digitOf } from './digits';
import { all, DIGITS, gradients, places, round, scratch, size, weights } from './memory';
import { integer } from './random';

/** Takes all samples. */
export function takeAll(): void {
  memory.copy(round, all, size << 2);
  for (let sample = 0; sample < size; sample++) store<f32>(weights + (sample << 2), 1);
}

/** Takes so many samples with the highest norms, and fills the round with some of the rest, each of which stands for more. */
export function takeHighest(top: i32, length: i32): void {
  weighHighest(top);
  const weight = <f32>(<f64>(size - top) / <f64>(length - top));
  for (let i = top; i < length;) {
    const drawn = weights + (integer(size) << 2);
    if (load<f32>(drawn) !== 0) continue;
    store<f32>(drawn, weight);
    i++;
  }
  let to = round;
  for (let i = 0; i < size; i++) {
    const sample = load<u32>(all + (i << 2));
    // Stored in any case, since a branch that goes either way takes longer.
    store<u32>(to, sample);
    to += i32(load<f32>(weights + (sample << 2)) !== 0) << 2;
  }
}

/** Gives the samples with the highest norms the weight 1, of equal ones the first of the data set, and all others 0. */
function weighHighest(top: i32): void {
  const lowest = highest(top);
  for (let sample = 0; sample < size; sample++) {
    const norm = load<u32>(gradients + (sample << 2));
    const isTied = norm === lowest && tied > 0;
    tied -= i32(isTied);
    store<f32>(weights + (sample << 2), <f32>i32(norm > lowest || isTied));
  }
}

/** How many of the samples that have the norm that `highest` found are among the highest. */
let tied: i32 = 0;

/** The norm that so many samples reach, found digit by digit. Norms are not negative, so their bits are in their order. */
function highest(rank: i32): u32 {
  let found: u32 = 0;
  // The norms that are the same as the one looked for in the digits so far.
  let norms = gradients;
  let count = size;
  // Digits overlap by a bit, which those that are left have in common.
  for (let shift = 24; shift >= 0; shift -= 8) {
    countDigits(norms, count, shift);
    let digit: u32 = DIGITS - 1;
    while (load<i32>(places + (digit << 2)) < rank) rank -= load<i32>(places + (digit-- << 2));
    found |= digit << shift;
    let same = 0;
    for (let i = 0; i < count; i++) {
      store<u32>(scratch + (same << 2), load<u32>(norms + (i << 2)));
      same += i32(digitOf(norms, i, shift) === digit);
    }
    norms = scratch;
    count = same;
  }
  tied = rank;
  return found;
}
