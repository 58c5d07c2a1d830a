const aboveAscii = /[\u0080-\u00ff]/;
const aboveLatin1 = /[^\u0000-\u00ff]/;

/**
 * Gives back text in UTF-8 that somebody read as latin-1, `donâ\x80\x99t` as `don’t`. Any other text stays as
 * it is.
 */
export function repairUtf8(text: string): string {
  if (!aboveAscii.test(text) || aboveLatin1.test(text)) return text;
  const bytes = Uint8Array.from(text, (character) => character.charCodeAt(0));
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return text;
  }
}
