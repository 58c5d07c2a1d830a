import { UsageError } from '../core/errors.js';
import { nearestName } from '../core/nearest-name.js';
import type { SelectorFactory } from '../training/index.js';
import { type SelectorEntry, selectors } from './registry.js';

/** A selector as a text names it. */
export interface NamedSelector {
  /** The text, as it is written in records and tables. */
  readonly text: string;
  readonly create: () => SelectorFactory;
  /** Share of the samples that its rounds train; undefined where that is all of them, or changes. */
  readonly keptShare: number | undefined;
  /** Whether it may give batches of half the size that was asked for. */
  readonly halvesBatches: boolean;
}

type Options = Record<string, number | boolean | string>;

interface Part {
  readonly entry: SelectorEntry;
  readonly options: Options;
}

/** Factories from files of a user's own, by what stands for the file in a text. */
export type SelectorFiles = ReadonlyMap<string, SelectorFactory>;

/** Decorators, and a file after them: it begins with a dot or a slash, or ends like a file of code. */
const withFile = /^(?:[^+./][^+]*\+)*([./].*|[^+]*\.[cm]?[jt]s(?:#[0-9a-f]{8})?)$/s;

/** The file that a text names instead of a selector, such as `./mine.ts`; undefined if it names none. */
export const fileIn = (text: string): string | undefined => withFile.exec(text)?.[1];

/**
 * Reads the text that names a selector: `highest-loss`, with options `highest-loss:top=0.2:explore=0.05`, or with
 * decorators before it, the outermost first: `length-bucketed:pool=50+random-subsets:share=0.3`.
 *
 * @param files What may stand instead of the last name. No code is loaded here, so without them every file is refused.
 * @throws UsageError if there is no such selector or option, or what an option's value must be.
 */
export function selectorFromText(text: string, files: SelectorFiles = new Map()): NamedSelector {
  const file = fileIn(text);
  const names = (file === undefined ? text : text.slice(0, -file.length)).split('+');
  const decorators = names.slice(0, -1).map(readPart);
  const inner = file === undefined ? fromName(names.at(-1)!) : fromFile(file, files);
  for (const { entry: outer } of decorators) {
    if (!outer.decorate) {
      const known = selectors.filter(({ decorate }) => decorate).map(({ name }) => name);
      throw new UsageError(
        `"${text}" puts ${outer.name} before a +, but it regroups no other selector; only ${known.join(' and ')} do.`,
      );
    }
  }
  const create = () =>
    decorators.reduceRight((of, outer) => outer.entry.decorate!(of, outer.options), inner.create());
  // Wrong options are told now, not in the middle of an experiment.
  create();
  return { ...inner, text, create };
}

type Inner = Omit<NamedSelector, 'text'>;

function fromName(name: string): Inner {
  const { entry, options } = readPart(name);
  return {
    create: () => entry.create(options),
    keptShare: entry.keptShare?.(options),
    halvesBatches: entry.halvesBatches?.(options) ?? false,
  };
}

function fromFile(file: string, files: SelectorFiles): Inner {
  const factory = files.get(file);
  if (!factory) {
    throw new UsageError(
      `The selector "${file}" is a file, and files are not run here; name one that \`choosy list\` shows.`,
    );
  }
  return { create: () => factory, keptShare: undefined, halvesBatches: false };
}

function readPart(part: string): Part {
  const [name, ...given] = part.split(':') as [string, ...string[]];
  const entry = selectors.find((entry) => entry.name === name);
  if (!entry) {
    const nearest = nearestName(
      name,
      selectors.map((entry) => entry.name),
    );
    throw new UsageError(
      `There is no selector "${name}"; did you mean "${nearest}"? \`choosy list\` shows them all.`,
    );
  }
  return { entry, options: Object.fromEntries(given.map((option) => readOption(entry, option))) };
}

/** A number, true or false, or else a word; what it must be, the selector says. */
function readOption({ name, options = [] }: SelectorEntry, text: string): [string, Options[string]] {
  const [key, value = ''] = text.split('=', 2) as [string, string?];
  if (!options.includes(key)) {
    const known = options.length > 0 ? `it has ${options.join(', ')}` : 'it has none';
    throw new UsageError(`The selector ${name} has no option "${key}"; ${known}.`);
  }
  if (value === 'true' || value === 'false') return [key, value === 'true'];
  if (value.trim() === '') {
    throw new UsageError(`The option ${key} of ${name} has no value; write it as ${name}:${key}=0.5.`);
  }
  const number = Number(value);
  return [key, Number.isFinite(number) ? number : value];
}
