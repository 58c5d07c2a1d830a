import { countDigits, digitOf } from './digits';
import {
  all,
  classes,
  classOf,
  count,
  DIGIT_BITS,
  DIGITS,
  part,
  places,
  scratch,
  size,
  stride,
  values,
  widths,
} from './memory';

/** Times that the samples of a class are halved. */
const HALVINGS = 8;

/**
 * Puts all samples in an order in which neighbours are alike: by class, and in it by the cell that they lie in. Cells come
 * of halving what is widest eight times (a k-d tree whose cuts are the same everywhere, so that no sample is compared with
 * another).
 */
export function orderNeighbours(): void {
  const cuts = cutWidest();
  for (let sample = 0; sample < size; sample++) {
    store<u32>(scratch + (sample << 2), load<u32>(classOf + (sample << 2)) << cuts);
  }
  for (let j = 0; j < count; j++) addCells(j, cuts);
  sortByKey(((<u32>classes) << cuts) - 1);
}

/** Which coordinate each halving cuts, a byte each: the one along which cells are then widest. */
let cutAlong: u64 = 0;

function cutWidest(): i32 {
  let cuts = 0;
  cutAlong = 0;
  for (; cuts < HALVINGS; cuts++) {
    let widest = -1;
    let most: f64 = 0;
    for (let j = 0; j < count; j++) {
      const left = load<f64>(widths + (j << 3)) / <f64>(1 << cutsOf(j, cuts));
      if (left > most) {
        most = left;
        widest = j;
      }
    }
    if (widest < 0) break;
    cutAlong |= (<u64>widest) << (8 * cuts);
  }
  return cuts;
}

function cutIs(cut: i32, coordinate: i32): bool {
  return <i32>((cutAlong >> (8 * cut)) & 255) === coordinate;
}

function cutsOf(coordinate: i32, cuts: i32): i32 {
  let found = 0;
  for (let cut = 0; cut < cuts; cut++) found += i32(cutIs(cut, coordinate));
  return found;
}

/** Adds to the keys the bits that tell in which cell along a coordinate a sample lies: the first cut's is the highest. */
function addCells(coordinate: i32, cuts: i32): void {
  const cells = 1 << cutsOf(coordinate, cuts);
  if (cells === 1) return;
  for (let cell = 0; cell < cells; cell++) {
    let bits = 0;
    for (let cut = cuts - 1, left = cell; cut >= 0; cut--) {
      if (!cutIs(cut, coordinate)) continue;
      bits |= (left & 1) << (cuts - 1 - cut);
      left >>= 1;
    }
    store<u32>(places + (cell << 2), bits);
  }
  // All but a few are within two standard deviations; the others belong to the outermost cells.
  const perWidth = <f64>cells / (4 * load<f64>(widths + (coordinate << 3)));
  const half = <f64>cells / 2;
  for (let sample = 0; sample < size; sample++) {
    const value = <f64>load<f32>(values + ((sample * stride + coordinate) << 2));
    const cell = min(max(<i32>(value * perWidth + half), 0), cells - 1);
    const key = scratch + (sample << 2);
    store<u32>(key, load<u32>(key) + load<u32>(places + (cell << 2)));
  }
}

/** Sorts all samples by the keys in `scratch`, the least significant digit first, so that equal ones stay as they are. */
function sortByKey(largest: u32): void {
  let passes = 1;
  while (DIGIT_BITS * passes < 32 && largest >> (DIGIT_BITS * passes) !== 0) passes++;
  // The last pass has to end in `all`.
  let from = passes & 1 ? part : all;
  let to = passes & 1 ? all : part;
  for (let sample = 0; sample < size; sample++) store<u32>(from + (sample << 2), sample);
  for (let pass = 0; pass < passes; pass++) {
    sortByDigit(from, to, DIGIT_BITS * pass);
    const sorted = to;
    to = from;
    from = sorted;
  }
}

function sortByDigit(from: usize, to: usize, shift: u32): void {
  countDigits(scratch, size, shift);
  for (let digit = 0, start = 0; digit < DIGITS; digit++) {
    const place = places + (digit << 2);
    const count = load<u32>(place);
    store<u32>(place, start);
    start += count;
  }
  for (let i = 0; i < size; i++) {
    const sample = load<u32>(from + (i << 2));
    const place = places + (digitOf(scratch, sample, shift) << 2);
    const at = load<u32>(place);
    store<u32>(place, at + 1);
    store<u32>(to + (at << 2), sample);
  }
}
