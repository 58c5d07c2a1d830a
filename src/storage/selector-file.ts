import { createHash } from 'node:crypto';
import { realpath } from 'node:fs/promises';
import { extname } from 'node:path';
import { pathToFileURL } from 'node:url';
import { SelectorError, UsageError } from '../core/errors.js';
import type { BatchSelector, SelectorFactory } from '../training/index.js';
import { type CodeFile, codeError } from './code-error.js';
import { readFileWhole } from './files.js';

/** A selector of a user's own. */
export interface SelectorFile {
  readonly factory: SelectorFactory;
  /** Tells its versions apart: the first eight hex digits of the SHA-256 of the file, without what it imports. */
  readonly version: string;
}

/**
 * Loads a selector from a file of JavaScript, or of TypeScript where Node runs that, and so runs its code. The default
 * export is the factory. The selector goes by the path, so a run can be resumed after the file was mended.
 *
 * @param path From the working folder.
 * @throws DataError if it cannot be read; UsageError if this Node cannot run such a file; SelectorError if its code
 *   fails, now or later while it selects, or if it exports no factory.
 */
export async function loadSelector(path: string): Promise<SelectorFile> {
  const version = createHash('sha256')
    .update(await readFileWhole(path))
    .digest('hex')
    .slice(0, 8);
  const file = { path, realPath: await realpath(path) };
  const factory = await importDefault(file);
  if (typeof factory !== 'function') {
    throw new SelectorError(
      `The file ${path} exports no selector; its default export must be a function that makes one.`,
    );
  }
  return { version, factory: guarded(factory as SelectorFactory, file) };
}

async function importDefault(file: CodeFile): Promise<unknown> {
  try {
    return ((await import(pathToFileURL(file.realPath).href)) as { readonly default?: unknown }).default;
  } catch (error) {
    throw cannotRun(file, error) ?? codeError(file, `The file ${file.path} failed`, error);
  }
}

/** What to do if Node knows nothing of such files. */
function cannotRun({ path }: CodeFile, error: unknown): UsageError | undefined {
  const { code } = Object(error) as { readonly code?: unknown };
  if (code !== 'ERR_UNKNOWN_FILE_EXTENSION') return undefined;
  const isTypeScript = /^\.[cm]?ts$/.test(extname(path));
  const mend = isTypeScript
    ? 'which Node runs from 22.18 and 23.6 on; use that, set NODE_OPTIONS="--import tsx" with the package tsx, or give JavaScript'
    : 'which Node does not run; give a file that ends in .js, .mjs or .ts';
  return new UsageError(`The file ${path} is ${isTypeScript ? 'TypeScript' : 'no JavaScript'}, ${mend}.`, {
    cause: error,
  });
}

/** A factory whose selectors say in which line of their file they failed. */
function guarded(factory: SelectorFactory, file: CodeFile): SelectorFactory {
  const { path } = file;
  const attempt = <T>(what: string, run: () => T, step?: number): T => {
    const fail = (error: unknown): never => {
      const where = step === undefined ? '' : ` at step ${step}`;
      throw codeError(file, `The ${what} of ${path} failed${where}`, error);
    };
    try {
      const result = run();
      return result instanceof Promise ? (result.catch(fail) as T) : result;
    } catch (error) {
      return fail(error);
    }
  };
  return (samples) => {
    const selector = attempt('default export', () => factory(samples));
    if (!isSelector(selector)) {
      throw new SelectorError(
        `The default export of ${path} made no selector; it must return an object with name and select().`,
      );
    }
    const { needs, state } = selector;
    return {
      name: path,
      ...(needs && { needs }),
      ...(state && { state }),
      select: (context) => attempt('select()', () => selector.select(context), context.step),
      observe: (outcome) => attempt('observe()', () => selector.observe?.(outcome), outcome.step),
    };
  };
}

const isSelector = (made: unknown): made is BatchSelector =>
  typeof (Object(made) as Partial<BatchSelector>).select === 'function';
