import { polygonHolds } from '../../geo/areas.js';
import { toLocal } from '../../geo/geodesic.js';
import type { Position } from '../../mission/types.js';
import type { VerificationRules, WeatherLimit } from '../../mission/verification/types.js';
import type { Disturbance, Weather } from './types.js';

/** Whether the disturbance takes watching by this means at this place from the hours, by the pack's limits. */
export function blinds(
  d: Disturbance,
  means: string,
  at: Position,
  sector: string,
  limits: VerificationRules['effort'],
): boolean {
  if (d.type === 'jamming') {
    if (!limits.jamming.means.includes(means) || d.lat === null || d.lon === null) return false;
    const { east, north } = toLocal({ lat: d.lat, lon: d.lon }, at);
    return Math.hypot(east, north) <= limits.jamming.metres;
  }
  if (!tooBad(d, means, limits)) return false;
  return d.area === null ? d.sector === sector : polygonHolds([[...d.area, d.area[0]!]], at);
}

/** Whether the weather is beyond a limit of the means; what was not measured limits nothing. */
export function tooBad(weather: Weather, means: string, limits: VerificationRules['effort']): boolean {
  const limit = limits.weather.find((w) => w.means === means);
  return limit !== undefined && exceeds(weather, limit);
}

function exceeds(w: Weather, limit: WeatherLimit): boolean {
  const below = (value: number | null, least = -Infinity) => value !== null && value < least;
  const above = (value: number | null, most = Infinity) => value !== null && value > most;
  return (
    below(w.visibilityMetres, limit.minVisibilityMetres) ||
    below(w.cloudBaseMetres, limit.minCloudBaseMetres) ||
    above(w.windMetresPerSecond, limit.maxWindMetresPerSecond) ||
    above(w.rainMillimetresPerHour, limit.maxRainMillimetresPerHour)
  );
}
