import { say } from '../said.js';
import { Problem, type ProblemPointer, faultAt } from '../errors.js';
import type { Mission } from './types.js';
import { wordingFaults } from './wording.js';

/** Longest reason that a person may give. */
export const longestReason = 4000;

/**
 * Faults of what a person types as a reason: empty, too long, or in words that the mission does not use (core/mission/wording).
 * What a party says is not run through this: it is kept and shown as said, marked as the party's words.
 */
export function typedTextFaults(
  text: string,
  mission: Mission,
  { pointer = '/reason', least = 1, most = longestReason }: { pointer?: string; least?: number; most?: number } = {},
): ProblemPointer[] {
  const length = text.trim().length;
  if (length < least) return [faultAt(pointer, least > 1 ? say`At least ${least} characters.` : say`Say why.`)];
  if (text.length > most) return [faultAt(pointer, say`At most ${most.toLocaleString('en-GB')} characters.`)];
  return wordingFaults(text, mission, pointer);
}

/**
 * Refuses a form for its faults. Where nothing is wrong but words, the problem is one of wording, and names field, word and
 * remedy of each. @throws Problem invalid_input or wording if there are any
 */
export function refuseFaults(faults: ProblemPointer[]): void {
  if (faults.length === 0) return;
  const code = faults.every((f) => f.word !== undefined) ? 'wording' : 'invalid_input';
  throw new Problem(code, faults.map((f) => `${f.pointer}: ${f.detail}`).join(' '), faults);
}
