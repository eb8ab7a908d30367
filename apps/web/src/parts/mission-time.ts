const wallFormats = new Map<string, Intl.DateTimeFormat>();

/** What a clock of this zone shows at an instant, as if it were UTC, milliseconds. */
function wallClock(at: number, timeZone: string): number {
  const made =
    wallFormats.get(timeZone) ??
    new Intl.DateTimeFormat('en-GB', {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
  wallFormats.set(timeZone, made);
  const part = Object.fromEntries(made.formatToParts(at).map(({ type, value }) => [type, Number(value)]));
  return Date.UTC(part['year']!, part['month']! - 1, part['day'], part['hour'], part['minute'], part['second']);
}

/**
 * The instant (ISO UTC) that a field `datetime-local` means in the mission's zone; '' where it is empty or no time.
 * In the hour that comes twice when clocks go back it is the earlier one.
 */
export function instantOf(local: string, timeZone: string): string {
  const wall = Date.parse(`${local}Z`);
  if (Number.isNaN(wall)) return '';
  const hour = 3_600_000;
  // The offset of a zone changes by a few hours at most, so one of those around is the right one.
  const offsets = [-26, 0, 26].map((hours) => wallClock(wall + hours * hour, timeZone) - (wall + hours * hour));
  const candidates = offsets.map((offset) => wall - offset).sort((a, b) => a - b);
  return new Date(candidates.find((at) => wallClock(at, timeZone) === wall) ?? wall - offsets[1]!).toISOString();
}

/** An instant as a field `datetime-local` holds it, in the mission's zone, to the minute. */
export function localOf(instant: string | number, timeZone: string): string {
  return new Date(wallClock(new Date(instant).getTime(), timeZone)).toISOString().slice(0, 16);
}
