import type { CasePage } from './case-context.js';

type Estimate = CasePage['incident']['estimate'];

/** χ² with two degrees of freedom at 0.95. */
const within95 = 5.991;

/** Half the longer axis of the ellipse within which the place lies with 95 in 100, metres. */
export function radiusOf95({ covEE, covEN, covNN }: Estimate): number {
  const middle = (covEE + covNN) / 2;
  const larger = middle + Math.hypot((covEE - covNN) / 2, covEN);
  return Math.sqrt(within95 * larger);
}

/** Metres east and south of a place, for a small map: flat within a few dozen kilometres. */
export type Project = (lon: number, lat: number) => [number, number];

export function projectionAround({ lat, lon }: { lat: number; lon: number }): Project {
  const metresPerDegree = 111_195;
  const shrink = Math.cos((lat * Math.PI) / 180);
  return (eachLon, eachLat) => [(eachLon - lon) * metresPerDegree * shrink, (lat - eachLat) * metresPerDegree];
}

/** A length of 1, 2 or 5 times a power of ten, metres, that takes up about a quarter of the width. */
export function scaleLength(widthMetres: number): number {
  const wanted = widthMetres / 4;
  const power = 10 ** Math.floor(Math.log10(wanted));
  return [5, 2, 1].map((step) => step * power).find((length) => length <= wanted) ?? power;
}

/** The map screen at the place of an incident, with the week that ends soon after it. */
export function mapAddress({ id, estimate, end }: Pick<CasePage['incident'], 'id' | 'estimate' | 'end'>): string {
  const hour = 3_600_000;
  const to = new Date((Math.ceil(Date.parse(end) / hour) + 1) * hour).toISOString();
  const params = new URLSearchParams({
    c: `${estimate.lat.toFixed(5)},${estimate.lon.toFixed(5)},12.00`,
    to,
    item: `incident:${id}`,
  });
  return `/map?${params}`;
}
