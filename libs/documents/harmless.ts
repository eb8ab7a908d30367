/**
 * Words of others made harmless for every document, without hiding that something was there: what is taken out leaves a
 * mark in square brackets. JSON keeps the words as they came.
 */

/** Longest text of others that a document shows, characters; the rest is in the JSON file. */
export const longestText = 8_000;
/** More marks than this on one letter are no writing that we know of; they would draw over the lines around them. */
const mostMarks = 6;
/** A word longer than this gets places where a line may break. */
const longestWord = 40;

/** Signs that turn the direction of what follows, or would be control signs in a file. */
const turning = /[\u202A-\u202E\u2066-\u2069]/g;
// oxlint-disable-next-line no-control-regex
const control = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F\uFEFF\uFFF9-\uFFFB\uFFFE\uFFFF]/g;

/** Text that can be put into any of the formats (which still escape it): at most `longestText` long, well-formed. */
export function harmless(text: string): string {
  const safe = text
    .replace(/\p{Cs}/gu, '\uFFFD')
    .replace(/\r\n?|[\u2028\u2029]/g, '\n')
    .replace(/\t/g, ' ')
    .replace(turning, (sign) => `[U+${sign.charCodeAt(0).toString(16).toUpperCase()}]`)
    .replace(control, '\uFFFD')
    .replace(/\p{M}+/gu, (marks) => {
      const signs = [...marks];
      return signs.length <= mostMarks ? marks : `${signs.slice(0, mostMarks).join('')}[+${signs.length - mostMarks}]`;
    });
  // What has been cut once stays so: its note counts what was left out of the whole.
  const isCut = safe.length < longestText + 24 && / \[… \+\d+\]$/.test(safe);
  if (safe.length <= longestText || isCut) return safe;
  // Not between the halves of one sign.
  const end = /[\uD800-\uDBFF]/.test(safe.charAt(longestText - 1)) ? longestText - 1 : longestText;
  return `${safe.slice(0, end)} [… +${safe.length - end}]`;
}

/** The same with zero-width spaces in words that no line could hold, for paper. */
export function breakable(text: string): string {
  return text.replace(new RegExp(`[^\\s\\u200B]{${longestWord},}`, 'gu'), (word) =>
    [...word].map((sign, i) => (i > 0 && i % 20 === 0 && !/\p{M}/u.test(sign) ? `\u200B${sign}` : sign)).join(''),
  );
}

/** Whether a text begins with a letter of a script that runs from right to left. */
export function startsRightToLeft(text: string): boolean {
  return /^[^\p{L}]*[\u0590-\u08FF\uFB1D-\uFDFF\uFE70-\uFEFC]/u.test(text);
}
