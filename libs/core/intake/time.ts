const form = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?(Z|z|[+-](?:[01]\d|2[0-3]):?[0-5]\d)$/;

const daysOfMonths = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
const latestText = '9999-12-30T00:00:00.000Z';

/** Whether the text is the form of `Date.toISOString` of an instant in range: read by its digits, a fortieth of the time. */
function isAsStored(text: string): boolean {
  if (text.length !== 24 || text > latestText || text[4] !== '-' || text[7] !== '-' || text[10] !== 'T') return false;
  if (text[13] !== ':' || text[16] !== ':' || text[19] !== '.' || text[23] !== 'Z') return false;
  const year = digits(text, 0) * 100 + digits(text, 2);
  const month = digits(text, 5);
  const day = digits(text, 8);
  const isLeap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  const days = month === 2 && isLeap ? 29 : (daysOfMonths[month - 1] ?? 0);
  const isTime = digits(text, 11) < 24 && digits(text, 14) < 60 && digits(text, 17) < 60 && digits(text, 20) < 100;
  return year >= 100 && day >= 1 && day <= days && isTime && isDigit(text.charCodeAt(22));
}

const isDigit = (code: number): boolean => code >= 48 && code <= 57;

/** The number of two digits, NaN where they are none. */
function digits(text: string, at: number): number {
  const tens = text.charCodeAt(at);
  const ones = text.charCodeAt(at + 1);
  return isDigit(tens) && isDigit(ones) ? (tens - 48) * 10 + ones - 48 : NaN;
}

const earliest = Date.parse('0100-01-01T00:00:00.000Z');
const latest = Date.parse(latestText);

/**
 * Reads an ISO 8601 date and time with offset ("2026-11-22T07:00:00+02:00") into a UTC instant with
 * milliseconds (further digits are cut). A leap second (23:59:60 UTC) is the instant that follows it,
 * as in POSIX time. Null where the text is no such time, the date does not exist, or the year is
 * outside 100..9999: no instant can be told from that.
 */
export function parseInstant(text: string): string | null {
  // As instants are stored, and as most devices write them: what comes back the same needs no further look.
  if (isAsStored(text)) return text;
  const parts = form.exec(text);
  if (!parts) return null;
  const [, year, month, day, hour, minute, second = '00', fraction = '', zone = 'Z'] = parts;
  const leap = second === '60';
  const offset = /^z$/i.test(zone) ? 'Z' : `${zone.slice(0, 3)}:${zone.slice(-2)}`;
  const wall = `${year}-${month}-${day}T${hour}:${minute}:${leap ? '59' : second}.${fraction.padEnd(3, '0').slice(0, 3)}`;
  const asUtc = Date.parse(`${wall}Z`);
  // JavaScript rolls 30 February over to March; a date that does not come back does not exist.
  if (Number.isNaN(asUtc) || new Date(asUtc).toISOString() !== `${wall}Z`) return null;
  let at = Date.parse(wall + offset);
  if (Number.isNaN(at)) return null;
  if (leap) {
    const utc = new Date(at).toISOString();
    if (utc.slice(11, 19) !== '23:59:59') return null;
    at = Math.floor(at / 1000) * 1000 + 1000;
  }
  return at < earliest || at > latest ? null : new Date(at).toISOString();
}

let lastMs = NaN;
let lastText = '';

/** As `toISOString`; of a crowd that comes in the same millisecond each is told the same text. */
export function instantOf(at: Date): string {
  const ms = at.getTime();
  if (ms !== lastMs) {
    lastText = at.toISOString();
    lastMs = ms;
  }
  return lastText;
}

/** Dates that clocks show when they have lost the time: Unix, GPS and common firmware epochs. */
const resetDates = ['1970-01-01', '1980-01-01', '1980-01-06', '1999-08-22', '2000-01-01', '2019-04-07'];

/**
 * What is odd about an interval (D8: flagged, never dropped): `future` beyond the tolerance,
 * `before_ceasefire`, `too_old`, `clock_doubtful` (in the future, or on a date that clocks fall back
 * to: the Unix and GPS epochs, GPS week rollovers), `long_interval` (over seven days).
 */
export function timeFlags(
  time: { start: string; end: string },
  now: string,
  limits: { ceasefireFrom: string; futureToleranceMinutes: number; oldestDays: number },
): string[] {
  const flags: string[] = [];
  const at = Date.parse(now);
  const start = Date.parse(time.start);
  const end = Date.parse(time.end);
  const future = Math.max(start, end) > at + limits.futureToleranceMinutes * 60_000;
  if (future) flags.push('future');
  if (start < Date.parse(limits.ceasefireFrom)) flags.push('before_ceasefire');
  if (start < at - limits.oldestDays * 86_400_000) flags.push('too_old');
  if (future || resetDates.includes(time.start.slice(0, 10))) flags.push('clock_doubtful');
  if (end - start > 7 * 86_400_000) flags.push('long_interval');
  return flags;
}
