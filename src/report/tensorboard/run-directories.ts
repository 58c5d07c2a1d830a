import type { RunRecord } from '../../benchmark/index.js';

/**
 * What some file system refuses in a name, and `%`, so that different names stay different. Dots and spaces at the end
 * are dropped by Windows, and a name of dots only leads out of the folder.
 */
const unsafe = /[%<>:"/\\|?*\p{C}]|[. ]$/gu;

/** The name as it is as far as that is safe; other characters in UTF-8, percent-encoded (RFC 3986, section 2.1). */
const safeName = (name: string): string =>
  name.replace(unsafe, (character) =>
    Buffer.from(character).toString('hex').toUpperCase().replace(/../g, '%$&'),
  );

/**
 * A directory for each run, relative to the folder that TensorBoard is given, which shows it as the run's name:
 * `iris/random-subsets%3Ashare=0.37/seed-1`. Further runs of the same task, method and seed, such as with more threads,
 * get a number: `seed-1-run-2`.
 */
export function runDirectories(runs: readonly Pick<RunRecord, 'task' | 'method' | 'seed'>[]): string[] {
  const counts = new Map<string, number>();
  return runs.map(({ task, method, seed }) => {
    const directory = `${safeName(task)}/${safeName(method)}/seed-${seed}`;
    // Some file systems do not tell upper and lower case apart.
    const key = directory.toLowerCase();
    const count = (counts.get(key) ?? 0) + 1;
    counts.set(key, count);
    return count === 1 ? directory : `${directory}-run-${count}`;
  });
}
