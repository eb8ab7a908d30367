import { say } from '../../said.js';
import type { Mission } from '../../mission/types.js';
import { isGiven, Faults } from '../faults.js';
import { checkFootprint } from '../place-check.js';
import { readInterval } from '../prepare.js';
import { isRecordId } from '../record-id.js';
import { parseInstant } from '../time.js';
import type { Lost, Watch, WatchSaid } from './types.js';

export interface WatchInput {
  /** Client-made UUIDv7. */
  id: string;
  means: string;
  /** Patrol, camera, drone or satellite. */
  sourceId: string;
  /** ISO 8601 with offset. */
  start: string;
  end: string;
  said: WatchSaid;
  lost?: Lost[] | null;
}

/** Longest watch, fixes of a track, and intervals: what one request may ask to be computed. */
const mostHours = 7 * 24;
export const mostFixes = 50_000;
const mostIntervals = 1_000;
const reasons = ['jamming', 'weather', 'technical', 'access', 'other'];

/** The watch with its instants in UTC. @throws Problem invalid_input with a pointer to every fault */
export function checkWatch(input: WatchInput, mission: Mission): Pick<Watch, 'start' | 'end' | 'said' | 'lost'> {
  const faults = new Faults();
  if (!isRecordId(input.id)) faults.add('/id', say`Must be a lower-case UUID of version 7.`);
  if (!mission.means.some((m) => m.id === input.means)) faults.add('/means', say`Not a means of this mission.`);
  faults.textIfGiven(input.sourceId ?? '', '/sourceId', 100);
  const { start, end } = readInterval(input, faults);
  if (start !== '' && start === end) faults.add('/end', say`A watch needs a length of time.`);
  if (start !== '' && Date.parse(end) - Date.parse(start) > mostHours * 3_600_000)
    faults.add('/end', say`A watch is at most ${mostHours} hours long: send it in parts.`);
  const said = checkSaid(input.said, faults);
  const lost = intervals(input.lost ?? [], '/lost', faults).map((l, i) => {
    if (!reasons.includes(l.reason)) faults.add(`/lost/${i}/reason`, say`Must be one of ${reasons.join(', ')}.`);
    return { start: l.start, end: l.end, reason: l.reason };
  });
  faults.settle();
  return { start, end, said: said!, lost };
}

function checkSaid(said: WatchSaid | undefined, faults: Faults): WatchSaid | null {
  switch (said?.type) {
    case 'track':
      return { type: 'track', fixes: checkFixes(said.fixes, faults) };
    case 'post':
      checkPlace(said, '/said', faults);
      return { type: 'post', lat: said.lat, lon: said.lon, up: apart(intervals(said.up, '/said/up', faults), faults) };
    case 'pass':
      checkFootprint(said.footprint, faults, '/said/footprint');
      return { type: 'pass', footprint: said.footprint };
    default:
      faults.add('/said/type', say`Must be track, post or pass.`);
      return null;
  }
}

function checkFixes(fixes: unknown, faults: Faults): { lat: number; lon: number; at: string }[] {
  if (!Array.isArray(fixes) || fixes.length < 2 || fixes.length > mostFixes) {
    faults.add('/said/fixes', say`A track needs 2 to ${mostFixes} fixes.`);
    return [];
  }
  let last = '';
  return (fixes as { lat: number; lon: number; at: string }[]).map((fix, i) => {
    const pointer = `/said/fixes/${i}`;
    // Fifty thousand faults help nobody.
    if (faults.found.length > 100) return fix;
    if (typeof fix !== 'object' || fix === null) {
      faults.add(pointer, say`Must be an object.`);
      return fix;
    }
    checkPlace(fix, pointer, faults);
    const at = typeof fix.at === 'string' ? parseInstant(fix.at) : null;
    if (at === null) faults.add(`${pointer}/at`, say`Must be a date and time with offset.`);
    else if (at < last) faults.add(`${pointer}/at`, say`Lies before the fix before it.`);
    last = at ?? last;
    return { lat: fix.lat, lon: fix.lon, at: at ?? '' };
  });
}

function checkPlace(place: { lat: number; lon: number }, pointer: string, faults: Faults): void {
  faults.number(place.lat, `${pointer}/lat`, -90, 90);
  faults.number(place.lon, `${pointer}/lon`, -180, 180);
}

function intervals<T extends { start: string; end: string }>(list: T[], pointer: string, faults: Faults): T[] {
  if (!Array.isArray(list) || list.length > mostIntervals) {
    faults.add(pointer, say`Must be a list of at most ${mostIntervals} intervals.`);
    return [];
  }
  return list.flatMap((item, i) => {
    const own = new Faults();
    const read = isGiven(item) && typeof item === 'object' ? readInterval(item, own) : null;
    if (read === null) own.add('', say`Must be an interval.`);
    own.found.forEach((f) => faults.add(`${pointer}/${i}${f.pointer}`, f.said ?? f.detail));
    return read === null ? [] : [{ ...item, ...read }];
  });
}

/** Overlapping times of being up would count twice. */
function apart<T extends { start: string; end: string }>(list: T[], faults: Faults): { start: string; end: string }[] {
  const ordered = list.map(({ start, end }) => ({ start, end })).sort((a, b) => (a.start < b.start ? -1 : 1));
  ordered.forEach((item, i) => {
    if (i > 0 && item.start < ordered[i - 1]!.end) faults.add('/said/up', say`The intervals must not overlap.`);
  });
  return ordered;
}
