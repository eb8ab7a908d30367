/**
 * Sentences of the program's own: the English pattern with holes and what goes into them, so that a screen says them in
 * its reader's language. The pattern is the key of the catalogues; a test holds that every pattern is in each of them.
 */
export interface Said {
  /** The English sentence with `{0}`, `{1}`, … for its values. */
  pattern: string;
  values: SaidValue[];
}

/** A list of sentences inside another one is told one after another, parted by semicolons. */
export type SaidValue = string | number | SaidName | SaidInstant | Said | Said[];

/** A word of the mission pack, told by its name in the reader's language; in English text by its id. */
export interface SaidName {
  named: 'kind' | 'means' | 'weapon' | 'party' | 'role';
  id: string;
}

/** ISO UTC instant, told in mission time; in English text as it is. */
export interface SaidInstant {
  at: string;
}

/** Tags a sentence: say`At most ${3} days.` is the pattern "At most {0} days." with the value 3. */
export function say(parts: TemplateStringsArray, ...values: SaidValue[]): Said {
  let pattern = patterns.get(parts);
  if (pattern === undefined) {
    pattern = parts.map((part, i) => (i === 0 ? part : `{${i - 1}}${part}`)).join('');
    patterns.set(parts, pattern);
  }
  return { pattern, values };
}

/** By the place in the program where the sentence stands: it is put together once. */
const patterns = new WeakMap<TemplateStringsArray, string>();

/** The sentences in English, one after another. */
export function englishOf(...sentences: Said[]): string {
  return sentences.map(inEnglish).join(' ');
}

function inEnglish({ pattern, values }: Said): string {
  if (!pattern.includes('{')) return pattern;
  return pattern.replace(hole, (_, i: string) => englishValue(values[Number(i)]!));
}

const hole = /\{(\d+)\}/g;

function englishValue(value: SaidValue): string {
  if (typeof value === 'string' || typeof value === 'number') return String(value);
  if (Array.isArray(value)) return value.map((one) => englishOf(one)).join('; ');
  if ('pattern' in value) return englishOf(value);
  return 'at' in value ? value.at : `"${value.id}"`;
}
