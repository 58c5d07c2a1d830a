import { readFile } from 'node:fs/promises';
import { spread } from '../measure.js';

/** Milliseconds of a step of the MNIST CNN on one thread, as `npm run bench` measured it for docs/performance.json. */
export async function cnnStep(): Promise<number> {
  const file = new URL('../../docs/performance.json', import.meta.url);
  const { results } = JSON.parse(await readFile(file, 'utf8')) as {
    results: { cnn: { measured: readonly { name: string; values: readonly number[] }[] } };
  };
  return spread(results.cnn.measured.find(({ name }) => name === 'Choosy (1 thread)')!.values).median;
}
