import { polygonHolds } from '../../geo/areas.js';
import { axes } from '../../geo/covariance.js';
import { toLocal } from '../../geo/geodesic.js';
import type { Incident } from '../../fusion/types.js';
import type { Notification } from '../../intake/types.js';
import type { Position } from '../../mission/types.js';
import { say, type Said } from '../../said.js';
import { distanceInWords, durationInWords, kindNamed, type CheckResult } from '../result.js';

const ruleVersion = 'notifications/1';

export type Notified = Pick<Incident, 'kind' | 'start' | 'end' | 'estimate' | 'allegedParty'>;

/**
 * Matches the incident with the parties' advance notices. Pass: consistent with one (kind, area, time,
 * received before it began, and not from another party than the one alleged). Fail: a notice for this
 * kind exists but the incident lies outside it. Unknown: no notice concerns this kind, or it cannot be
 * told from the place's uncertainty whether it lies inside.
 */
export function checkNotifications(incident: Notified, notices: readonly Notification[]): CheckResult {
  const ordered = [...notices].sort((a, b) => (a.receivedAt + a.id < b.receivedAt + b.id ? -1 : 1));
  const relevant = ordered.filter((n) => n.eventKinds.includes(incident.kind) && !n.prohibits?.includes(incident.kind));
  const judged = relevant.map((n) => ({ id: n.id, ...lieTo(incident, n) }));
  const best =
    judged.find((j) => j.result === 'pass') ?? judged.find((j) => j.result === 'unknown') ?? judged.find(() => true);
  return {
    name: 'notifications',
    result: best?.result ?? 'unknown',
    reason: best ? judged.map((j) => j.because) : [say`No notice of ${kindNamed(incident.kind)} touches this time.`],
    inputs: {
      consistentWith: best?.result === 'pass' ? best.id : null,
      notices: judged.map(({ id, result }) => ({ id, result })),
    },
    ruleVersion,
    bySighting: [],
  };
}

/** How an event or a sighting of it lies to a notice: inside (pass), outside (fail), or it cannot be told (unknown). */
export function lieTo(
  incident: Omit<Notified, 'kind'>,
  notice: Notification,
): Pick<CheckResult, 'result'> & { because: Said } {
  const outside: Said[] = [];
  let unsure: Said | null = null;
  const late = Date.parse(notice.receivedAt) - Date.parse(incident.start);
  if (late > 0) outside.push(say`it was received ${durationInWords(late)} after the event began`);
  if (incident.allegedParty !== null && incident.allegedParty !== notice.party)
    outside.push(say`it is from another party than the one alleged`);
  const before = Date.parse(notice.start) - Date.parse(incident.start);
  const after = Date.parse(incident.end) - Date.parse(notice.end);
  if (before > 0) outside.push(say`the event began ${durationInWords(before)} too early`);
  if (after > 0) outside.push(say`the event ended ${durationInWords(after)} too late`);

  const distance = distanceToArea(incident.estimate, notice.area);
  const sigma = Math.sqrt(axes(incident.estimate).major);
  if (distance > 2 * sigma) outside.push(say`the place lies ${distanceInWords(distance)} outside its area`);
  else if (distance > 0)
    unsure = say`the place lies ${distanceInWords(distance)} outside its area with a standard deviation of ${distanceInWords(sigma)}`;

  if (outside.length > 0) return { result: 'fail', because: say`Outside notice ${notice.id}: ${outside}.` };
  if (unsure) return { result: 'unknown', because: say`Perhaps inside notice ${notice.id}: ${unsure}.` };
  return { result: 'pass', because: say`Consistent with notice ${notice.id} in kind, area and time.` };
}

/**
 * Metres from a place to a ring of [lon, lat], 0 inside; infinitely far from an empty one. Measured in the
 * plane at the place, where distance and direction of every corner are exact.
 */
export function distanceToArea(place: Position, ring: readonly [number, number][]): number {
  if (ring.length > 2 && polygonHolds([[...ring, ring[0]!]], place)) return 0;
  const points = ring.map(([lon, lat]) => {
    const { east, north } = toLocal(place, { lat, lon });
    return { x: east, y: north };
  });
  let nearest = Infinity;
  points.forEach((a, i) => {
    const b = points[(i + 1) % points.length]!;
    const [dx, dy] = [b.x - a.x, b.y - a.y];
    const length = dx * dx + dy * dy;
    const along = length === 0 ? 0 : Math.min(1, Math.max(0, -(a.x * dx + a.y * dy) / length));
    nearest = Math.min(nearest, Math.hypot(a.x + along * dx, a.y + along * dy));
  });
  return nearest;
}
