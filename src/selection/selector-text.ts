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
}

type Options = Record<string, number | boolean | string>;

interface Part {
  readonly entry: SelectorEntry;
  readonly options: Options;
}

/**
 * Reads the text that names a selector: `highest-loss`, with options `highest-loss:top=0.2:explore=0.05`, or with
 * decorators before it, the outermost first: `length-bucketed:pool=50+random-subsets:share=0.3`.
 *
 * @throws UsageError if there is no such selector or option, or what an option's value must be.
 */
export function selectorFromText(text: string): NamedSelector {
  const parts = text.split('+').map(readPart);
  const decorators = parts.slice(0, -1);
  const { entry, options } = parts.at(-1)!;
  for (const { entry: outer } of decorators) {
    if (!outer.decorate) {
      const known = selectors.filter(({ decorate }) => decorate).map(({ name }) => name);
      throw new UsageError(
        `"${text}" puts ${outer.name} before a +, but it regroups no other selector; only ${known.join(' and ')} do.`,
      );
    }
  }
  const create = () =>
    decorators.reduceRight((of, outer) => outer.entry.decorate!(of, outer.options), entry.create(options));
  // Wrong options are told now, not in the middle of an experiment.
  create();
  return { text, create, keptShare: entry.keptShare?.(options) };
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
