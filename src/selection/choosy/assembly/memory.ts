// Where the arrays of a run lie in memory, one after another. A name stands for the address of an array.

/** Samples, and classes (1 if there are none). */
export let size: i32 = 0;
export let classes: i32 = 0;
/** Features of a sample, and how many of them are coordinates. */
export let width: i32 = 0;
export let count: i32 = 0;
/** The same rounded up to even numbers, since two are computed at once. */
export let wide: i32 = 0;
export let stride: i32 = 0;

/** u32, the class of each sample. */
export let classOf: usize = 0;
/** f32, the gradient at the logits of each sample, or the norm of it. */
export let gradients: usize = 0;
/** f32, how many samples each one of the round stands for; 0 for those that are not in it. */
export let weights: usize = 0;
/** u32, the samples of the round come first. */
export let round: usize = 0;
/** u32, a part of the round, where parts are arranged. */
export let part: usize = 0;
/** u32, all samples, in an order in which neighbours are alike. */
export let all: usize = 0;
/** u32, one number a sample, for what is at hand. */
export let scratch: usize = 0;
/** f32, `stride` coordinates each sample. */
export let values: usize = 0;
/** f32, `width` features each of the samples at hand. */
export let rows: usize = 0;
/** f64, `wide` features each class. */
export let means: usize = 0;
/** f64, `stride` coordinates each class. */
export let centres: usize = 0;
/** f64, of each feature. */
export let sums: usize = 0;
export let squares: usize = 0;
/** f64, of each class. */
export let members: usize = 0;
/** u32, which feature each coordinate is. */
export let chosen: usize = 0;
/** f64, of each coordinate. */
export let widths: usize = 0;
/** f64, of each coordinate. */
export let sum: usize = 0;
/** f64, of each coordinate, and once more. */
export let differences: usize = 0;
/** u32, one for each digit of what is sorted. */
export let places: usize = 0;
export const DIGIT_BITS = 9;
export const DIGITS = 1 << DIGIT_BITS;

let end: u64 = 0;
/** What comes after it was never used, and is 0. */
let usedEnd: u64 = 0;

function take(length: i32, bytes: i32): usize {
  const start = end;
  end = (start + <u64>length * bytes + 15) & ~15;
  return <usize>start;
}

/** Lays the arrays out, all of zeros. @returns Whether there is enough memory for them. */
export function lay(ofSize: i32, ofClasses: i32, ofWidth: i32, atOnce: i32, most: i32): bool {
  size = ofSize;
  classes = ofClasses;
  width = ofWidth;
  count = min(width, most);
  stride = (count + 1) & ~1;
  wide = (width + 1) & ~1;
  end = <u64>__heap_base;
  sum = take(stride, 8);
  differences = take(2 * stride, 8);
  places = take(DIGITS, 4);
  chosen = take(wide, 4);
  widths = take(count, 8);
  sums = take(wide, 8);
  squares = take(wide, 8);
  members = take(classes, 8);
  means = take(classes, 8 * wide);
  centres = take(classes, 8 * stride);
  rows = take(min(size, atOnce), 4 * width);
  classOf = take(size, 4);
  gradients = take(size, 4);
  weights = take(size, 4);
  round = take(size, 4);
  all = take(size, 4);
  scratch = take(size, 4);
  values = take(size, 4 * stride);
  part = take(size, 4);
  const pages = <i64>((end + 0xffff) >> 16);
  const missing = pages - memory.size();
  if (pages >= 0x10000 || (missing > 0 && memory.grow(<i32>missing) < 0)) return false;
  const used = min(end, usedEnd);
  if (used > __heap_base) memory.fill(__heap_base, 0, <usize>used - __heap_base);
  usedEnd = max(end, usedEnd);
  return true;
}
