import { classOf, differences, gradients, scratch, stride, sum, values } from './memory';
import { floatsAt } from './pairs';
import { integer } from './random';

/** Where a batch starts when a number of samples is cut into batches whose sizes differ by one at most. */
function batchStart(batch: i32, batches: i32, samples: i32): i32 {
  const size = samples / batches;
  return batch * size + min(batch, samples - batches * size);
}

/**
 * Puts samples, of which neighbours are alike, in the order of their batches. Those are alike, and so is every part of the
 * round, since what is like the whole has a gradient like that of the whole.
 *
 * The samples are halved, each half again, and so on until the parts are batches. Each two neighbours go to different
 * halves; which to which is decided so that the halves have the same sum of gradients: against the sign of the product
 * of this pair's difference and the sum of the differences so far. (Self-balancing, as GraB orders samples; halving is
 * how Harvey and Samadi 2014 find an order in which all parts are balanced.) What stands for a gradient is that of a linear
 * model, the outer product of the gradient at the logits with the features. Of the former only the norm is taken where
 * there are classes, since it nearly is the same direction for all samples of a class; so sums are those of a class.
 *
 * @param samples Address of their numbers.
 */
export function arrange(samples: usize, length: i32, batches: i32): void {
  if (batches > 1) halve(samples, length, batches, 0, batches);
}

/** Halves the part of the samples that is cut into the batches from `first` to before `end`. */
function halve(samples: usize, length: i32, batches: i32, first: i32, end: i32): void {
  const half = (first + end + 1) >> 1;
  const start = batchStart(first, batches, length);
  const middle = batchStart(half, batches, length);
  const stop = batchStart(end, batches, length);
  split(samples, start, middle, stop);
  if (half - first > 1) halve(samples, length, batches, first, half);
  if (end - half > 1) halve(samples, length, batches, half, end);
}

/** Splits samples: from `start` to before `middle`, and from there to before `stop`. */
function split(samples: usize, start: i32, middle: i32, stop: i32): void {
  const pairs = stop - middle;
  const singles = middle - start - pairs;
  let left = samples + ((<usize>start) << 2);
  let right = scratch;
  let group: u32 = -1;
  // Random bits of one number.
  let coins: u32 = 0;
  let coinsLeft = 0;
  // The left half may have more; then some go there alone, evenly spaced.
  let due: i32 = singles > 0 ? integer(pairs + singles) : 0;
  const last = samples + ((<usize>stop) << 2);
  for (let at = left; at < last;) {
    due += singles;
    const one = load<u32>(at);
    at += 4;
    if (due >= pairs + singles) {
      due -= pairs + singles;
      store<u32>(left, one);
      left += 4;
      continue;
    }
    const other = load<u32>(at);
    at += 4;
    const otherGroup = load<u32>(classOf + (other << 2));
    if (otherGroup !== group) {
      group = otherGroup;
      clear();
    }
    const product = differ(one, other);
    // As a number, since a branch that goes either way as often takes as long as all the rest.
    let oneIsLeft = i32(product < 0);
    if (product === 0) {
      if (coinsLeft-- === 0) {
        coins = integer(0x80000000);
        coinsLeft = 30;
      }
      oneIsLeft = coins & 1;
      coins >>= 1;
    }
    decide(<f64>(2 * oneIsLeft - 1));
    const taken = (one - other) * oneIsLeft;
    store<u32>(left, other + taken);
    store<u32>(right, one - taken);
    left += 4;
    right += 4;
  }
  memory.copy(samples + ((<usize>middle) << 2), scratch, (<usize>pairs) << 2);
}

// The sum of differences lags behind: the last two are yet to be added, with the signs that were decided for them. So a
// pair's products can be computed while it is still being decided what became of the pair before.

/** The difference of the gradients themselves; those of their products with the coordinates are in memory. */
let gradientSum: f64 = 0;
let gradientBefore: f64 = 0;
let gradientNow: f64 = 0;
let signBefore: f64 = 0;
let signNow: f64 = 0;
/** Where the difference of this pair, and of the one before, are in memory. */
let now: usize = 0;
let before: usize = 0;

function clear(): void {
  gradientSum = gradientBefore = gradientNow = 0;
  signBefore = signNow = 0;
  now = differences;
  before = differences + ((<usize>stride) << 3);
  for (let j = 0; j < stride; j += 2) {
    const zero = f64x2.splat(0);
    v128.store(sum + (j << 3), zero);
    v128.store(now + (j << 3), zero);
    v128.store(before + (j << 3), zero);
  }
}

/** Computes the difference of two samples' gradients, and returns its scalar product with the sum of those before. */
function differ(one: u32, other: u32): f64 {
  const a = values + ((one * stride) << 2);
  const b = values + ((other * stride) << 2);
  const oneGradient = <f64>load<f32>(gradients + (one << 2));
  const otherGradient = <f64>load<f32>(gradients + (other << 2));
  const difference = oneGradient - otherGradient;
  gradientSum += signBefore * gradientBefore;
  let withSum = gradientSum * difference;
  let withNow = gradientNow * difference;
  gradientBefore = gradientNow;
  gradientNow = difference;
  if (stride > 0) {
    const ones = f64x2.splat(oneGradient);
    const others = f64x2.splat(otherGradient);
    const signs = f64x2.splat(signBefore);
    let sumProducts = f64x2.splat(0);
    let nowProducts = f64x2.splat(0);
    for (let j = 0; j < stride; j += 2) {
      const place = j << 3;
      const d = f64x2.sub(f64x2.mul(ones, floatsAt(a + (j << 2))), f64x2.mul(others, floatsAt(b + (j << 2))));
      const s = f64x2.add(v128.load(sum + place), f64x2.mul(signs, v128.load(before + place)));
      v128.store(sum + place, s);
      v128.store(before + place, d);
      sumProducts = f64x2.add(sumProducts, f64x2.mul(s, d));
      nowProducts = f64x2.add(nowProducts, f64x2.mul(v128.load(now + place), d));
    }
    withSum += f64x2.extract_lane(sumProducts, 0) + f64x2.extract_lane(sumProducts, 1);
    withNow += f64x2.extract_lane(nowProducts, 0) + f64x2.extract_lane(nowProducts, 1);
    const place = now;
    now = before;
    before = place;
  }
  return withSum + signNow * withNow;
}

function decide(sign: f64): void {
  signBefore = signNow;
  signNow = sign;
}
