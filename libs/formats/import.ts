import { Problem } from '#core/errors.js';
import type { SightingInput } from '#core/intake/types.js';
import type { Mission } from '#core/mission/types.js';
import { readCsv } from './csv.js';
import { readFeatures } from './geojson-features.js';
import { checkAgainst } from './profiles/check.js';
import type { ImportProfile, Refusal } from './profiles/profile.js';
import { readRecord } from './profiles/record.js';
import { Row, unknownOf } from './profiles/row.js';

/** One result of one row: a sighting to submit, or why there is none. A row may give several. */
export interface ImportItem {
  /** Line in a CSV file, number of the feature in GeoJSON; from 1. */
  row: number;
  input?: SightingInput;
  refused?: Refusal;
}

/**
 * Reads a file by a profile, row by row with constant memory; every row comes out at least once, in
 * order. Nothing is submitted here.
 * @throws Problem invalid_input before the first row, where the file lacks a column that the profile
 * needs, or the profile names what the mission pack does not have
 */
export async function* readImport(
  profile: ImportProfile,
  stream: AsyncIterable<Uint8Array>,
  mission: Mission,
): AsyncGenerator<ImportItem> {
  checkAgainst(profile, mission);
  const rows = profile.format === 'csv' ? csvRows(profile, stream) : featureRows(profile, stream);
  for await (const { number, row } of rows) {
    if (!(row instanceof Row)) {
      yield { row: number, refused: row };
      continue;
    }
    const turnedAway = profile.refuse.find((r) => row.holds(r.when));
    const rules = turnedAway ? [] : profile.records.filter((r) => row.holds(r.when));
    if (rules.length === 0) yield { row: number, refused: turnedAway?.refusal ?? profile.none };
    for (const rule of rules) {
      const made = readRecord(row, rule, profile, mission);
      yield 'reason' in made ? { row: number, refused: made } : { row: number, input: made };
    }
  }
}

interface NumberedRow {
  number: number;
  row: Row | Refusal;
}

async function* csvRows(profile: ImportProfile, stream: AsyncIterable<Uint8Array>): AsyncGenerator<NumberedRow> {
  const unknown = unknownOf(profile);
  let toSkip = profile.csv.skipRecords;
  let header: { width: number; indexes: Map<string, number> } | null = null;
  for await (const record of readCsv(stream, profile.csv)) {
    if (toSkip-- > 0) continue;
    if (header === null) {
      if ('fault' in record) throw new Problem('invalid_input', `The header (line ${record.line}): ${record.fault}`);
      header = { width: record.cells.length, indexes: indexesOf(profile, record.cells) };
    } else yield { number: record.line, row: rowOf(record, header, unknown) };
  }
  if (header === null) throw new Problem('invalid_input', 'The file has no header.');
}

function rowOf(
  record: { cells: string[] } | { fault: string },
  header: { width: number; indexes: Map<string, number> },
  unknown: Set<string>,
): Row | Refusal {
  if ('fault' in record) return { field: '', reason: record.fault, remedy: 'Correct the line.' };
  const { cells } = record;
  if (cells.length !== header.width) {
    const reason = `has ${cells.length} cells where the header has ${header.width}`;
    return { field: '', reason, remedy: 'Check for a missing or extra delimiter or quote.' };
  }
  return new Row(new Map([...header.indexes].map(([name, i]) => [name, cells[i] ?? ''])), unknown, cells);
}

function indexesOf(profile: ImportProfile, header: string[]): Map<string, number> {
  const names = header.map((h) => h.trim().toLowerCase());
  const indexes = new Map<string, number>();
  for (const [logical, accepted] of Object.entries(profile.columns)) {
    const wanted = accepted.map((a) => a.toLowerCase());
    const index = names.findIndex((n) => wanted.includes(n));
    if (index !== -1) indexes.set(logical, index);
  }
  const missing = profile.required.filter((r) => !indexes.has(r));
  if (missing.length === 0) return indexes;
  throw new Problem(
    'invalid_input',
    `The file has no column ${missing.map((m) => `"${(profile.columns[m] ?? [m]).join('" or "')}"`).join(', ')}: is it made for the profile "${profile.name}"?`,
  );
}

async function* featureRows(profile: ImportProfile, stream: AsyncIterable<Uint8Array>): AsyncGenerator<NumberedRow> {
  const unknown = unknownOf(profile);
  for await (const item of readFeatures(stream)) {
    if ('fault' in item) {
      yield { number: item.number, row: { field: '', reason: item.fault, remedy: 'Correct the feature.' } };
      continue;
    }
    const properties = new Map(Object.entries(item.properties).map(([k, v]) => [k.toLowerCase(), v]));
    if (item.id !== null) properties.set('$id', item.id);
    const cells = new Map<string, string>();
    for (const [logical, accepted] of Object.entries(profile.columns)) {
      const value = accepted.map((a) => properties.get(a.toLowerCase())).find((v) => v !== undefined && v !== null);
      if (value !== undefined) cells.set(logical, typeof value === 'object' ? JSON.stringify(value) : String(value));
    }
    const all = [JSON.stringify(item.id), JSON.stringify(item.properties), JSON.stringify(item.geometry)];
    yield { number: item.number, row: new Row(cells, unknown, all, item.geometry) };
  }
}
