import type { Schemas } from '../api/client.js';
import type { Fault } from '../api/problem.js';
import { intlLocale } from '../preferences.js';

/** A sentence of the server's: its English pattern with holes, which is the key of the catalogues, and their values. */
export type Said = Schemas['Said'];
type SaidValue = Said['values'][number];

/** A pattern in one language; where a number in it (hole `by`) asks for plural forms, one for each. */
export type Translation = string | ({ by: number } & Partial<Record<Intl.LDMLPluralRule, string>>);
export type Sentences = Readonly<Record<string, Translation>>;

/** What goes into the holes, in the reader's language. */
export interface Tellers {
  language: string;
  named(value: Schemas['SaidName']): string;
  at(instant: string): string;
}

/** The sentence in the reader's language; null where the catalogue lacks it, or a part of it. English needs none. */
export function sentenceIn({ pattern, values }: Said, catalogue: Sentences, tellers: Tellers): string | null {
  const text = tellers.language === 'en' ? pattern : formOf(catalogue[pattern] ?? passing(pattern), values, tellers);
  if (text === null) return null;
  let whole = true;
  const filled = text.replace(/\{(\d+)\}/g, (_, i: string) => {
    const word = valueIn(values[Number(i)]!, catalogue, tellers);
    whole &&= word !== null;
    return word ?? '';
  });
  return whole ? filled : null;
}

/** A pattern without words of its own reads the same everywhere. */
function passing(pattern: string): string | undefined {
  return /\p{L}/u.test(pattern) ? undefined : pattern;
}

function formOf(entry: Translation | undefined, values: Said['values'], { language }: Tellers): string | null {
  if (entry === undefined || typeof entry === 'string') return entry ?? null;
  const form = new Intl.PluralRules(language).select(Number(values[entry.by]));
  return entry[form] ?? entry.other ?? null;
}

function valueIn(value: SaidValue, catalogue: Sentences, tellers: Tellers): string | null {
  const { language } = tellers;
  if (typeof value === 'number') return number(language, value);
  if (typeof value === 'string') return decimal.test(value) ? decimals(language, value) : apart(language, value);
  if (Array.isArray(value)) {
    const all = value.map((one) => sentenceIn(one, catalogue, tellers));
    return all.includes(null) ? null : all.join(language === 'ar' ? '؛ ' : '; ');
  }
  if ('pattern' in value) return sentenceIn(value, catalogue, tellers);
  return 'at' in value ? tellers.at(value.at) : apart(language, tellers.named(value));
}

/** Figures that are worded already keep their decimals, with the language's own mark. */
const decimal = /^-?\d+\.\d+$/;

function number(language: string, value: number): string {
  return new Intl.NumberFormat(intlLocale(language), { maximumFractionDigits: 6, useGrouping: false }).format(value);
}

function decimals(language: string, text: string): string {
  const minimumFractionDigits = text.length - text.indexOf('.') - 1;
  return new Intl.NumberFormat(intlLocale(language), { minimumFractionDigits }).format(Number(text));
}

/** Names and ids keep their own direction inside a sentence that runs from right to left. */
function apart(language: string, text: string): string {
  return language === 'ar' ? `\u2068${text}\u2069` : text;
}

/** What is wrong with a field and what to do about it, in the reader's language where that can be said. */
export function faultWords(
  { detail, said, remedy, remedySaid }: Fault,
  sentences: (said: readonly Said[] | null) => string | null,
): string {
  const advice = (remedySaid && sentences([remedySaid])) ?? remedy;
  return [(said && sentences([said])) ?? detail, ...(advice === undefined ? [] : [advice])].join(' ');
}
