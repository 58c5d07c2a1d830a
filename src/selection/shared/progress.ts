/**
 * How much of a schedule is behind, from 0 to 1; 0 for a schedule without a length.
 *
 * @param epoch Epochs trained so far.
 * @param epochs Epochs that the schedule spans.
 */
export const progressOf = (epoch: number, epochs: number | undefined): number =>
  epochs === undefined ? 0 : Math.min(1, epoch / epochs);
