import { UsageError } from '../core/errors.js';
import { fileIn, type SelectorFiles } from '../selection/index.js';
import { loadSelector } from '../storage/index.js';
import type { SelectorFactory } from '../training/index.js';

/** Selectors by their texts, with the code of those that are files. */
export interface LoadedSelectors {
  /** As `selectorFromText` reads them, together with the files. */
  readonly texts: readonly string[];
  readonly files: SelectorFiles;
}

/**
 * Loads the files that texts name instead of selectors, which runs their code.
 *
 * @returns Texts that have the version of each file behind its path, such as `./mine.ts#1a2b3c4d`, so that records say
 *   which code it was: a file that was changed is another method.
 * @throws UsageError if a text has another version than the file; what `loadSelector` throws.
 */
export async function loadSelectorFiles(texts: readonly string[]): Promise<LoadedSelectors> {
  const files = new Map<string, SelectorFactory>();
  const versioned: string[] = [];
  for (const text of texts) {
    const file = fileIn(text);
    if (file === undefined) {
      versioned.push(text);
      continue;
    }
    const [, path, asked] = /^(.*?)(?:#([0-9a-f]{8}))?$/s.exec(file)!;
    const { factory, version } = await loadSelector(path!);
    if (asked !== undefined && asked !== version) {
      throw new UsageError(`The file ${path} is no longer ${file}, but #${version}; start the command anew.`);
    }
    files.set(`${path}#${version}`, factory);
    versioned.push(`${text.slice(0, -file.length)}${path}#${version}`);
  }
  return { texts: versioned, files };
}
