import { say, englishOf, type Said } from '../said.js';
import { Problem } from '../errors.js';
import { figureNames } from './types.js';
import type { FigureName, Summary, SummaryRow } from './types.js';

/**
 * Parts must equal totals (D12): the rows under each provision, party and sector and all of them, this week and
 * the one before; distinct incidents by sector, kind, side, day and night; and nothing ruled a breach that is not counted.
 * @throws Problem not_possible that names every pair of figures that differ, with their values
 */
export function checkSums(summary: Summary): void {
  const faults: Said[] = [];
  const compare = (one: string, value: number, other: string, otherValue: number): void => {
    if (value !== otherValue) faults.push(say`${one} is ${value}, but ${other} is ${otherValue}`);
  };
  for (const { scope, id, figures } of summary.totals) {
    const parts = summary.rows.filter((row) => scope === 'all' || partOf(row, scope) === id);
    for (const name of figureNames) {
      const sums = { now: 0, before: 0 };
      for (const row of parts) {
        sums.now += row[name].value;
        sums.before += row.lastWeek[name];
      }
      const rows = `the sum of its ${parts.length} rows`;
      compare(`total.${scope}.${id}.${name}`, figures[name]?.value ?? NaN, rows, sums.now);
      compare(`total.${scope}.${id}.${name}LastWeek`, figures[`${name}LastWeek`]?.value ?? NaN, rows, sums.before);
    }
  }
  // Rows that no total covers would otherwise vanish unseen.
  for (const scope of ['provision', 'party', 'sector'] as const) {
    const ids = new Set(summary.totals.filter((total) => total.scope === scope).map((total) => total.id));
    for (const row of summary.rows) {
      if (!ids.has(partOf(row, scope)))
        faults.push(say`there is no total.${scope}.${partOf(row, scope)} for ${row.alleged.id}`);
    }
  }
  if (!summary.totals.some((total) => total.scope === 'all')) faults.push(say`there is no total.all`);
  const { live, bySector, byKind } = summary.incidents;
  const sum = (figures: { value: number }[]) => figures.reduce((n, figure) => n + figure.value, 0);
  compare('incidents.live', live.value, 'the sum of incidents.sector', sum(bySector));
  compare('incidents.live', live.value, 'the sum of incidents.kind', sum(byKind));
  const all = summary.totals.find((total) => total.scope === 'all')?.figures;
  const counted = standings.reduce((n, name) => n + (all?.[name]?.value ?? 0), 0);
  // Each incident counts under one provision at least ("none" where it concerns none).
  if (counted < live.value) faults.push(say`total.all counts ${counted}, but incidents.live is ${live.value}`);
  const sectors = summary.rates.filter((r) => r.scope === 'sector');
  compare('incidents.live', live.value, 'the sum of rates', sum(sectors.map((r) => r.incidents.incidents)));
  for (const r of summary.rates) {
    const counted = r.incidents.incidents;
    compare(counted.id, counted.value, 'its day and night', sum([r.byDay.incidents, r.byNight.incidents]));
    if (r.scope === 'side') continue;
    const sides = summary.rates.filter((s) => s.scope === 'side' && s.sector === r.sector);
    compare(counted.id, counted.value, 'the sum of its sides', sum(sides.map((s) => s.incidents.incidents)));
  }
  for (const row of summary.rows) {
    const whole = standings.reduce((n, name) => n + row[name].value, 0);
    if (row.ruledBreach.value > whole) {
      faults.push(say`${row.ruledBreach.id} is ${row.ruledBreach.value}, but its row counts ${whole}`);
    }
  }
  if (faults.length > 0) {
    throw new Problem('not_possible', addUp(summary.week, faults), [], {
      differences: faults.map((fault) => englishOf(fault)),
    });
  }
}

const standings: FigureName[] = ['alleged', 'verified', 'notVerifiable', 'setAside'];

function partOf(row: SummaryRow, scope: 'provision' | 'party' | 'sector' | 'all'): string {
  if (scope === 'provision') return row.provisionId;
  return scope === 'party' ? row.party : scope === 'sector' ? row.sector : 'all';
}

/** Says that figures differ: the first two that do, and how many more. */
export function addUp(week: string, [first, ...rest]: readonly Said[]): Said {
  if (rest.length === 0) return say`The figures of week ${week} do not add up: ${first!}.`;
  return say`The figures of week ${week} do not add up: ${first!} (and ${rest.length} more).`;
}
