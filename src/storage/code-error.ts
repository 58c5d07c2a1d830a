import { spawnSync } from 'node:child_process';
import { pathToFileURL } from 'node:url';
import { SelectorError } from '../core/errors.js';

/** A file of a user's code. */
export interface CodeFile {
  /** As the user wrote it. */
  readonly path: string;
  /** As stacks have it: absolute, without symbolic links. */
  readonly realPath: string;
}

/** What a user's code threw, as one sentence with the line of the file in which it was. */
export function codeError(file: CodeFile, what: string, error: unknown): SelectorError {
  const message = error instanceof Error ? error.message : String(error);
  const line = lineOf(file, error);
  const where = line === undefined ? '' : `, in line ${line}`;
  return new SelectorError(`${what}${where} (${inOneLine(message)}); mend its code.`, { cause: error });
}

const inOneLine = (message: string) => message.replace(/\s+/g, ' ').slice(0, 200).replace(/\.$/, '');

/** The line of the innermost call in a file, or that of its syntax error. */
function lineOf(file: CodeFile, error: unknown): number | undefined {
  if (!(error instanceof Error)) return undefined;
  const line = firstLineIn(file, error.stack ?? '');
  if (line !== undefined || error.name !== 'SyntaxError') return line;
  // Node tells the line of a syntax error only to those who do not catch it.
  const { stderr } = spawnSync(process.execPath, [...process.execArgv, file.realPath], {
    ...{ encoding: 'utf8', timeout: 10_000 },
  });
  return firstLineIn(file, stderr);
}

function firstLineIn({ realPath }: CodeFile, stack: string): number | undefined {
  for (const name of [realPath, pathToFileURL(realPath).href]) {
    for (const rest of stack.split(name).slice(1)) {
      const [, line] = /^(?:\?[^:\s]*)?:(\d+)/.exec(rest) ?? [];
      if (line !== undefined) return Number(line);
    }
  }
  return undefined;
}
