import { arFindings } from './findings/ar.js';
import { ar } from './ar.js';
import { enFindings } from './findings/en.js';
import { en } from './en.js';
import { readMessage, type Node } from './grammar.js';
import { ruFindings } from './findings/ru.js';
import { ru } from './ru.js';
import { trFindings } from './findings/tr.js';
import { tr } from './tr.js';
import { ukFindings } from './findings/uk.js';
import { uk } from './uk.js';

/** Messages of one language, read. */
export interface Catalogue {
  /** BCP 47. */
  language: string;
  direction: 'ltr' | 'rtl';
  messages: ReadonlyMap<string, Node[]>;
}

/** Lines of `key = message`; an empty line and a line that begins with `//` say nothing. */
export function readCatalogue(language: string, direction: 'ltr' | 'rtl', text: string): Catalogue {
  const messages = new Map<string, Node[]>();
  for (const line of text.split('\n').map((l) => l.trim())) {
    if (line === '' || line.startsWith('//')) continue;
    const [, key = '', message = ''] = /^(\S+) = (.+)$/.exec(line) ?? [];
    if (!key || messages.has(key)) throw new Error(`Catalogue ${language}: "${line}" is no message or comes twice.`);
    messages.set(key, readMessage(message));
  }
  return { language, direction, messages };
}

const catalogues: readonly Catalogue[] = [
  readCatalogue('en', 'ltr', en + enFindings),
  readCatalogue('uk', 'ltr', uk + ukFindings),
  readCatalogue('ru', 'ltr', ru + ruFindings),
  readCatalogue('tr', 'ltr', tr + trFindings),
  readCatalogue('ar', 'rtl', ar + arFindings),
];

/** Languages that documents can be made in. */
export const documentLanguages: readonly string[] = catalogues.map((c) => c.language);

/** The catalogue of the language asked for (BCP 47; a region falls back to its language), else of English. */
export function catalogueOf(language: string): Catalogue {
  const found = [language, language.split('-')[0]].map((tag) => catalogues.find((c) => c.language === tag));
  return found.find((c) => c !== undefined) ?? catalogues[0]!;
}
