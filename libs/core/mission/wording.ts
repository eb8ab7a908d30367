import { say, type Said, englishOf } from '../said.js';
import type { ProblemPointer } from '../errors.js';
import type { Mission } from './types.js';
import type { Wording } from './weighing-types.js';

export interface WordingFinding {
  /** 'loaded' and 'mixed' are refused; 'name' only warns, since a capital letter is no proof of a name. */
  rule: 'loaded' | 'mixed' | 'name';
  /** The word, or for 'mixed' the sentence. */
  found: string;
}

type Words = Pick<Mission, 'parties' | 'settlements' | 'sectors' | 'zones' | 'wording'> &
  Partial<Pick<Mission, 'weapons' | 'eventKinds' | 'means' | 'leadOrganisation' | 'name' | 'provisions'>>;

const token = /[\p{L}\p{M}\p{N}'’-]+/gu;

/** What Arabic writes together with the word: "and", "so", "in", "like", "for" and "the". */
const arabicPrefix = /^[وف]?(?:[بكل]?ال|لل|[بكل])?(?=\p{Script=Arabic}{3,})/u;

/** Lower case without accents and vowel points, Arabic words without what is only written together with them. */
export function folded(word: string): string {
  const plain = word.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
  return plain.replace(arabicPrefix, '');
}

/** Words of a text. */
export function wordsOf(text: string): string[] {
  return text.match(token) ?? [];
}

/**
 * Words that take a side, sentences that say how likely and how confident at once (ICD 203 forbids it), and
 * words written like names that are no name of the pack. Word lists are the pack's; an entry stands for every
 * word that begins with it, one that ends in "!" for that very word.
 */
export function lintText(text: string, mission: Words): WordingFinding[] {
  const findings: WordingFinding[] = [];
  const { wording } = mission;
  if (wording) {
    const loaded = matcher(wording.loaded);
    for (const word of wordsOf(text)) if (loaded(word)) findings.push({ rule: 'loaded', found: word });
    findings.push(...mixed(text, wording));
  }
  const known = namesOf(mission);
  for (const name of nameLike(text)) if (!known.has(folded(name))) findings.push({ rule: 'name', found: name });
  return findings;
}

/**
 * Faults to refuse a typed text for, each with the word and the remedy. `names`: also for what is written like a name and is
 * none of the pack, as texts that leave the mission may name nothing and nobody else.
 */
export function wordingFaults(
  text: string,
  mission: Words,
  pointer: string,
  { names = false }: { names?: boolean } = {},
): WordingFault[] {
  return lintText(text, mission).flatMap(({ rule, found }) => {
    const fault = (said: Said, remedy: Said) => [faultOfWord(pointer, said, found, remedy)];
    if (rule === 'loaded')
      return fault(say`"${found}" takes a side: use the words of the mission.`, say`Use the words of the mission.`);
    if (rule === 'mixed') return [mixedFault(found, pointer)];
    const remedy = say`Use a name of the mission pack, or write it small; the pack may allow further names.`;
    return names ? fault(say`"${found}" is no name of the mission pack.`, remedy) : [];
  });
}

/** The fault of one sentence that says how likely and how confident at once. */
export function mixedFault(sentence: string, pointer: string): WordingFault {
  const said = say`Says how likely and how confident in one sentence; make it two: "${sentence}"`;
  return faultOfWord(pointer, said, sentence, say`Say how likely in one sentence and how confident in another.`);
}

/** A fault of wording: it always has its sentence, word and remedy. */
export type WordingFault = ProblemPointer & Required<Pick<ProblemPointer, 'said' | 'word' | 'remedy' | 'remedySaid'>>;

function faultOfWord(pointer: string, said: Said, word: string, remedy: Said): WordingFault {
  return { pointer, detail: englishOf(said), said, word, remedy: englishOf(remedy), remedySaid: remedy };
}

/** True for words of the lists, in any language. */
export function matcher(lists: Record<string, string[]>): (word: string) => boolean {
  const exact = new Set<string>();
  const stems = new Set<string>();
  for (const entry of Object.values(lists).flat())
    if (entry.endsWith('!')) exact.add(folded(entry.slice(0, -1)));
    else stems.add(folded(entry));
  const longest = Math.max(0, ...[...stems].map((stem) => stem.length));
  return (word) => {
    const plain = folded(word);
    if (exact.has(plain)) return true;
    for (let n = 2; n <= Math.min(plain.length, longest); n++) if (stems.has(plain.slice(0, n))) return true;
    return false;
  };
}

/** Sentences of a text, in the scripts of all languages of the lists. */
export function sentencesOf(text: string): string[] {
  return text
    .split(/(?<=[.!?;؟؛…])\s+|\n+/u)
    .map((s) => s.trim())
    .filter((s) => s !== '');
}

function mixed(text: string, wording: Wording): WordingFinding[] {
  const has = (lists: Record<string, string[]>) => {
    const entries = Object.values(lists).flat();
    const one = matcher({ all: entries.filter((e) => !e.includes(' ')) });
    const phrases = entries.filter((e) => e.includes(' ')).map((e) => ` ${wordsOf(e).map(folded).join(' ')}`);
    return (sentence: string) => {
      const words = wordsOf(sentence);
      const joined = ` ${words.map(folded).join(' ')}`;
      return words.some(one) || phrases.some((p) => joined.includes(p));
    };
  };
  const [likely, confident] = [has(wording.likelihood), has(wording.confidence)];
  return sentencesOf(text)
    .filter((s) => likely(s) && confident(s))
    .map((found) => ({ rule: 'mixed', found }));
}

/** Capitalised words that do not begin a sentence; abbreviations in capitals are left out. */
function nameLike(text: string): string[] {
  const names = new Set<string>();
  for (const sentence of sentencesOf(text))
    for (const word of wordsOf(sentence).slice(1)) if (/^\p{Lu}[\p{Ll}\p{M}'’-]{2,}/u.test(word)) names.add(word);
  return [...names];
}

const namesOfMission = new WeakMap<object, Set<string>>();

/** Every word of every name in the pack, in all its languages. */
function namesOf(mission: Words): Set<string> {
  const held = namesOfMission.get(mission);
  if (held) return held;
  const named = [
    ...mission.parties.flatMap((p) => [p.name, p.adjective]),
    ...mission.settlements.map((s) => s.name),
    ...mission.sectors.map((s) => s.name),
    ...mission.zones.map((z) => z.name),
    ...[...(mission.weapons ?? []), ...(mission.eventKinds ?? []), ...(mission.means ?? [])].map((x) => x.name),
    ...(mission.provisions ?? []).map((p) => p.title),
    ...(mission.name ? [mission.name] : []),
    ...(mission.leadOrganisation ? [mission.leadOrganisation] : []),
  ];
  const further = Object.values(mission.wording?.names ?? {}).flat();
  const known = new Set([...named.flatMap((n) => Object.values(n)), ...further].flatMap(wordsOf).map(folded));
  namesOfMission.set(mission, known);
  return known;
}
