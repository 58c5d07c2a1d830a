import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { tokenizeTweet } from './tweet-tokenizer.js';

const tokens = (text: string): string => tokenizeTweet(text).join(' ');

const parts = fc.constantFrom(
  ...[
    '@',
    'USER',
    'URL',
    'http://',
    'https',
    'www.',
    'a',
    'B',
    'ooo',
    'é',
    'É',
    'İ',
    'ß',
    'n’t',
    "'",
    '’',
    's',
  ],
  ...[
    '1',
    '23',
    '.',
    ',',
    ':',
    ';',
    '=',
    '-',
    '_',
    '^',
    '(',
    ')',
    '<',
    '3',
    '>',
    '/',
    'D',
    'o',
    'T',
    '#',
    '!',
  ],
  ...[
    '?',
    '&',
    ' ',
    '\n',
    '\u00a0',
    '\u0301',
    '\ufe0f',
    '😂',
    '\ud83d',
    '你',
    '²',
    'Ⓐ',
    '\0',
    '\x85',
    '\u200d',
  ],
);
const texts = fc.oneof(
  fc.array(parts, { maxLength: 30 }).map((some) => some.join('')),
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.string({ unit: 'grapheme', maxLength: 40 }),
);

describe('tokenizeTweet', () => {
  it.each([
    ['USER URL - Awww, that bummer. ;D', '<user> <url> - aww , that bummer . ;d'],
    ['@bob_1: see http://a.b/c?d, www.x.org', '<user> : see <url> <url>'],
    ["USER's URL", "<user> 's <url>"],
    ['USERNAME CURL user url', 'username curl user url'],
    ['soooo COOOOL', 'soo cool'],
    ["don't DON’T dont I'm y'all rock'n'roll", "don't don't dont i'm y'all rock'n'roll"],
    ["'tis 'quoted'", "' tis ' quoted '"],
    [
      '5 1,000.50 10:30am $20 50% 4th gr8 2day',
      '<number> <number> <number> am $ <number> <number> % 4th gr8 2day',
    ],
    ['#fail #1 # c#', 'fail <number> # c #'],
    [":) :-( :))) =D :P :/ :3 >:( :'( ;)", ":) :-( :) =d :p :/ :3 >:( :'( ;)"],
    ['(: hi (note): so', '(: hi ( note ) : so'],
    ['<3 <333 </3 <35', '<3 <3 </3 < <number>'],
    ['-_- ^.^ >_< o_O T_T foo_bar', '-_- ^.^ >_< o_o t_t foo _ bar'],
    ['! !! !!!!!! ... .. ????? ?!', '! !! !!! ... .. ??? ? !'],
    ['r&b e-mail U.S.A', 'r & b e - mail u . s . a'],
    ['♥♥♥♥ 😂😂😂😂😂 你好 हिन्दी', '♥♥♥ 😂😂😂 你好 हिन्दी'],
    [' \t\n\u00a0', ''],
    ['', ''],
  ])('cuts %j', (text, expected) => expect(tokens(text)).toBe(expected));

  it('gives tokens in lower case that are neither empty nor hold white space, of anything', () => {
    fc.assert(
      fc.property(texts, (text) => {
        for (const token of tokenizeTweet(text)) {
          expect(token).not.toMatch(/\s|^$/);
          expect(token).toBe(token.toLowerCase());
          expect(token).not.toMatch(/(\p{L})\1\1/u);
        }
      }),
      { seed: 1, numRuns: 20_000 },
    );
  });

  it('loses nothing of a text without repetitions but white space and number signs', () => {
    const characters = fc.uniqueArray(fc.constantFrom(...'abcXYZé!?.,&%:#_'), { maxLength: 12 });
    fc.assert(
      fc.property(fc.array(characters, { maxLength: 4 }), (words) => {
        const text = words.map((word) => word.join('')).join(' ');
        fc.pre(!/URL|USER|www|http/.test(text));
        expect(tokenizeTweet(text).join('').replaceAll('#', '')).toBe(
          text.toLowerCase().replace(/[\s#]/g, ''),
        );
      }),
      { seed: 2, numRuns: 10_000 },
    );
  });

  it('cuts a text at white space as it cuts its parts', () => {
    fc.assert(
      fc.property(texts, texts, (a, b) => {
        // Half a character at the end would not be the end of it.
        fc.pre(!/[\ud800-\udbff]$/.test(a));
        expect(tokenizeTweet(`${a} ${b}`)).toEqual([...tokenizeTweet(a), ...tokenizeTweet(b)]);
      }),
      { seed: 3, numRuns: 10_000 },
    );
  });

  it.each(
    [
      '1.',
      '-.',
      'a',
      "a'",
      '<3',
      '1',
      '@',
      '#',
      '#a',
      ':)',
      '(-',
      'o_',
      '_',
      'USER',
      'http',
      'www.',
      ':',
      '>_',
    ].concat([
      '=-',
      '😂',
      'x\u0301',
      '’',
      ' ',
      'T_',
      '^',
      '</',
      '1,',
      '\ud83d',
      'http://',
      '.,',
      '3',
      "'l",
      '-',
      '(:',
    ]),
  )('takes linear time for many %j', (part) => {
    // What took time by the square of the length would take minutes.
    const start = performance.now();
    for (const text of [part.repeat(100_000), `-${part.repeat(100_000)}a`, `<${part.repeat(100_000)}1`]) {
      tokenizeTweet(text);
    }
    expect(performance.now() - start).toBeLessThan(5000);
  });
});
