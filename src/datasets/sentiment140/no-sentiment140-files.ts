import { DataError } from '../../core/errors.js';
import type { readSentiment140 as readInNode } from './sentiment140-files.js';

/** Stands in for sentiment140-files.ts where there are no files, as no-files.ts does for files.ts. */
export const readSentiment140: typeof readInNode = async () => {
  throw new DataError(
    'Sentiment140 is read from files, which a browser does not have; run this in Node, or use iris() instead.',
  );
};
