import type { SightingInput } from '#core/intake/types.js';
import type { Mission } from '#core/mission/types.js';
import { derivedId } from './derived-id.js';
import { isRefusal, readPlace } from './place.js';
import type { ImportProfile, RecordRule, Refusal } from './profile.js';
import { parseDecimal, type Row } from './row.js';
import { readTime } from './time.js';

/** The sighting that a rule makes of a row, or why it makes none. */
export function readRecord(
  row: Row,
  rule: RecordRule,
  profile: ImportProfile,
  mission: Mission,
): SightingInput | Refusal {
  const type = row.value(rule.type);
  if (type !== 'report' && type !== 'observation')
    return unmapped('type', 'is neither a report nor an observation by the rules of the profile');
  const kind = mission.eventKinds.find((k) => k.id === row.value(rule.kind));
  if (!kind) return unmapped('kind', 'what happened is not mapped to a kind of this mission');
  const means = mission.means.find((m) => m.id === row.value(rule.means));
  if (!means) return unmapped('means', 'how it became known is not mapped to a means of this mission');
  const time = readTime(row, rule.time);
  if (time === null) {
    const cells = [rule.time.date, rule.time.time].flatMap((c) => (c === undefined ? [] : (row.cell(c) ?? [])));
    const reason = cells.length === 0 ? 'is blank or unknown' : `"${cells.join(' ').slice(0, 60)}" is no time`;
    return { field: rule.time.date, reason, remedy: 'Fill in the date and time as the profile expects them.' };
  }
  if (time.end < time.start) return { field: rule.time.date, reason: 'ends before it begins', remedy: 'Correct it.' };
  const place = readPlace(row, rule.place, mission, means);
  if (isRefusal(place)) return place;
  const count = rule.count === undefined ? {} : readCount(row, rule.count.from);
  if (isRefusal(count)) return count;
  const confidence = row.value(rule.confidence);
  if (confidence !== null && !(typeof confidence === 'number' && confidence >= 0 && confidence <= 1))
    return unmapped('confidence', `"${String(confidence)}" is no number from 0 to 1`);
  const text = rule.text?.join.flatMap((c) => row.cell(c) ?? []).join(rule.text.separator ?? '; ');
  const key = profile.key?.map((c) => row.cell(c)) ?? row.all;
  return {
    id: derivedId([profile.name, rule.name, ...key]),
    type,
    kind: kind.id,
    means: means.id,
    ...time,
    place,
    ...count,
    provider: rule.provider,
    ...given('weapon', row.value(rule.weapon)),
    ...given('text', text || null),
    ...given('allegedParty', row.value(rule.allegedParty)),
    ...given('civilianObject', row.value(rule.civilianObject)),
    ...given('patrolId', row.value(rule.patrolId)),
    ...given('platformId', row.value(rule.platformId)),
    ...given('sensor', row.value(rule.sensor)),
    ...given('confidence', confidence),
    ...given('quotes', row.value(rule.quotes)),
  };
}

function given(name: string, value: unknown): object {
  return value === null ? {} : { [name]: value };
}

function unmapped(field: string, reason: string): Refusal {
  return { field, reason, remedy: 'Map it in the profile, or enter the item by hand.' };
}

/** "7", "about 45", "at least 98", "4,600", "N/K" (no count). */
function readCount(row: Row, column: string): { count?: number; countIsAtLeast?: boolean } | Refusal {
  const cell = row.cell(column);
  if (cell === null) return {};
  const found =
    /^(about|approximately|approx\.?|~|at least|over|more than|>=?|≥)?\s*(\d{1,3}(?:[ ,]\d{3})+|\d+)\+?$/i.exec(cell);
  const count = found ? parseDecimal((found[2] ?? '').replace(/[ ,]/g, '')) : NaN;
  if (!Number.isInteger(count) || count > 1_000_000)
    return { field: column, reason: `"${cell.slice(0, 40)}" is no count`, remedy: 'Give a whole number.' };
  const atLeast = /^(at least|over|more|>|≥)/i.test(found?.[1] ?? '') || cell.endsWith('+');
  return atLeast ? { count, countIsAtLeast: true } : { count };
}
