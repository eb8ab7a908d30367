import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import type { Settlement } from '#core/mission/types.js';
import type { PackFault } from './fault.js';

const fixed = ['id', 'lat', 'lon', 'radiusMetres', 'population'];

/**
 * Reads `settlements.csv`: id, lat, lon, radiusMetres, population (may be blank) and one column
 * `name.<language>` per language. `lines[i]` is the line of settlement i; a row with faults is left out.
 */
export async function readSettlements(
  dir: string,
  file: string,
): Promise<{ settlements: Settlement[]; lines: number[]; faults: PackFault[]; readable: boolean }> {
  const faults: PackFault[] = [];
  const fault = (line: number, path: string, message: string, remedy: string) =>
    faults.push({ file, line, path, message, remedy });
  const none = { settlements: [], lines: [], faults, readable: false };
  let rows: { record: Record<string, string>; info: { lines: number } }[];
  try {
    const text = await readFile(join(dir, file), 'utf8');
    rows = parse(text, {
      columns: true,
      bom: true,
      info: true,
      skip_empty_lines: true,
      trim: true,
    }) as unknown as typeof rows;
  } catch (error) {
    const { code, lines, message } = error as { code?: string; lines?: number; message: string };
    if (code === 'ENOENT') fault(1, '', 'the file is missing', 'Add the file.');
    else fault(lines ?? 1, '', message, 'Correct the CSV.');
    return none;
  }
  const columns = Object.keys(rows[0]?.record ?? {});
  for (const name of fixed)
    if (!columns.includes(name)) fault(1, '', `there is no column "${name}"`, 'Add the column.');
  for (const name of columns)
    if (!fixed.includes(name) && !/^name\.[a-z]{2,3}(-[A-Za-z0-9]+)*$/.test(name))
      fault(1, '', `the column "${name}" is not known`, 'Name it name.<language> or remove it.');
  if (faults.length > 0) return none;

  const settlements: Settlement[] = [];
  const lines: number[] = [];
  for (const { record, info } of rows) {
    const before = faults.length;
    const number = (column: string, least: number) => {
      const value = record[column] === '' ? NaN : Number(record[column]);
      if (!Number.isFinite(value) || value < least)
        fault(
          info.lines,
          `/${column}`,
          `"${record[column]}" is not a number of at least ${least}`,
          'Correct the cell.',
        );
      return value;
    };
    if (!/^[a-z0-9]+([-_][a-z0-9]+)*$/.test(record.id ?? ''))
      fault(info.lines, '/id', `"${record.id}" is not an id`, 'Use a-z, 0-9, hyphen and underscore.');
    const settlement: Settlement = {
      id: record.id ?? '',
      lat: number('lat', -90),
      lon: number('lon', -180),
      radiusMetres: number('radiusMetres', 1),
      population: record.population === '' ? null : number('population', 0),
      name: Object.fromEntries(
        columns.flatMap((c) => (c.startsWith('name.') && record[c] ? [[c.slice(5), record[c]]] : [])),
      ),
    };
    if (!settlement.name.en) fault(info.lines, '/name.en', 'has no name in "en"', 'Add the name.');
    if (faults.length > before) continue;
    settlements.push(settlement);
    lines.push(info.lines);
  }
  return { settlements, lines, faults, readable: true };
}
