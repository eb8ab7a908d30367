import { addUp } from './sums.js';
import { say, englishOf, type Said } from '../said.js';
import { Problem } from '../errors.js';
import type { EditionContent, Table, Value } from './edition-types.js';

/** Units that a total is the sum of; a mean of weeks adds up too, a rate or a share does not. */
const notAdditive = new Set(['incidents_per_100_hours', 'share']);

/**
 * Parts must equal totals (D12): in every table with totals, each figure of the total is the sum of its column, and the
 * figures that two sections give of the same thing agree.
 * @throws Problem not_possible that names the two figures, with all differences in `differences`
 */
export function checkEditionSums(content: EditionContent): void {
  const faults = [...tablesOf(content).flatMap((t) => tableFaults(t, content)), ...crossFaults(content)];
  if (faults.length === 0) return;
  throw new Problem('not_possible', addUp(content.week, faults), [], {
    differences: faults.map((fault) => englishOf(fault)),
  });
}

function tablesOf(content: EditionContent): Table[] {
  return content.sections.flatMap((s) => s.blocks).filter((b): b is Table => b.type === 'table');
}

function tableFaults(table: Table, content: EditionContent): Said[] {
  const figures = new Map(content.figures.map((f) => [f.id, f]));
  const valueOf = (value: Value | undefined) => (value?.type === 'figure' ? figures.get(value.id) : undefined);
  return table.totals.flatMap((totals) =>
    totals.flatMap((cell, i): Said[] => {
      const figure = valueOf(cell);
      if (!figure || notAdditive.has(figure.unit)) return [];
      const parts = table.rows.map((row) => valueOf(row[i])?.value ?? 0);
      const sum = parts.reduce((n, value) => n + value, 0);
      // Each part is rounded to a thousandth.
      const slack = Number.isInteger(figure.value) && parts.every(Number.isInteger) ? 0 : 0.0006 * (parts.length + 1);
      if (Math.abs(sum - figure.value) <= slack) return [];
      return [
        say`${figure.id} is ${figure.value}, but the ${parts.length} rows of table "${table.id}" give ${Math.round(sum * 1000) / 1000}`,
      ];
    }),
  );
}

/** The same quantity by two ways: the roll-ups and the list of cases. */
const twice: readonly (readonly [string, string])[] = [['incidents.live', 'time_of_day.all']];

function crossFaults(content: EditionContent): Said[] {
  const values = new Map(content.figures.map((f) => [f.id, f.value]));
  const faults: Said[] = [];
  const compare = (one: string, other: string, of = values.get(other) ?? NaN): void => {
    const value = values.get(one) ?? NaN;
    if (value !== of) faults.push(say`${one} is ${value}, but ${other} is ${of}`);
  };
  for (const [one, other] of twice) compare(one, other);
  const daily = content.figures.filter((f) => /^daily\.\d/.test(f.id)).reduce((n, f) => n + f.value, 0);
  compare('incidents.live', 'the sum of the days', daily);
  for (const { id, value } of content.figures) {
    const row = /^(compliance\..+)\.alleged$/.exec(id)?.[1];
    if (row === undefined) continue;
    const whole = ['verified', 'open', 'not_verifiable', 'set_aside'].reduce(
      (n, name) => n + (values.get(`${row}.${name}`) ?? NaN),
      0,
    );
    if (whole !== value)
      faults.push(say`${id} is ${value}, but its verified, open, not verifiable and set aside ones are ${whole}`);
    const breaches = values.get(`${row}.ruled_breach`) ?? 0;
    if (breaches > value) faults.push(say`${row}.ruled_breach is ${breaches}, but ${id} is ${value}`);
  }
  return faults;
}
