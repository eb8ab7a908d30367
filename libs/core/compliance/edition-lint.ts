import { say, englishOf, type Said } from '../said.js';
import type { Localised, Mission } from '../mission/types.js';
import { wordingFaults } from '../mission/wording.js';
import type { EditionContent, Paragraph } from './edition-types.js';

/** One thing that is wrong with what an editor wrote. */
export interface TextFault {
  /** BCP 47 tag of the text. */
  language: string;
  message: string;
  /** `message` in parts, for readers of other languages. */
  said: Said;
  /** Of a fault of wording. */
  word?: string | undefined;
  remedy?: string | undefined;
  remedySaid?: Said | undefined;
}

/** What a text may not hold: markup, marks that turn the direction of others' words, and control signs. */
const forbiddenSigns = /[<>\u202a-\u202e\u2066-\u2069]|(?![\t\n])\p{Cc}/u;
const longest = 4000;

/**
 * Faults of what stands in place of a paragraph: a missing language, loaded words of the pack, a word of likelihood and one
 * of confidence in the same sentence (ICD 203), markup, and numbers that are no figure of the paragraph. Numbers are read
 * in any digits; years and dates of the week and the week's own number are allowed.
 */
export function lintText(
  texts: Localised,
  paragraph: Paragraph,
  content: EditionContent,
  mission: Mission,
): TextFault[] {
  const languages = [...new Set(['en', ...mission.languages])];
  const faults: TextFault[] = languages
    .filter((tag) => !texts[tag]?.trim())
    .map((language) => faultOf(language, say`the text is missing: all languages of the mission say the same`));
  const allowed = allowedNumbers(paragraph, content);
  for (const [language, text] of Object.entries(texts)) {
    const add = (said: Said): number => faults.push(faultOf(language, said));
    if (!languages.includes(language)) add(say`the mission does not have this language`);
    if (text.length > longest) add(say`the text is longer than ${longest} characters`);
    if (forbiddenSigns.test(text)) add(say`the text holds markup or signs that are not text`);
    for (const { detail, said, word, remedy, remedySaid } of wordingFaults(text, mission, '', { names: true }))
      faults.push({ language, message: detail, said, word, remedy, remedySaid });
    for (const number of numbersIn(text)) if (!allowed.has(number)) add(say`${number} is no figure of this paragraph`);
  }
  return faults;
}

function faultOf(language: string, said: Said): TextFault {
  return { language, message: englishOf(said), said };
}

/** Numbers of a text by value: "1 234,5" and "1,234.5" are both 1234.5. */
export function numbersIn(text: string): number[] {
  const western = text.replace(/[٠-٩]/g, (d) => String(d.charCodeAt(0) - 0x660));
  const found = western.match(/\d[\d.,\u00a0\u202f\u2009]*\d|\d/g) ?? [];
  return found.map((raw) => {
    const grouped = raw.replace(/[\u00a0\u202f\u2009]/g, '');
    const mark = Math.max(grouped.lastIndexOf('.'), grouped.lastIndexOf(','));
    // A mark before exactly three last digits groups thousands; any other is the decimal mark.
    const decimals = mark >= 0 && grouped.length - mark - 1 !== 3 ? grouped.slice(mark + 1) : '';
    const whole = (decimals ? grouped.slice(0, mark) : grouped).replace(/[.,]/g, '');
    return Number(decimals ? `${whole}.${decimals}` : whole);
  });
}

function allowedNumbers(paragraph: Paragraph, content: EditionContent): Set<number> {
  const values = new Map(content.figures.map((f) => [f.id, f.value]));
  const [year, week] = content.week.split('-W').map(Number);
  const allowed = new Set<number>([year ?? NaN, week ?? NaN]);
  for (const day of [content.from, content.to])
    for (const part of day.slice(0, 10).split('-')) allowed.add(Number(part));
  const figures = paragraph.text.type === 'message' ? Object.values(paragraph.text.values) : [];
  for (const value of figures) {
    if (value.type === 'number') allowed.add(value.value);
    const figure = value.type === 'figure' ? values.get(value.id) : undefined;
    if (figure === undefined) continue;
    // As somebody may write it: whole, to one or two decimals, a share as a percentage.
    for (const one of [figure, figure * 100])
      for (const digits of [0, 1, 2, 3]) allowed.add(Math.round(one * 10 ** digits) / 10 ** digits);
  }
  return allowed;
}
