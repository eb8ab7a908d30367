import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse as parseCsv } from 'csv-parse/sync';
import { stringify } from 'csv-stringify/sync';
import { Problem } from '#core/errors.js';
import { readYaml } from '../yaml.js';

/**
 * How names are written in the letters of another language: `names/<language>.yaml` of a pack.
 * `letters`: what is written for each lower-case letter or group of letters of `from`, the longest first; "^" before it
 * stands for the beginning of a word, "$" after it for the end. `capitals`: whether the language has any. `byHand`: names
 * by settlement id, for those whose usual form is another.
 */
export interface Transliteration {
  from: string;
  capitals: boolean;
  letters: Record<string, string>;
  byHand: Record<string, string>;
}

/**
 * A name in other letters, word by word (words end at a blank or hyphen); a word keeps its capital letter.
 * @throws Problem invalid_input for a letter that the rule does not have
 */
export function transliterate(name: string, rule: Transliteration, language: string): string {
  const keys = Object.keys(rule.letters).sort((a, b) => b.length - a.length || (a < b ? -1 : 1));
  const written = (word: string): string => {
    const small = `^${word.normalize('NFC').toLocaleLowerCase(rule.from)}$`;
    let out = '';
    for (let at = 1; at < small.length - 1;) {
      const key = keys.find((k) => small.startsWith(k, k.startsWith('^') ? at - 1 : at));
      if (key === undefined) {
        const detail = `"${name}": the rule for "${language}" does not say how "${small[at]}" is written.`;
        throw new Problem('invalid_input', detail, [{ pointer: '/letters', detail }]);
      }
      out += rule.letters[key];
      at += key.replace(/[$^]/g, '').length;
    }
    const capital = rule.capitals && word !== word.toLocaleLowerCase(rule.from);
    return capital ? out.charAt(0).toLocaleUpperCase(language) + out.slice(1) : out;
  };
  return name
    .split(/([\s-]+)/)
    .map((part, i) => (i % 2 === 0 && part !== '' ? written(part) : part))
    .join('');
}

/** @throws Problem not_found where the pack has no rule for the language */
export async function readTransliteration(packDir: string, language: string): Promise<Transliteration> {
  const file = join(packDir, 'names', `${language}.yaml`);
  const text = await readFile(file, 'utf8').catch(() => {
    throw new Problem('not_found', `There is no ${file}, which would say how names are written in "${language}".`);
  });
  const { data, faults } = readYaml(text);
  const [fault] = faults;
  if (fault) throw new Problem('invalid_input', `${file}:${fault.line}: ${fault.message}`);
  return data as Transliteration;
}

/**
 * Writes the column `name.<language>` of a pack's settlements.csv by the pack's own rule and list. What stands in the
 * column already is written anew; everything else stays as it is.
 * @throws Problem not_found without a rule; invalid_input for a letter that it lacks, or an id by hand that no settlement has
 */
export async function writeNames(packDir: string, language: string): Promise<{ written: number; byHand: number }> {
  const rule = await readTransliteration(packDir, language);
  const file = join(packDir, 'settlements.csv');
  const rows = parseCsv(await readFile(file, 'utf8'), { bom: true, columns: true, skip_empty_lines: true }) as Record<
    string,
    string
  >[];
  const ids = new Set(rows.map((row) => row.id));
  const unknown = Object.keys(rule.byHand).filter((id) => !ids.has(id));
  if (unknown.length > 0) {
    const detail = `No settlement has the id ${unknown.map((id) => `"${id}"`).join(', ')}.`;
    throw new Problem('invalid_input', detail, [{ pointer: '/byHand', detail }]);
  }
  const named = rows.map((row) => ({
    ...row,
    [`name.${language}`]: rule.byHand[row.id ?? ''] ?? transliterate(row[`name.${rule.from}`] ?? '', rule, language),
  }));
  await writeFile(file, stringify(named, { header: true }));
  return { written: named.length, byHand: Object.keys(rule.byHand).length };
}
