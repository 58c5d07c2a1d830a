import { unescapeHtml } from './unescape-html.js';

// What \w and \s are in Python, of which JavaScript's differ.
const wordCharacter = String.raw`[\p{L}\p{N}_]`;
const space = String.raw`[\t-\r\x1c-\x20\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]`;
const notSpace = space.replace('[', '[^');

const name = new RegExp(`@${wordCharacter}+`, 'gu');
const link = new RegExp(`http${notSpace}+`, 'gu');
const leadingSpace = new RegExp(`^${space}+`, 'u');
const isSpace = new RegExp(space, 'u');

/**
 * Normalizes a tweet as those of the file without names are: @names become USER, then links URL; then white
 * space around it goes, and HTML's character references become what they stand for.
 *
 * Source: prep.py of https://github.com/voidisnull/sentiment140_translator.
 */
export function normalizeTweet(text: string): string {
  return unescapeHtml(strip(text.replace(name, 'USER').replace(link, 'URL')));
}

function strip(text: string): string {
  let end = text.length;
  // By hand: a pattern that looks for white space before the end looks at all of it in between again and again.
  while (end > 0 && isSpace.test(text[end - 1]!)) end--;
  return text.slice(0, end).replace(leadingSpace, '');
}
