import { englishOf, type Said } from '#core/said.js';

const known = new Map<string, Said>();

/** The message of a check, in English as class-validator wants it; `partsOf` finds it again for the reader's language. */
export function worded(said: Said): string {
  const text = englishOf(said);
  known.set(text, said);
  return text;
}

/** A message made by `worded`, in parts; null: it is none. */
export function partsOf(message: string): Said | null {
  return known.get(message) ?? null;
}
