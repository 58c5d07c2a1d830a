import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { parse } from 'csv-parse/sync';

const { resolve } = createRequire(import.meta.url);

/** A file in the folder `data` of an installed package, whose entry point lies in a folder beside it. */
const read = (packageName: string, file: string): string =>
  readFileSync(new URL(`../data/${file}`, pathToFileURL(resolve(packageName))), 'utf8');

/** What a JSON file of a package holds; the caller knows its type, since packages are pinned. */
export const readJson = <T>(packageName: string, file: string): T => JSON.parse(read(packageName, file)) as T;

/** The rows of a CSV file of a package, by the names in its first line. */
export const readCsv = <Column extends string>(packageName: string, file: string): Record<Column, string>[] =>
  parse(read(packageName, file), { columns: true });
