import { z } from 'zod';
import { UsageError } from './errors.js';

/** What an option must be; the message says so when it is not. */
const mustBe = <T extends z.ZodType>(make: (error: string) => T, what: string) => make(`must be ${what}`);

export const positiveInteger = mustBe((e) => z.int(e).positive(e), 'a positive integer');
export const nonNegativeInteger = mustBe((e) => z.int(e).nonnegative(e), 'an integer of at least 0');
export const positiveNumber = mustBe((e) => z.number(e).positive(e), 'a positive number');
export const nonNegativeNumber = mustBe((e) => z.number(e).nonnegative(e), 'a number of at least 0');
export const atLeastOne = mustBe((e) => z.number(e).min(1, e), 'a number of at least 1');
export const atMostOne = mustBe((e) => z.number(e).max(1, e), 'a number of at most 1');
export const finiteNumber = mustBe((e) => z.number(e), 'a finite number');
export const fraction = mustBe((e) => z.number(e).min(0, e).lt(1, e), 'at least 0 and below 1');
export const share = mustBe((e) => z.number(e).min(0, e).max(1, e), 'from 0 to 1');
export const positiveShare = mustBe((e) => z.number(e).positive(e).max(1, e), 'above 0 and at most 1');

export const yesOrNo = mustBe((e) => z.boolean(e), 'true or false');
export const initializer = mustBe(
  (e) => z.custom((value) => typeof value === 'function', e),
  'an initializer, such as heNormal',
);

/** One of a few words. */
export function oneOf<const T extends readonly string[]>(...words: T) {
  return z.enum(words, `must be one of ${words.map((word) => `'${word}'`).join(', ')}`);
}

/**
 * Checks options against a schema for each.
 *
 * @throws UsageError that names the owner, the first wrong option, what it must be, and the value given.
 */
export function checkOptions(owner: string, schemas: Record<string, z.ZodType>, options: object): void {
  for (const [name, schema] of Object.entries(schemas)) {
    const value = (options as Record<string, unknown>)[name];
    const { success, error } = schema.safeParse(value);
    if (!success) {
      throw new UsageError(`${owner}: ${name} ${error.issues[0]!.message}, got ${show(value)}.`);
    }
  }
}

/** A value as it would be written in code, cut to a readable length. */
export function show(value: unknown): string {
  if (typeof value === 'number' || value === undefined) return String(value);
  const text = typeof value === 'function' ? 'a function' : JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}
