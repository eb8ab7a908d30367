import { parseInstant } from '#core/intake/time.js';
import { instantsOf } from './local-time.js';
import type { TimeRule } from './profile.js';
import type { Row } from './row.js';
import { parseDecimal } from './row.js';

/** Interval of a row in UTC, with the source's own words for it. */
export interface RowTime {
  start: string;
  end: string;
  sourceTime: string;
}

/** Milliseconds; `to` is what the words allow at the latest. */
interface Span {
  from: number;
  to: number;
}

const datePatterns: Record<NonNullable<TimeRule['pattern']>, { form: RegExp; order: [number, number, number] }> = {
  'YYYY-MM-DD': { form: /^(\d{4})-(\d{1,2})-(\d{1,2})/, order: [1, 2, 3] },
  YYYYMMDD: { form: /^(\d{4})(\d\d)(\d\d)(?!\d)/, order: [1, 2, 3] },
  'DD.MM.YYYY': { form: /^(\d{1,2})\.(\d{1,2})\.(\d{4})/, order: [3, 2, 1] },
  'DD/MM/YYYY': { form: /^(\d{1,2})\/(\d{1,2})\/(\d{4})/, order: [3, 2, 1] },
  'MM/DD/YYYY': { form: /^(\d{1,2})\/(\d{1,2})\/(\d{4})/, order: [3, 1, 2] },
};

const dayMs = 86_400_000;

/**
 * The interval a row speaks of: a clock time lasts `lastsSeconds`, a date alone is the whole local day.
 * A local time that comes twice (clocks go back) gives the interval that holds both. Null where the
 * cells hold no such time.
 */
export function readTime(row: Row, rule: TimeRule): RowTime | null {
  const date = row.cell(rule.date);
  if (date === null) return null;
  const clock = rule.time === undefined ? null : row.cell(rule.time);
  const first = spanOf(date, clock, rule);
  const last = rule.end === undefined ? null : row.cell(rule.end);
  const until = last === null ? first : spanOf(last, null, { ...rule, lastsSeconds: 0 });
  if (first === null || until === null) return null;
  const start = isoOf(first.from);
  const end = isoOf(until.to);
  const sourceTime = [date, clock, last].filter((part) => part !== null).join(' ');
  return start === null || end === null ? null : { start, end, sourceTime };
}

function spanOf(date: string, clock: string | null, rule: TimeRule): Span | null {
  const lasts = rule.lastsSeconds * 1000;
  if (rule.format === 'iso') {
    const at = parseInstant(date);
    return at === null ? null : { from: Date.parse(at), to: Date.parse(at) + lasts };
  }
  const zone = rule.zone ?? 'UTC';
  if (rule.format === 'local') return localSpan(date, clock, rule, zone);
  const number = parseDecimal(date);
  if (Number.isNaN(number)) return null;
  if (rule.format === 'unix_ms') return { from: number, to: number + lasts };
  // Excel counts days from 1899-12-30; before 61 its calendar has a day that never was.
  if (number < 61 || number > 2_958_465) return null;
  const instants = instantsOf(Math.round((number - 25_569) * 86_400) * 1000, zone);
  return { from: Math.min(...instants), to: Math.max(...instants) + lasts };
}

function localSpan(date: string, clock: string | null, rule: TimeRule, zone: string): Span | null {
  const pattern = datePatterns[rule.pattern ?? 'YYYY-MM-DD'];
  const found = pattern.form.exec(date);
  if (!found) return null;
  const [year, month, day] = pattern.order.map((i) => Number(found[i])) as [number, number, number];
  const midnight = Date.UTC(year, month - 1, day);
  const back = new Date(midnight);
  if (year < 1000 || back.getUTCMonth() !== month - 1 || back.getUTCDate() !== day) return null;
  const rest = date.slice(found[0].length).replace(/^[\s,;T]+/, '');
  if (rest !== '' && clock !== null) return null;
  const time = clock ?? rest;
  if (time === '') {
    return { from: Math.min(...instantsOf(midnight, zone)), to: Math.min(...instantsOf(midnight + dayMs, zone)) };
  }
  const [first, second, ...more] = time.split(/[-–—]/).map((part) => clockOf(part.trim()));
  if (first === undefined || first === null || second === null || more.length > 0) return null;
  const starts = instantsOf(midnight + first, zone);
  if (second === undefined) {
    return { from: Math.min(...starts), to: Math.max(...starts) + rule.lastsSeconds * 1000 };
  }
  // "23:50-00:20" goes on past midnight.
  const ends = instantsOf(midnight + second + (second < first ? dayMs : 0), zone);
  return { from: Math.min(...starts), to: Math.max(...ends) };
}

/** Milliseconds since midnight of HH:MM, HH:MM:SS or HHMM (leading zeros may be lost); null if it is no time. */
function clockOf(text: string): number | null {
  const found = /^(\d{1,2}):(\d\d)(?::(\d\d))?$/.exec(text) ?? /^(\d\d)(\d\d)$/.exec(text.padStart(4, '0'));
  if (!found) return null;
  const [hours, minutes, seconds] = [Number(found[1]), Number(found[2]), Number(found[3] ?? 0)];
  return hours > 23 || minutes > 59 || seconds > 59 ? null : ((hours * 60 + minutes) * 60 + seconds) * 1000;
}

function isoOf(at: number): string | null {
  return at > -59e12 && at < 253e12 ? new Date(at).toISOString() : null;
}
