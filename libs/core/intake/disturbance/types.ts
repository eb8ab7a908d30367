/** Weather as it was measured; null is not known. */
export interface Weather {
  visibilityMetres: number | null;
  windMetresPerSecond: number | null;
  cloudBaseMetres: number | null;
  rainMillimetresPerHour: number | null;
}

/**
 * What blinded, where and when, whoever was watching: jamming around the place of a sighting (its id is the sighting's),
 * or weather in an area or a whole sector. Never edited.
 */
export interface Disturbance extends Weather {
  id: string;
  type: 'jamming' | 'weather';
  start: string;
  end: string;
  /** Weather of a whole sector. */
  sector: string | null;
  /** Weather of an area: a ring of corners [lon, lat]. */
  area: [number, number][] | null;
  /** Jamming: the middle of where it was noticed. */
  lat: number | null;
  lon: number | null;
  sourceId: string;
  sha256: string;
  submittedBy: string;
  receivedAt: string;
}

/** Hours taken from one effort record by recorded jamming or weather; a later row may give some back. Never edited. */
export interface EffortLoss {
  id: string;
  effortId: string;
  reason: 'jamming' | 'weather';
  /** Change of the hours taken, of which by day and by night (what has no times of day counts as neither). */
  hours: number;
  dayHours: number;
  nightHours: number;
  at: string;
}
