import type { Axes } from '../geo/shapes.js';
import type { Mission, Position } from '../mission/types.js';
import type { RedactionRule } from '../mission/weighing-types.js';
import type { Value, Variant } from './edition-types.js';
import type { WeekIncident } from './edition-record.js';

/** Through whose eyes an edition is made. One is made for each party, by the same rule. */
export interface View {
  variant: Variant;
  party: string | null;
  /** Null = everything: the mission's own variant. */
  rule: RedactionRule | null;
  /** Instant that delays count from. */
  at: string;
}

/** For missions made without a pack's files; loading one fills in the same. */
const cautious: { public: RedactionRule; party: RedactionRule } = {
  public: { coarsenMetres: 5000, times: 'day', delayHours: 48, reasons: false },
  party: { coarsenMetres: 1000, times: 'minute', delayHours: 24, reasons: false },
};

/** Every variant of an edition: public, one for each party, internal. */
export function viewsOf(mission: Mission, at: string): View[] {
  const rules = mission.redaction ?? cautious;
  const parties = mission.parties.map((p) => p.id).sort();
  return [
    { variant: 'public', party: null, rule: rules.public, at },
    ...parties.map((party): View => ({ variant: 'party', party, rule: rules.party, at })),
    { variant: 'internal', party: null, rule: null, at },
  ];
}

/** One degree of latitude in metres, near enough for a grid (WGS 84 mean meridian). */
const metresPerDegree = 111_320;

/**
 * The middle of the square of the pack's grid that holds the place. Rows of squares have a fixed height; their width in
 * degrees is that of the row's own middle, so that a place moves by at most 0.71 of a side.
 */
export function coarsen(position: Position, side: number): Position {
  if (side <= 0) return { lat: position.lat, lon: position.lon };
  const height = side / metresPerDegree;
  const lat = Math.max(-90, Math.min(90, (Math.floor(position.lat / height) + 0.5) * height));
  const width = height / Math.max(0.01, Math.cos((lat * Math.PI) / 180));
  const lon = (Math.floor(position.lon / width) + 0.5) * width;
  // Six decimals are a tenth of a metre; more would only say how it was computed.
  return { lat: round6(lat), lon: round6(Math.max(-180, Math.min(180, lon))) };
}

/** Where an incident may be said to have been. */
export function shownPlace(i: WeekIncident, view: View): { lat: number; lon: number; uncertaintyMetres: number } {
  const side = view.rule?.coarsenMetres ?? 0;
  const place = side > 0 ? coarsen(i, side) : { lat: round6(i.lat), lon: round6(i.lon) };
  // Uniform within a square: the side over the square root of twelve, added to what was uncertain before.
  const spread = Math.hypot(i.uncertaintyMetres, side / Math.sqrt(12));
  // An uncertainty to the metre would tell one case from another.
  const step = side > 0 ? Math.max(side / 2, 100) : 1;
  return { ...place, uncertaintyMetres: Math.ceil(spread / step) * step };
}

/** The shape of what is uncertain: to the mission alone, since its long axis points to where the observer stood. */
export function shownEllipse(i: WeekIncident, view: View): { ellipse?: Axes } {
  return view.rule === null && i.axes ? { ellipse: i.axes } : {};
}

/** When it may be said to have been: to the minute, or only the reporting day. */
export function shownTime(i: WeekIncident, view: View): Value {
  if (view.rule?.times === 'day') return { type: 'time', from: `${i.day}T12:00:00.000Z`, to: null, precision: 'day' };
  return { type: 'time', from: i.start, to: i.end, precision: 'minute' };
}

/** Told of one by one only once the delay has passed; until then it is in the totals alone. */
export function isTold(i: WeekIncident, view: View): boolean {
  const hours = view.rule?.delayHours ?? 0;
  return Date.parse(i.end) + hours * 3_600_000 <= Date.parse(view.at);
}

function round6(degrees: number): number {
  return Math.round(degrees * 1e6) / 1e6;
}
