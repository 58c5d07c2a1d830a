import {
  centres,
  chosen,
  classes,
  classOf,
  count,
  means,
  members,
  rows,
  squares,
  stride,
  sums,
  values,
  wide,
  width,
  widths,
} from './memory';
import { addPair, floatsAt } from './pairs';

/** Width of the widest feature. */
let unit: f64 = 1;

/** Looks at each `step`th sample, of those whose features are in `rows`: the ones from `first` on. */
export function measure(first: i32, samples: i32, step: i32): void {
  const skipped = (step - (first % step)) % step;
  for (let i = skipped; i < samples; i += step) {
    addSample(rows + ((i * width) << 2), load<u32>(classOf + ((first + i) << 2)));
  }
}

/**
 * Finds, from the samples that were looked at, the means of all features over each class, the standard deviations within
 * classes, and the features that are the widest.
 */
export function findWidest(): void {
  let seen: f64 = 0;
  for (let group = 0; group < classes; group++) seen += load<f64>(members + (group << 3));
  for (let group = 0; group < classes; group++) {
    const mean = means + ((group * wide) << 3);
    const ofGroup = load<f64>(members + (group << 3));
    for (let j = 0; j < width; j++) {
      const total = load<f64>(mean + (j << 3));
      // Of a class of which none was seen, the mean of all samples stands in.
      if (ofGroup === 0) store<f64>(mean + (j << 3), load<f64>(sums + (j << 3)) / seen);
      else {
        store<f64>(mean + (j << 3), total / ofGroup);
        const square = squares + (j << 3);
        store<f64>(square, load<f64>(square) - (total * total) / ofGroup);
      }
    }
  }
  for (let j = 0; j < width; j++) {
    const square = squares + (j << 3);
    store<f64>(square, sqrt(max(0, load<f64>(square)) / seen));
  }
  chooseWidest(squares);
  for (let group = 0; group < classes; group++) {
    for (let j = 0; j < count; j++) {
      const mean = load<f64>(means + ((group * wide + load<u32>(chosen + (j << 2))) << 3));
      store<f64>(centres + ((group * stride + j) << 3), mean);
    }
  }
}

function addSample(row: usize, group: u32): void {
  const member = members + (group << 3);
  store<f64>(member, load<f64>(member) + 1);
  const mean = means + ((group * wide) << 3);
  for (let j = 0; j < width; j += 2) {
    // Of an odd number of features, what comes after the last one is added to what nobody reads.
    const pair = floatsAt(row + (j << 2));
    addPair(mean + (j << 3), pair);
    addPair(sums + (j << 3), pair);
    addPair(squares + (j << 3), f64x2.mul(pair, pair));
  }
}

/** The widest features become the coordinates, the widest of all first. */
function chooseWidest(deviations: usize): void {
  for (let j = 0; j < width; j++) {
    const deviation = load<f64>(deviations + (j << 3));
    let place = j;
    while (place > 0) {
      const before = load<u32>(chosen + ((place - 1) << 2));
      if (!(load<f64>(deviations + (before << 3)) < deviation)) break;
      store<u32>(chosen + (place << 2), before);
      place--;
    }
    store<u32>(chosen + (place << 2), j);
  }
  unit = load<f64>(deviations + (load<u32>(chosen) << 3));
  if (!(unit > 0)) unit = 1;
  for (let j = 0; j < count; j++) {
    const feature = load<u32>(chosen + (j << 2));
    store<f64>(widths + (j << 3), load<f64>(deviations + (feature << 3)) / unit);
  }
}

/** Sets the coordinates of the samples from `first` on, whose features are in `rows`. */
export function locate(first: i32, samples: i32): void {
  const units = f64x2.splat(unit);
  let row = rows;
  let to = values + ((first * stride) << 2);
  for (let sample = first; sample < first + samples; sample++) {
    const centre = centres + ((load<u32>(classOf + (sample << 2)) * stride) << 3);
    for (let j = 0; j < count; j += 2) {
      const features = f32x4.replace_lane(
        v128.load32_zero(row + (load<u32>(chosen + (j << 2)) << 2)),
        1,
        load<f32>(row + (load<u32>(chosen + ((j + 1) << 2)) << 2)),
      );
      const distance = f64x2.sub(f64x2.promote_low_f32x4(features), v128.load(centre + (j << 3)));
      v128.store64_lane(to + (j << 2), f32x4.demote_f64x2_zero(f64x2.div(distance, units)), 0);
    }
    // Where the number of coordinates is odd, two gradients' products are added to what has to stay 0.
    if (count < stride) store<f32>(to + (count << 2), 0);
    row += width << 2;
    to += stride << 2;
  }
}
