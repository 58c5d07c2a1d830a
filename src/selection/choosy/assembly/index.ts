export {
  all,
  classOf,
  count,
  gradients,
  lay,
  part,
  round,
  rows,
  stride,
  values,
  weights,
  widths,
} from './memory';
export { findWidest, locate, measure } from './coordinates';
export { orderNeighbours } from './neighbours';
export { effectiveShare } from './share';
export { takeAll, takeHighest } from './focus';
export { arrange } from './halving';
