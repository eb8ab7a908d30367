import { axes, varianceAlong } from '../../geo/covariance.js';
import { inverse } from '../../geo/geodesic.js';
import type { LocationEstimate } from '../../geo/types.js';
import type { SaidPlace, Sighting } from '../../intake/types.js';
import type { Means, Mission, Position, Weapon } from '../../mission/types.js';
import { say, type Said, type SaidName } from '../../said.js';
import { distanceInWords, inWords, overall, type CheckResult, type SightingVerdict } from '../result.js';

const ruleVersion = 'plausible_range/1';

/** Mean Earth radius, metres (IUGG R1), and the refraction coefficient of optical surveying, k = 0.13. */
const earthRadiusMetres = 6_371_008.8;
const refraction = 0.13;

/** Heights of eyes, events and posts, metres above ground, and how much farther than stated sound may carry. */
type Sight = Mission['verification']['sight'];

type Seen = Pick<Sighting, 'id' | 'means' | 'weapon' | 'said'>;

/**
 * Distance to the horizon in metres from a height in metres above the ellipsoid: sqrt(2 R h / (1 - k)),
 * the small-height form on a sphere with refraction k = 0.13. 2 m sees 5.4 km, 100 m sees 38 km.
 */
export function horizonMetres(heightMetres: number): number {
  return Math.sqrt((2 * earthRadiusMetres * Math.max(heightMetres, 0)) / (1 - refraction));
}

/**
 * Could the observer have known of it from there? Distance from the stated observer to the incident's
 * place, less two standard deviations of that place, against the reach of the means (for ears: how far
 * the weapon is heard) and, for means that need sight, against the horizon of both heights. Terrain
 * and weather are not considered. Unknown where no observer's position was stated.
 */
export function checkPlausibleRange(
  sightings: readonly Seen[],
  place: LocationEstimate,
  mission: Pick<Mission, 'means' | 'weapons' | 'verification'>,
): CheckResult {
  const bySighting = sightings.map((s): SightingVerdict => {
    const means = mission.means.find((m) => m.id === s.means);
    const weapon = mission.weapons.find((w) => w.id === s.weapon);
    return {
      sightingId: s.id,
      ...judge(observerOf(s.said), place, means, weapon, s.means, mission.verification.sight),
    };
  });
  return {
    name: 'plausible_range',
    result: overall(bySighting),
    reason: inWords(bySighting),
    inputs: { place: { lat: place.lat, lon: place.lon, sigmaMetres: Math.round(Math.sqrt(axes(place).major)) } },
    ruleVersion,
    bySighting,
  };
}

interface Observer extends Position {
  /** Metres above ground; null where the source did not say. */
  heightMetres: number | null;
  precisionMetres: number;
}

function observerOf(said: SaidPlace): Observer | null {
  if (said.type === 'bearing_range')
    return { ...said.observer, heightMetres: null, precisionMetres: said.observer.precisionMetres ?? 0 };
  if (said.type === 'look_vector')
    return {
      ...said.platform,
      heightMetres: said.platform.altitudeMetres - (said.groundAltitudeMetres ?? 0),
      precisionMetres: said.platform.precisionMetres ?? 0,
    };
  return null;
}

function judge(
  observer: Observer | null,
  place: LocationEstimate,
  means: Means | undefined,
  weapon: Weapon | undefined,
  meansId: string,
  sight: Sight,
): Pick<SightingVerdict, 'result' | 'because'> {
  if (!means) return { result: 'unknown', because: say`means "${meansId}" is not in the mission pack` };
  if (!observer) return { result: 'unknown', because: say`no position of the observer was stated` };
  const { metres: distance, bearingAtEnd } = inverse(observer, place);
  const sigma = Math.hypot(Math.sqrt(varianceAlong(place, bearingAtEnd)), observer.precisionMetres);
  const nearest = Math.max(0, distance - 2 * sigma);
  const away = say`${distanceInWords(distance)} away (at least ${distanceInWords(nearest)} within two standard deviations)`;

  const reach = reachOf(means, weapon);
  if (nearest > reach.metres)
    return {
      // Sound carries farther at night and down wind than the pack's figure for calm weather.
      result: means.byEar && nearest <= reach.metres * sight.soundMargin ? 'unknown' : 'fail',
      because: say`${away}, beyond ${reach.of}`,
    };
  if (!means.needsLineOfSight) return { result: 'pass', because: say`${away}, within ${reach.of}` };

  const height = observer.heightMetres ?? sight.eyeHeightMetres;
  const horizon = horizonMetres(height) + horizonMetres(sight.eventHeightMetres);
  const above = say`the ${distanceInWords(horizon)} horizon from ${Math.round(height)} m height`;
  if (nearest <= horizon)
    return {
      result: 'pass',
      because: say`${away}, within ${reach.of} and ${above}`,
    };
  const needed = ((nearest - horizonMetres(sight.eventHeightMetres)) ** 2 * (1 - refraction)) / (2 * earthRadiusMetres);
  const over = say`${away}, over ${above}; ${Math.ceil(needed)} m would be needed`;
  // Somebody on a roof need not have said so; an aircraft's stated height leaves no such way out.
  const raised = observer.heightMetres === null && needed <= sight.tallestPostMetres;
  return { result: raised ? 'unknown' : 'fail', because: over };
}

/** Ears reach as far as the weapon is loud; every other means as far as the pack says of it. */
function reachOf(means: Means, weapon: Weapon | undefined): { metres: number; of: Said } {
  if (means.byEar && weapon) {
    const heard: SaidName = { named: 'weapon', id: weapon.id };
    const metres = weapon.audibleMetres;
    return { metres, of: say`the ${distanceInWords(metres)} at which ${heard} is heard` };
  }
  const by: SaidName = { named: 'means', id: means.id };
  return { metres: means.rangeMetres, of: say`the ${distanceInWords(means.rangeMetres)} reach of ${by}` };
}
