import fc from 'fast-check';

/** Characters of one to four bytes in UTF-8, control characters too. fast-check's own list of all takes long to make. */
const character = fc.oneof(
  fc.string({ unit: 'binary-ascii', minLength: 1, maxLength: 1 }),
  fc.constantFrom('é', '×', '→', '\u202e', '漢', '😀', '\u{20000}', '\u{10ffff}'),
);

/** Any text of at least one character. */
export const anyText = (maxLength = 12): fc.Arbitrary<string> =>
  fc.string({ unit: character, minLength: 1, maxLength });
