import { DataError } from '../../core/errors.js';
import type { readDataFiles as readInNode } from './files.js';

/** Stands in for files.ts where there are no files, so that a page's bundle has no module of Node in it. */
export const readDataFiles: typeof readInNode = async ({ title }) => {
  throw new DataError(
    `${title} is read from files, which a browser does not have; run this in Node, or use iris() instead.`,
  );
};
