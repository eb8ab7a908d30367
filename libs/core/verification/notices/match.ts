import type { Notification, Sighting } from '../../intake/types.js';
import { englishOf, say } from '../../said.js';
import { kindNamed } from '../result.js';
import { distanceToArea, lieTo } from '../checks/notifications.js';
import type { Mission } from '../../mission/types.js';
import type { NoticeMatch } from '../types.js';

/** A sighting outside a notice counts against it only this near to it in time and place; beyond, it has nothing to do with it. */
type Near = Mission['verification']['notices'];

type Told = Pick<Sighting, 'id' | 'kind' | 'start' | 'end' | 'estimate' | 'allegedParty' | 'reportingWeek'>;

/**
 * How each sighting lies to each notice that concerns its kind: inside ("consistent with notice N"), perhaps,
 * outside but near, or inside a window of silence that the party itself promised for this kind. A notice from
 * another party than the one alleged explains nothing. Pure: sightings and notices never change.
 */
export function matchNotices(
  sightings: readonly Told[],
  notices: readonly Notification[],
  near: Near,
  at: string,
): NoticeMatch[] {
  return sightings.flatMap((s) =>
    notices.flatMap((n): NoticeMatch[] => {
      const found = matchOne(s, n, near);
      if (found === null) return [];
      const id = `${s.id}.${n.id}`;
      return [{ id, sightingId: s.id, noticeId: n.id, party: n.party, reportingWeek: s.reportingWeek, at, ...found }];
    }),
  );
}

function matchOne(s: Told, n: Notification, near: Near): Pick<NoticeMatch, 'result' | 'because'> | null {
  if (s.allegedParty !== null && s.allegedParty !== n.party) return null;
  const { result, because: said } = lieTo(s, n);
  const because = englishOf(said);
  if (n.prohibits?.includes(s.kind)) {
    if (result === 'fail') return null;
    const promised = englishOf(say`Notice ${n.id} promises that no ${kindNamed(s.kind)} happens there and then.`, said);
    return { result: result === 'pass' ? 'breaks_silence' : 'perhaps', because: promised };
  }
  if (!n.eventKinds.includes(s.kind)) return null;
  if (result === 'pass') return { result: 'inside', because };
  if (result === 'unknown') return { result: 'perhaps', because };
  return isNear(s, n, near) ? { result: 'outside', because } : null;
}

function isNear(s: Told, n: Notification, { nearHours, nearMetres }: Near): boolean {
  const gap = Math.max(Date.parse(n.start) - Date.parse(s.end), Date.parse(s.start) - Date.parse(n.end));
  return gap <= nearHours * 3_600_000 && distanceToArea(s.estimate, n.area) <= nearMetres;
}
