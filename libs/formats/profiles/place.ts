import { nameKey } from '#core/geo/settlements.js';
import type { SaidPlace } from '#core/intake/types.js';
import type { Means, Mission } from '#core/mission/types.js';
import { parseDistanceDirection } from './distance-direction.js';
import type { PlaceRule, Refusal } from './profile.js';
import { parseDecimal, patternOf, type Row } from './row.js';

/** The place a row speaks of, in its source's terms, or why there is none. */
export function readPlace(row: Row, rule: PlaceRule, mission: Mission, means: Means): SaidPlace | Refusal {
  switch (rule.type) {
    case 'fix': {
      const lat = coordinate(row, rule.lat, 90);
      const lon = coordinate(row, rule.lon, 180);
      if (typeof lat !== 'number') return lat;
      if (typeof lon !== 'number') return lon;
      return fix(lat, lon, row.value(rule.precisionMetres));
    }
    case 'geometry':
      return fromGeometry(row.geometry, row.value(rule.precisionMetres));
    case 'place_name': {
      const name = row.cell(rule.name);
      return name === null ? blank(rule.name) : { type: 'place_name', name };
    }
    case 'from_position':
      return fromPosition(row, rule, mission, means);
  }
}

export function isRefusal(value: object): value is Refusal {
  return 'reason' in value;
}

function blank(field: string): Refusal {
  return { field, reason: 'is blank or unknown', remedy: 'Fill it in, or enter the item by hand.' };
}

function coordinate(row: Row, column: string, most: number): number | Refusal {
  const cell = row.cell(column);
  if (cell === null) return blank(column);
  const degrees = parseDecimal(cell);
  if (Math.abs(degrees) <= most) return degrees;
  const reason = `"${cell.slice(0, 40)}" is no number of degrees within ±${most}`;
  return { field: column, reason, remedy: 'Give decimal degrees; check the order of latitude and longitude.' };
}

function fix(lat: number, lon: number, precision: unknown): SaidPlace | Refusal {
  if (typeof precision === 'number' && precision >= 0) return { type: 'fix', lat, lon, precisionMetres: precision };
  return {
    field: 'precisionMetres',
    reason: 'the precision is no number of metres',
    remedy: 'Correct the cell, or give the profile a fallback ("otherwise").',
  };
}

function fromGeometry(geometry: unknown, precision: unknown): SaidPlace | Refusal {
  const { type, coordinates } = (typeof geometry === 'object' && geometry !== null ? geometry : {}) as {
    type?: unknown;
    coordinates?: unknown;
  };
  const refuse = (reason: string, remedy: string): Refusal => ({ field: 'geometry', reason, remedy });
  if (type === 'Point') {
    if (!isPair(coordinates)) return refuse('the point has no [lon, lat] within range', 'Correct the coordinates.');
    return fix(coordinates[1], coordinates[0], precision);
  }
  const rings = type === 'Polygon' ? coordinates : type === 'MultiPolygon' ? onlyPart(coordinates) : undefined;
  if (rings === null) return refuse('several separate areas', 'Split it into one feature per area.');
  const ring: unknown = Array.isArray(rings) ? rings[0] : undefined;
  if (!Array.isArray(ring))
    return refuse(`a geometry of type "${String(type)}" is no place of an event`, 'Give a Point or a Polygon.');
  if (ring.length > 10_000) return refuse('more than 10000 corners', 'Simplify the outline.');
  const polygon = ring.filter(isPair).map(([lon, lat]): [number, number] => [lon, lat]);
  if (polygon.length !== ring.length || polygon.length < 4)
    return refuse('the outline has too few corners or a corner out of range', 'Correct the coordinates.');
  return { type: 'footprint', polygon };
}

/** Null where there is more than one part. */
function onlyPart(coordinates: unknown): unknown {
  if (!Array.isArray(coordinates)) return undefined;
  return coordinates.length === 1 ? coordinates[0] : null;
}

function isPair(value: unknown): value is [number, number] {
  if (!Array.isArray(value)) return false;
  const [lon, lat] = value as unknown[];
  return typeof lon === 'number' && typeof lat === 'number' && Math.abs(lon) <= 180 && Math.abs(lat) <= 90;
}

function fromPosition(
  row: Row,
  rule: Extract<PlaceRule, { type: 'from_position' }>,
  mission: Mission,
  means: Means,
): SaidPlace | Refusal {
  const cell = row.cell(rule.position);
  if (cell === null) return blank(rule.position);
  const name = (rule.positionPattern && patternOf(rule.positionPattern).exec(cell)?.[1]) || cell;
  const observer = observerNamed(name, rule, mission);
  if ('reason' in observer) return observer;
  const said = row.cell(rule.said);
  const parsed = said === null ? {} : parseDistanceDirection(said);
  if (parsed === null) {
    const reason = `"${(said ?? '').slice(0, 60)}" is no distance and direction`;
    return { field: rule.said, reason, remedy: 'Write it like "3-5km SSE".' };
  }
  const { bearing, ...rest } = parsed;
  if (bearing !== undefined) return { type: 'bearing_range', observer, bearing, ...rest };
  // Somewhere around the observer: uniform over a disc of radius R has a standard deviation of R/2 on each axis.
  const radius = parsed.distanceMetres ?? parsed.distanceToMetres ?? means.rangeMetres;
  const { lat, lon, precisionMetres } = observer;
  return { type: 'fix', lat, lon, precisionMetres: Math.hypot(radius / 2, precisionMetres) };
}

function observerNamed(
  name: string,
  rule: Extract<PlaceRule, { type: 'from_position' }>,
  mission: Mission,
): { lat: number; lon: number; precisionMetres: number } | Refusal {
  const asked = nameKey(name);
  const known = rule.positions.find((p) => p.names.some((n) => nameKey(n) === asked));
  if (known) return { lat: known.lat, lon: known.lon, precisionMetres: known.precisionMetres };
  const settlements = mission.settlements.filter((s) => Object.values(s.name).some((n) => nameKey(n) === asked));
  const [only, ...more] = settlements;
  if (only && more.length === 0) return { lat: only.lat, lon: only.lon, precisionMetres: only.radiusMetres };
  const reason = only
    ? `"${name}" is the name of ${settlements.length} places`
    : `"${name}" is no known position or place`;
  return { field: rule.position, reason, remedy: 'Add it to "positions" in the profile.' };
}
