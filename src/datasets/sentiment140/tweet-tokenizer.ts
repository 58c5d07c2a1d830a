/** Tokens that stand for something of which only the kind matters. */
const placeholders = { user: '<user>', url: '<url>', number: '<number>' } as const;

// Below, no two ways lead through the same characters, so that the time grows with the length of the text
// only, whatever the text is.
const end = String.raw`(?![\p{L}\p{N}_])`;
const url = String.raw`https?:\/\/\S*|www\.\S+|URL${end}`;
const user = String.raw`@[\p{L}\p{N}_]+|USER${end}`;
const emoticon = [
  // :-) ;D =( :'( >:| and :))))
  String.raw`>?[:;=][-'^]?(?:[()[\]{}|\\@*]+|\/(?!\/)|[DdPpOoSs3]${end})`,
  // (: turned round. After a word it would be a parenthesis and a colon.
  String.raw`(?<!\S)[([)\]]['-]?[:;=](?!\S)`,
  // <3 and </3
  String.raw`<\/?3+(?!\p{N})`,
  // -_- ^.^ >_< o_O T_T
  String.raw`[-^>][_.]{1,9}[-^<]|[oO]_{1,9}[oO]${end}|[Tt]_{1,9}[Tt]${end}`,
].join('|');
// 5 and 1,000.5 and 10:30, of 10:30am too; but not of 10am, which is a word.
const number = String.raw`\p{N}+(?:(?:[.,:/]\p{N}+)+|(?![\p{L}\p{N}]))`;
const word = String.raw`[\p{L}\p{N}][\p{L}\p{M}\p{N}]*(?:['’][\p{L}\p{M}]+)*`;
// What a contraction leaves of itself after a placeholder: USER's.
const clitic = String.raw`['’](?:[sdm]|ll|re|ve)${end}`;
// A # is dropped from before a word.
const symbol = String.raw`(?!#[\p{L}\p{N}])([^\s\p{L}\p{N}])\1*`;
const pieces = new RegExp([url, user, emoticon, number, word, clitic, symbol].join('|'), 'gu');

/**
 * Cuts a tweet into tokens, in lower case.
 *
 * - @names and links, and what stands for them in Sentiment140, USER and URL, become `<user>` and `<url>`;
 *   numbers become `<number>` (but 4th, gr8 and 2day are words).
 * - A letter repeated more than twice is written twice (sooooo, soo), as Go, Bhayani and Huang do.
 * - Contractions stay whole (don't), so that a negation is one token, as it is where a tweet has no apostrophe
 *   (dont).
 * - A hashtag is its word, without the `#`.
 * - Emoticons are tokens; their mouths are drawn once: `:)))` is `:)`.
 * - Any other symbol is a token; repeated, it is one token of at most three: `!`, `..`, `???`.
 *
 * Takes time in proportion to the length of the text.
 *
 * @returns No token if there is nothing but white space.
 */
export function tokenizeTweet(text: string): string[] {
  return (text.match(pieces) ?? []).map(canonicalToken);
}

const beginsWord = /^['’]?\p{L}/u;
const isLink = /^(?:https?:\/\/|www\.\S)/u;
const isName = /^@[\p{L}\p{N}_]/u;
const isNumber = /^\p{N}[\p{N}.,:/]*$/u;
const mouth = /^(>?[:;=][-'^]?[^:;=])/u;
const threeLetters = /(\p{L})\1{2,}/gu;

function canonicalToken(piece: string): string {
  if (isPlainWord(piece)) return piece;
  if (beginsWord.test(piece)) {
    if (piece === 'USER') return placeholders.user;
    if (piece === 'URL' || isLink.test(piece)) return placeholders.url;
    return canonicalWord(piece);
  }
  if (isName.test(piece)) return placeholders.user;
  if (isNumber.test(piece)) return placeholders.number;
  if (/^\p{N}/u.test(piece)) return canonicalWord(piece);
  if (/^<\/?3/.test(piece)) return piece.replace(/3+/, '3');
  return (mouth.exec(piece)?.[1] ?? piece.replace(/(.)\1{3,}/gsu, '$1$1$1')).toLowerCase();
}

/** Whether nothing needs to be done. Most words are plain, and a pattern would take longer to tell. */
function isPlainWord(piece: string): boolean {
  let last = 0;
  let lastButOne = 0;
  for (let i = 0; i < piece.length; i++) {
    const code = piece.charCodeAt(i);
    if (code < 97 || code > 122 || (code === last && code === lastButOne)) return false;
    lastButOne = last;
    last = code;
  }
  return true;
}

function canonicalWord(word: string): string {
  return word.replaceAll('’', "'").toLowerCase().replace(threeLetters, '$1$1');
}
