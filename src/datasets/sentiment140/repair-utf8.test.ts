import fc from 'fast-check';
import { expect, it } from 'vitest';
import { repairUtf8 } from './repair-utf8.js';

const asLatin1 = (text: string): string => Buffer.from(text).toString('latin1');

it('repairs text in UTF-8 that was read as latin-1', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 20 }), (text) => {
      expect(repairUtf8(asLatin1(text))).toBe(text);
    }),
    { seed: 1, numRuns: 10_000 },
  );
  expect(repairUtf8('donâ\x80\x99t')).toBe('don’t');
});

it('leaves any other text as it is', () => {
  for (const text of ['', 'plain', 'café', 'Â£ and £', 'don’t', '你好 Ã©', '\ufeffx', '😂']) {
    expect(repairUtf8(text)).toBe(text);
  }
});
