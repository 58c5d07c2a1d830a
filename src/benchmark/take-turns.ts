/**
 * Gives all their turns, there and back (A B C, C B A, A B C, and so on), until each says that it is done: what drifts
 * meanwhile, such as the frequency of the processor, then falls on all alike.
 *
 * @param take One turn; whether the one that had it is done.
 */
export async function takeTurns<T>(all: readonly T[], take: (one: T) => Promise<boolean>): Promise<void> {
  let left = all;
  while (left.length > 0) {
    const again: T[] = [];
    for (const one of left) if (!(await take(one))) again.push(one);
    left = again.reverse();
  }
}
