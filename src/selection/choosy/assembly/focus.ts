import { all, gradients, places, round, size, weights } from './memory';
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
    if (load<f32>(weights + (sample << 2)) === 0) continue;
    store<u32>(to, sample);
    to += 4;
  }
}

/** Gives the samples with the highest norms the weight 1, of equal ones the first of the data set, and all others 0. */
function weighHighest(top: i32): void {
  const lowest = highest(top);
  let left = top;
  for (let sample = 0; sample < size; sample++) left -= i32(normOf(sample) > lowest);
  for (let sample = 0; sample < size; sample++) {
    const norm = normOf(sample);
    const isTied = norm === lowest && left > 0;
    left -= i32(isTied);
    store<f32>(weights + (sample << 2), <f32>i32(norm > lowest || isTied));
  }
}

const DIGIT_BITS = 8;

/** The norm that so many samples reach, found digit by digit. Norms are not negative, so their bits are in their order. */
function highest(rank: u32): u32 {
  let found: u32 = 0;
  for (let shift = 32 - DIGIT_BITS; shift >= 0; shift -= DIGIT_BITS) {
    memory.fill(places, 0, 4 << DIGIT_BITS);
    for (let sample = 0; sample < size; sample++) {
      const norm = normOf(sample);
      if ((<u64>norm) >> (shift + DIGIT_BITS) !== (<u64>found) >> (shift + DIGIT_BITS)) continue;
      const place = places + (((norm >> shift) & 255) << 2);
      store<u32>(place, load<u32>(place) + 1);
    }
    let digit = 255;
    while (load<u32>(places + (digit << 2)) < rank) rank -= load<u32>(places + (digit-- << 2));
    found |= (<u32>digit) << shift;
  }
  return found;
}

function normOf(sample: i32): u32 {
  return load<u32>(gradients + (sample << 2));
}
