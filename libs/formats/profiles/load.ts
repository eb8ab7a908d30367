import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { Problem } from '#core/errors.js';
import { readYaml } from '../yaml.js';
import type { Condition, ImportProfile, PlaceRule, RecordRule, Rule } from './profile.js';
import { patternOf } from './row.js';
import { profileSchema } from './schema.js';

const validate = new Ajv({ allErrors: true, useDefaults: true, strict: false }).compile<ImportProfile>(profileSchema);

/** Names of the profiles of a mission pack: the YAML and JSON files in its folder `profiles`. */
export async function profileNames(packDir: string): Promise<string[]> {
  const files = await readdir(join(packDir, 'profiles')).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  return files.flatMap((f) => /^([a-z0-9-]+)\.(?:ya?ml|json)$/.exec(f)?.[1] ?? []).sort();
}

/**
 * Loads a profile of a mission pack by its name.
 * @throws Problem not_found with the names there are; invalid_input with every fault of the file
 */
export async function loadProfile(packDir: string, name: string): Promise<ImportProfile> {
  const names = await profileNames(packDir);
  if (!names.includes(name)) {
    throw new Problem(
      'not_found',
      `No profile "${name}" in this mission pack. There are: ${names.join(', ') || 'none'}.`,
    );
  }
  const folder = join(packDir, 'profiles');
  const file = (await readdir(folder)).find((f) => f.replace(/\.(ya?ml|json)$/, '') === name) ?? name;
  return parseProfile(await readFile(join(folder, file), 'utf8'), file);
}

/** @throws Problem invalid_input with every fault */
export function parseProfile(text: string, file: string): ImportProfile {
  const { data, faults: unread } = readYaml(text);
  if (unread.length > 0) {
    const said = unread.map(({ line, message }) => `${file}:${line}: ${message}`).join('; ');
    throw new Problem('invalid_input', said);
  }
  const faults = validate(data)
    ? semanticFaults(data)
    : (validate.errors ?? []).map((e) => `${e.instancePath || '/'} ${e.message ?? 'is not valid'}`);
  if (faults.length > 0) throw new Problem('invalid_input', `${file}: ${faults.join('; ')}`);
  return data as ImportProfile;
}

function semanticFaults(profile: ImportProfile): string[] {
  const faults: string[] = [];
  const known = (column: string | undefined, where: string): void => {
    if (column !== undefined && !Object.hasOwn(profile.columns, column))
      faults.push(`${where}: no column "${column}" in "columns"`);
  };
  const condition = (when: Condition | undefined, where: string): void => {
    for (const [column, wanted] of Object.entries(when ?? {})) {
      known(column, where);
      if (wanted === null || typeof wanted !== 'object' || !('matches' in wanted)) continue;
      try {
        patternOf(wanted.matches);
      } catch (error) {
        faults.push(`${where}: ${(error as Error).message}`);
      }
    }
  };
  const rule = (r: Rule | undefined, where: string): void => {
    if (typeof r !== 'object') return;
    if ('cases' in r) r.cases.forEach((c, i) => condition(c.when, `${where}/cases/${i}`));
    else known(r.from, where);
  };
  for (const column of [...profile.required, ...(profile.key ?? [])]) known(column, 'required or key');
  profile.refuse.forEach((r, i) => condition(r.when, `refuse/${i}`));
  profile.records.forEach((r, i) => checkRecord(r, `records/${i}`, { known, condition, rule }, faults));
  try {
    new TextDecoder(profile.csv.encoding);
  } catch {
    faults.push(`csv/encoding: "${profile.csv.encoding}" is no encoding`);
  }
  return faults;
}

interface Checks {
  known(column: string | undefined, where: string): void;
  condition(when: Condition | undefined, where: string): void;
  rule(rule: Rule | undefined, where: string): void;
}

function checkRecord(record: RecordRule, at: string, checks: Checks, faults: string[]): void {
  checks.condition(record.when, `${at}/when`);
  const { type, kind, means, weapon, allegedParty, civilianObject } = record;
  const { patrolId, platformId, sensor, confidence, quotes } = record;
  const rules = { type, kind, means, weapon, allegedParty, civilianObject, patrolId, platformId, sensor, confidence };
  for (const [name, rule] of Object.entries({ ...rules, quotes })) checks.rule(rule, `${at}/${name}`);
  checks.known(record.count?.from, `${at}/count`);
  record.text?.join.forEach((c) => checks.known(c, `${at}/text`));
  for (const column of [record.time.date, record.time.time, record.time.end]) checks.known(column, `${at}/time`);
  for (const column of columnsOf(record.place)) checks.known(column, `${at}/place`);
  if ('precisionMetres' in record.place) checks.rule(record.place.precisionMetres, `${at}/place`);
  if (record.place.type === 'from_position' && record.place.positionPattern !== undefined)
    checks.condition({ [record.place.position]: { matches: record.place.positionPattern } }, `${at}/place`);
  try {
    new Intl.DateTimeFormat('en-US', { timeZone: record.time.zone ?? 'UTC' });
  } catch {
    faults.push(`${at}/time/zone: "${record.time.zone}" is no time zone`);
  }
  if (record.time.format === 'local' && (record.time.zone === undefined || record.time.pattern === undefined))
    faults.push(`${at}/time: local times need "zone" and "pattern"`);
  if (record.time.format === 'excel' && record.time.zone === undefined)
    faults.push(`${at}/time: Excel days need "zone"`);
}

function columnsOf(place: PlaceRule): string[] {
  switch (place.type) {
    case 'fix':
      return [place.lat, place.lon];
    case 'place_name':
      return [place.name];
    case 'from_position':
      return [place.position, place.said];
    case 'geometry':
      return [];
  }
}
