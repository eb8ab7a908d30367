import { say, type Said } from '../said.js';
import { fold, knownPasswords } from './known-passwords.js';

/** Lengths of NIST SP 800-63B-4: alone 15 characters, with a second factor 8. */
export const passwordLengths = { alone: 15, withSecondFactor: 8, most: 256 } as const;

/** One spelling per password, as typed on any keyboard: Unicode NFKC. */
export function normalisePassword(password: string): string {
  return password.normalize('NFKC');
}

/** The shortest piece whose repetition is the text: "abcabc" has "abc". */
function period(text: string): string {
  const at = (text + text).indexOf(text, 1);
  return text.slice(0, at);
}

/** Share of neighbours that follow one another by one, such as "abcdef" or "987654". */
function isRun(text: string): boolean {
  const codes = [...text].map((c) => c.codePointAt(0)!);
  const steps = codes.slice(1).map((c, i) => c - codes[i]!);
  return steps.filter((s) => Math.abs(s) <= 1).length >= steps.length * 0.8;
}

/**
 * Why a password is refused, in words for the person who chose it, or null where it is good.
 * No rules of composition and no expiry (NIST SP 800-63B-4, 3.1.1): length, and not easily guessed.
 * `context` are words an attacker would try for this account: its name, the mission's.
 */
export async function passwordFault(password: string, secondFactor: boolean, context: string[]): Promise<Said | null> {
  const text = normalisePassword(password);
  const length = [...text].length;
  const least = secondFactor ? passwordLengths.withSecondFactor : passwordLengths.alone;
  if (length < least)
    return secondFactor
      ? say`It has ${length} characters and needs at least ${least}.`
      : say`It has ${length} characters and needs at least ${least}, or a second factor.`;
  if (length > passwordLengths.most)
    return say`It has ${length} characters; at most ${passwordLengths.most} are taken.`;
  const piece = period(text);
  if (new Set(text).size <= 3 || [...piece].length < 6 || isRun(text))
    return say`It is a repetition or a run of characters.`;
  const known = await knownPasswords();
  const folded = fold(text);
  if ([text.toLowerCase(), folded, period(folded), fold(piece)].some((form) => known.has(form)))
    return say`It is on the list of passwords that are tried first.`;
  for (const word of context) {
    const bare = word.toLowerCase();
    if (bare.length < 3 || !text.toLowerCase().includes(bare)) continue;
    if ([...text.toLowerCase().replaceAll(bare, '')].length < 8)
      return say`It is little more than a name that others know.`;
  }
  return null;
}
