import type { Rng } from '../../core/rng.js';

/**
 * Splits many samples of two classes at random into three parts: 0 (the rest), 1 and 2 (held back), with as
 * many of each class as asked for in each part that is held back, as far as whole groups allow.
 *
 * For hundreds of samples `splitDataset` is there; this one holds no object a sample, and counts each sample
 * of a group as one of its own class.
 *
 * @param groups One number a sample; samples of the same number get into the same part.
 * @param labels 0 or 1 for each sample.
 * @param heldBack How many samples of each class to hold back for part 1, and for part 2.
 * @returns The part of each sample.
 */
export function splitGroups(
  groups: Float64Array,
  labels: ArrayLike<number>,
  heldBack: number,
  rng: Rng,
): Uint8Array {
  const groupOf = numberGroups(groups);
  const count = groupOf.reduce((largest, group) => Math.max(largest, group), -1) + 1;
  const sizes = [new Uint32Array(count), new Uint32Array(count)] as const;
  groupOf.forEach((group, i) => sizes[labels[i] === 1 ? 1 : 0][group]!++);

  const partOf = new Uint8Array(count);
  const room = [1, 2].map((part) => ({ part, left: [heldBack, heldBack] as [number, number] }));
  for (const group of rng.shuffle(Uint32Array.from({ length: count }, (_, i) => i))) {
    const [negative, positive] = [sizes[0][group]!, sizes[1][group]!];
    const fits = room.find(({ left }) => negative <= left[0] && positive <= left[1]);
    if (fits === undefined) continue;
    partOf[group] = fits.part;
    fits.left[0] -= negative;
    fits.left[1] -= positive;
  }
  return Uint8Array.from(groupOf, (group) => partOf[group]!);
}

/** Numbers groups from 0 on, in the order in which they occur. */
function numberGroups(groups: Float64Array): Uint32Array {
  const numbers = new Map<number, number>();
  return Uint32Array.from(groups, (group) => {
    const number = numbers.get(group) ?? numbers.size;
    if (number === numbers.size) numbers.set(group, number);
    return number;
  });
}
