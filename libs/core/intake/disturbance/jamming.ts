import type { Mission } from '../../mission/types.js';
import type { Restriction, Sighting } from '../types.js';
import type { Disturbance } from './types.js';

/** The record of jamming that a sighting is: of a kind that disturbs sensors, or telling of a restriction by jamming; else null. */
export function jammingOf(
  s: Sighting,
  restriction: Pick<Restriction, 'type'> | null,
  mission: Pick<Mission, 'eventKinds'>,
): Disturbance | null {
  const disturbs = mission.eventKinds.some((k) => k.id === s.kind && k.disturbsSensors);
  if (!disturbs && restriction?.type !== 'jamming') return null;
  return {
    id: s.id,
    type: 'jamming',
    start: s.start,
    end: s.end,
    sector: s.sector,
    area: null,
    lat: s.estimate.lat,
    lon: s.estimate.lon,
    visibilityMetres: null,
    windMetresPerSecond: null,
    cloudBaseMetres: null,
    rainMillimetresPerHour: null,
    sourceId: s.patrolId ?? s.platformId ?? s.submittedBy,
    sha256: s.sha256,
    submittedBy: s.submittedBy,
    receivedAt: s.receivedAt,
  };
}
