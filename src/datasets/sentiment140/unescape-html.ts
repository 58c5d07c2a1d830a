/** The names of U+00A0 to U+00FF, in order. They are known without a semicolon too. */
const latin1Names = (
  'nbsp iexcl cent pound curren yen brvbar sect uml copy ordf laquo not shy reg macr deg plusmn sup2 ' +
  'sup3 acute micro para middot cedil sup1 ordm raquo frac14 frac12 frac34 iquest Agrave Aacute Acirc ' +
  'Atilde Auml Aring AElig Ccedil Egrave Eacute Ecirc Euml Igrave Iacute Icirc Iuml ETH Ntilde Ograve ' +
  'Oacute Ocirc Otilde Ouml times Oslash Ugrave Uacute Ucirc Uuml Yacute THORN szlig agrave aacute ' +
  'acirc atilde auml aring aelig ccedil egrave eacute ecirc euml igrave iacute icirc iuml eth ntilde ' +
  'ograve oacute ocirc otilde ouml divide oslash ugrave uacute ucirc uuml yacute thorn yuml'
).split(' ');

/** More names that are known without a semicolon. */
const shortNames = {
  amp: '&',
  AMP: '&',
  lt: '<',
  LT: '<',
  gt: '>',
  GT: '>',
  quot: '"',
  QUOT: '"',
  COPY: '©',
  REG: '®',
};

/** The characters of names that need a semicolon. */
const longNames = {
  Tab: '\t',
  NewLine: '\n',
  excl: '!',
  num: '#',
  dollar: '$',
  percnt: '%',
  apos: "'",
  lpar: '(',
  rpar: ')',
  ast: '*',
  midast: '*',
  plus: '+',
  comma: ',',
  period: '.',
  sol: '/',
  colon: ':',
  semi: ';',
  equals: '=',
  quest: '?',
  commat: '@',
  lbrack: '[',
  lsqb: '[',
  bsol: '\\',
  rbrack: ']',
  rsqb: ']',
  Hat: '^',
  UnderBar: '_',
  lowbar: '_',
  DiacriticalGrave: '`',
  grave: '`',
  fjlig: 'fj',
  lbrace: '{',
  lcub: '{',
  VerticalLine: '|',
  verbar: '|',
  vert: '|',
  rbrace: '}',
  rcub: '}',
  NonBreakingSpace: '\xa0',
  Dot: '¨',
  DoubleDot: '¨',
  die: '¨',
  circledR: '®',
  strns: '¯',
  PlusMinus: '±',
  pm: '±',
  DiacriticalAcute: '´',
  CenterDot: '·',
  centerdot: '·',
  Cedilla: '¸',
  half: '½',
  angst: 'Å',
  div: '÷',
};

const characters = new Map<string, string>([
  ...latin1Names.map((name, i): [string, string] => [name, String.fromCharCode(0xa0 + i)]),
  ...Object.entries(shortNames),
]);
const longestShortName = Math.max(...[...characters.keys()].map((name) => name.length));
for (const name of [...characters.keys()]) characters.set(`${name};`, characters.get(name)!);
for (const [name, character] of Object.entries(longNames)) characters.set(`${name};`, character);

const reference = /&(?:#(?:[xX]([0-9a-fA-F]+)|([0-9]+));?|([^\t\n\f <&#;]{1,32};?))/g;

/**
 * Replaces HTML's character references by what they stand for, as Python's html.unescape does; of those by
 * name only the ones that stand for characters up to U+00FF, since a tweet that was written in latin-1 holds no
 * others. A name may lack its semicolon where HTML allows for that, and even run into what follows (`&ampx`).
 */
export function unescapeHtml(text: string): string {
  if (!text.includes('&')) return text;
  return text.replace(
    reference,
    (whole, hexadecimal: string | undefined, decimal: string | undefined, name: string | undefined) => {
      if (name !== undefined) return characterByName(name) ?? whole;
      return characterByNumber(hexadecimal === undefined ? Number(decimal) : parseInt(hexadecimal, 16));
    },
  );
}

function characterByName(name: string): string | undefined {
  const character = characters.get(name);
  if (character !== undefined) return character;
  for (let length = Math.min(name.length - 1, longestShortName); length > 1; length--) {
    const start = characters.get(name.slice(0, length));
    if (start !== undefined) return start + name.slice(length);
  }
  return undefined;
}

/** What the numbers from 0x80 to 0x9f stand for: what Windows has there, where it has something. */
const windowsCharacters = '€\x81‚ƒ„…†‡ˆ‰Š‹Œ\x8dŽ\x8f\x90‘’“”•–—˜™š›œ\x9džŸ';

/** By HTML's rules for numbers that are no characters. */
function characterByNumber(number: number): string {
  if (number === 0 || (number >= 0xd800 && number <= 0xdfff) || number > 0x10ffff) return '\ufffd';
  if (number >= 0x80 && number <= 0x9f) return windowsCharacters[number - 0x80]!;
  if (isNoCharacter(number)) return '';
  return String.fromCodePoint(number);
}

function isNoCharacter(number: number): boolean {
  return (
    (number < 0x20 && !'\t\n\f\r'.includes(String.fromCharCode(number))) ||
    number === 0x7f ||
    (number >= 0xfdd0 && number <= 0xfdef) ||
    (number & 0xfffe) === 0xfffe
  );
}
