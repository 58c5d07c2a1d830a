import { median } from 'simple-statistics';

/**
 * The seconds at every evaluation of a run that was made several times: between two evaluations, the median of what
 * the attempts took there. In runs of milliseconds, every attempt has a pause of the machine somewhere, but few have
 * one at the same place.
 *
 * @param attempts For each, the seconds at every evaluation, as many in all.
 */
export function typicalSeconds(attempts: readonly (readonly number[])[]): number[] {
  const [first = []] = attempts;
  let total = 0;
  return first.map((_, i) => {
    total += median(attempts.map((seconds) => seconds[i]! - (seconds[i - 1] ?? 0)));
    return total;
  });
}
