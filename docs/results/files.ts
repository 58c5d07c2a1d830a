import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

export const page = new URL('../results.md', import.meta.url);
export const recordsFolder = new URL('../../results/published/', import.meta.url);

/** What the page says of the records that it is made of, so that it is seen when they change. */
export const digestOf = (folder: URL): string =>
  createHash('sha256')
    .update(readFileSync(new URL('runs.jsonl', folder)))
    .digest('hex')
    .slice(0, 16);
