import { axes } from '../../geo/covariance.js';
import type { Mission } from '../../mission/types.js';
import type { Complaint, Sighting, Specificity } from '../types.js';

/** What a party or the public supplied is a complaint until the mission has looked at it, whoever is named in it. */
export function isComplaint(s: Pick<Sighting, 'provider'>): boolean {
  return s.provider === 'public' || s.provider.startsWith('party:');
}

/**
 * How specific a complaint is, by four parts of 0..1 and their mean. Place: 1 up to the pack's
 * finePlaceMetres of standard deviation, 0 from vaguePlaceMetres on, in between by its logarithm. Time likewise.
 * Kind: half for a kind other than "other", a quarter for a weapon, a quarter for a count or casualties.
 * Evidence: each file halves what is missing (1 - 2^-n). The formula is this program's own; it orders work
 * and is shown beside the counts, and no complaint is refused or put away because of it.
 */
export function specificityOf(
  s: Pick<Sighting, 'estimate' | 'start' | 'end' | 'kind' | 'weapon' | 'count' | 'casualties' | 'evidence'>,
  mission: Pick<Mission, 'eventKinds' | 'verification'>,
): Specificity {
  const limits = mission.verification.complaints;
  const seconds = (Date.parse(s.end) - Date.parse(s.start)) / 1000;
  const place = onLogScale(Math.sqrt(axes(s.estimate).major), limits.finePlaceMetres, limits.vaguePlaceMetres);
  const time = onLogScale(seconds, limits.fineTimeSeconds, limits.vagueTimeSeconds);
  const named = mission.eventKinds.find((k) => k.id === s.kind)?.category !== 'other';
  const kind =
    (named ? 0.5 : 0) + (s.weapon === null ? 0 : 0.25) + (s.count === null && s.casualties === null ? 0 : 0.25);
  const evidence = 1 - 2 ** -s.evidence.length;
  return { place, time, kind, evidence, whole: (place + time + kind + evidence) / 4 };
}

/** The note that is kept of a complaint when it comes in. */
export function complaintOf(s: Sighting, mission: Pick<Mission, 'eventKinds' | 'verification'>): Complaint {
  return {
    sightingId: s.id,
    provider: s.provider,
    against: s.allegedParty,
    kind: s.kind,
    cell5: s.cell5,
    start: s.start,
    receivedAt: s.receivedAt,
    reportingWeek: s.reportingWeek,
    specificity: specificityOf(s, mission),
    clusterId: null,
    likeness: null,
  };
}

/** 1 up to `fine`, 0 from `vague` on, linear in the logarithm in between. */
function onLogScale(value: number, fine: number, vague: number): number {
  if (value <= fine) return 1;
  return Math.max(0, 1 - Math.log(value / fine) / Math.log(vague / fine));
}
