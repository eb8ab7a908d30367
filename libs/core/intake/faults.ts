import { say, type Said } from '../said.js';
import { Problem, type ProblemPointer, faultAt } from '../errors.js';

/** Collects everything wrong with one input, so that the sender hears of all of it at once (D13). */
export class Faults {
  readonly found: ProblemPointer[] = [];

  add(pointer: string, detail: Said | string): void {
    this.found.push(typeof detail === 'string' ? { pointer, detail } : faultAt(pointer, detail));
  }

  /** @throws Problem invalid_input if anything was found. */
  settle(): void {
    if (this.found.length > 0)
      throw new Problem('invalid_input', this.found.map((f) => `${f.pointer}: ${f.detail}`).join(' '), this.found);
  }

  /** A finite number in [min, max]; `whole` for integers. */
  number(value: unknown, pointer: string, min: number, max: number, whole = false): void {
    if (typeof value !== 'number' || !Number.isFinite(value) || value < min || value > max)
      this.add(pointer, say`Must be a number from ${min} to ${max}.`);
    else if (whole && !Number.isInteger(value)) this.add(pointer, say`Must be a whole number.`);
  }

  /** As `number`, where absent is fine. */
  numberIfGiven(value: unknown, pointer: string, min: number, max: number, whole = false): void {
    if (isGiven(value)) this.number(value, pointer, min, max, whole);
  }

  /** A text of 1..max characters, where absent is fine. */
  textIfGiven(value: unknown, pointer: string, max: number): void {
    if (!isGiven(value)) return;
    if (typeof value !== 'string' || value.length === 0 || value.length > max)
      this.add(pointer, say`Must be a text of 1 to ${max} characters.`);
    // PostgreSQL stores no such text.
    else if (value.includes('\0')) this.add(pointer, say`Holds the character U+0000.`);
    // Half a surrogate pair has no UTF-8 form, so no hash that two programs would agree on.
    else if (/\p{Surrogate}/u.test(value)) this.add(pointer, say`Holds a broken character (half a surrogate pair).`);
  }
}

/** Absent and null mean the same in what clients send: not given. */
export function isGiven<T>(value: T | undefined | null): value is T {
  return value !== undefined && value !== null;
}
