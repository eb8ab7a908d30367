const formats = new Map<string, Intl.DateTimeFormat>();
const offsets = new Map<string, number>();

/**
 * The UTC instants (milliseconds) at which clocks in `zone` show a local time, given as if it were UTC.
 * One instant as a rule; two in the hour that comes twice when clocks go back. In the hour that is
 * skipped when clocks go forward: the instant that a clock not yet put forward would mean.
 * @throws RangeError for an unknown zone
 */
export function instantsOf(wall: number, zone: string): number[] {
  const before = offsetAt(wall - 86_400_000, zone);
  const after = offsetAt(wall + 86_400_000, zone);
  const found = [...new Set([before, after])]
    .map((offset) => wall - offset)
    .filter((at) => wall - offsetAt(at, zone) === at);
  return found.length > 0 ? found.sort((a, b) => a - b) : [wall - before];
}

/** Milliseconds that clocks in `zone` are ahead of UTC. Offsets change on quarter hours only. */
function offsetAt(at: number, zone: string): number {
  if (zone === 'UTC') return 0;
  const key = `${zone} ${Math.floor(at / 900_000)}`;
  const known = offsets.get(key);
  if (known !== undefined) return known;
  let format = formats.get(zone);
  if (!format)
    formats.set(zone, (format = new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'longOffset' })));
  const name = format.formatToParts(at).find((p) => p.type === 'timeZoneName')?.value ?? '';
  const [, sign, hours = '0', minutes = '0', seconds = '0'] =
    /^GMT(?:([+-])(\d\d):(\d\d)(?::(\d\d))?)?$/.exec(name) ?? [];
  const offset = (sign === '-' ? -1000 : 1000) * (Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds));
  if (offsets.size > 50_000) offsets.clear();
  offsets.set(key, offset);
  return offset;
}
