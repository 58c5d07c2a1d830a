import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { unescapeHtml } from './unescape-html.js';

describe('unescapeHtml', () => {
  // As Python 3.11's html.unescape has them.
  it.each([
    ['&lt;3 &amp; &quot;x&quot; &gt;', '<3 & "x" >'],
    ['&amp;lt;', '&lt;'],
    ['&ampx &amp &amp;; &AMP', '&x & &; &'],
    ['&copy;&copy 2009 &notit; &para', '©© 2009 ¬it; ¶'],
    ['&apos; &apos &nbsp;', "' &apos \u00a0"],
    ['&frac14;&frac1 &yumlx', '¼&frac1 ÿx'],
    ['&#65;&#65 &#x41;&#X41g', 'AA AAg'],
    ['&#0; &#xD800; &#1114112; &#x99999999999;', '\ufffd \ufffd \ufffd \ufffd'],
    ['&#128;&#x99; &#129; &#13;', '€™ \x81 \r'],
    ['&#1;&#xb;&#x7f;&#xfdd0;&#xffff;&#x1fffe;x', 'x'],
    ['&#9;&#12;&#128514;', '\t\f😂'],
    ['& &; &# &#; &#x; &foo; &foo &lt', '& &; &# &#; &#x; &foo; &foo <'],
    ['&hearts; is above U+00FF', '&hearts; is above U+00FF'],
    ['AT&T R&B', 'AT&T R&B'],
    ['&lbrace;&fjlig;&num;', '{fj#'],
    ['&' + 'amp'.repeat(20), '&' + 'amp'.repeat(19)],
  ])('replaces what is in %j', (text, expected) => expect(unescapeHtml(text)).toBe(expected));

  it('gives back what was escaped', () => {
    const escapes: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 30 }), fc.boolean(), (text, byNumber) => {
        const escaped = byNumber
          ? text.replace(/[ -~]/g, (character) => `&#${character.charCodeAt(0)};`)
          : text.replace(/[&<>"]/g, (character) => escapes[character]!);
        expect(unescapeHtml(escaped)).toBe(text);
      }),
      { seed: 1, numRuns: 10_000 },
    );
  });

  it('takes anything, in linear time', () => {
    const parts = fc.constantFrom('&', '#', 'x', ';', 'amp', 'lt', '1', '9999999999', 'notin', ' ', 'é', '<');
    fc.assert(
      fc.property(fc.array(parts, { maxLength: 30 }), (some) => {
        unescapeHtml(some.join(''));
      }),
      { seed: 2, numRuns: 10_000 },
    );
    const start = performance.now();
    for (const part of ['&', '&a', '&#', '&#1', '1', 'amp', '&amp'])
      unescapeHtml(`&#${part.repeat(200_000)}`);
    expect(performance.now() - start).toBeLessThan(5000);
  });
});
