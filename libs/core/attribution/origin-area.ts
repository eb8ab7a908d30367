import { direct, inverse } from '../geo/geodesic.js';
import type { LocationEstimate } from '../geo/types.js';
import type { SaidOrigin } from '../intake/types.js';
import type { Position } from '../mission/types.js';
import type { AttributionRules } from '../mission/weighing-types.js';
import type { Geography } from '../ports.js';
import { otherHypotheses, type ByHypothesis } from './types.js';

/** One bearing to where the fire came from. */
export interface Bearing {
  key: string;
  source: string;
  origin: SaidOrigin;
  /** Where it was taken, and one standard deviation of that place, metres. */
  at: Position;
  sigmaMetres: number;
}

/** Directions and distances in which an origin is looked for. */
const directions = 48;
const rings = 6;
const nearestMetres = 300;
/** A side that holds less of the area in reach is taken as this much, so that no ratio runs off. */
const leastReach = 0.02;

interface Cell extends Position {
  /** Weight before any bearing; they sum to 1. */
  weight: number;
  sides: Record<string, number>;
}

/**
 * Where fire on a place can have come from: rings around it, out to the reach of the weapon (and, in case it was
 * named wrongly, of the farthest-reaching one), evenly in direction and in the logarithm of the distance, each
 * cell with the probability of each side of the line.
 */
export class OriginArea {
  private readonly cells: Cell[] = [];
  private readonly measured = new Map<string, number[]>();

  /** `reachMetres`: of the weapon named, or null; `farthestMetres`: of any weapon of the mission. */
  constructor(
    place: LocationEstimate,
    private readonly parties: readonly string[],
    private readonly rules: Pick<AttributionRules, 'strayShare' | 'weaponTrust'>,
    sideOf: (p: LocationEstimate) => ReturnType<Geography['sideOf']>,
    reach: { reachMetres: number | null; farthestMetres: number },
  ) {
    const trust = reach.reachMetres === null ? 0 : rules.weaponTrust;
    const bands: [number, number][] = [[Math.max(reach.farthestMetres, 2 * nearestMetres), 1 - trust]];
    if (reach.reachMetres !== null) bands.push([Math.max(reach.reachMetres, 2 * nearestMetres), trust]);
    for (const [far, weight] of bands)
      for (let ring = 0; ring < rings; ring++) {
        const metres = nearestMetres * (far / nearestMetres) ** ((ring + 0.5) / rings);
        for (let d = 0; d < directions; d++) {
          const at = direct(place, ((d + 0.5) * 360) / directions, metres);
          // Half the side of the cell, so that a cell on the line belongs to both sides.
          const variance = place.covEE / 2 + place.covNN / 2 + ((metres * Math.PI) / directions) ** 2;
          const cell: LocationEstimate = { ...at, covEE: variance, covEN: 0, covNN: variance, method: 'fused' };
          this.cells.push({ ...at, weight: weight / rings / directions, sides: sideOf(cell) });
        }
      }
  }

  /**
   * Logarithm of the likelihood of the bearings together under each hypothesis. A party fires from its own side,
   * somebody else from anywhere; an accident has no direction of fire, so a bearing then points anywhere.
   * A bearing misses by a normal error; a share of them (`strayShare`) is about something else. Several
   * bearings of one source count together as one.
   */
  likelihood(bearings: readonly Bearing[]): ByHypothesis {
    const sameSource = new Map<string, number>();
    for (const b of bearings) sameSource.set(b.source, (sameSource.get(b.source) ?? 0) + 1);
    const shares = bearings.map((b) => 1 / sameSource.get(b.source)!);
    const given = this.cells.map((_, c) => {
      let log = 0;
      bearings.forEach((b, i) => (log += shares[i]! * this.densities(b)[c]!));
      return Math.exp(log);
    });
    const mean = (weightOf: (cell: Cell) => number): number => {
      let [sum, weight] = [0, 0];
      this.cells.forEach((cell, i) => {
        sum += weightOf(cell) * given[i]!;
        weight += weightOf(cell);
      });
      return Math.log(Math.max(sum, Number.MIN_VALUE) / Math.max(weight, leastReach));
    };
    const result: ByHypothesis = {};
    for (const party of this.parties) result[party] = mean((c) => c.weight * (c.sides[party] ?? 0));
    const [other, accident] = otherHypotheses;
    result[other] = mean((c) => c.weight);
    result[accident] = shares.reduce((sum, share) => sum - share * Math.log(360), 0);
    return result;
  }

  /** Logarithms of the density in every cell; each bearing is measured once, however often it is left out. */
  private densities(bearing: Bearing): number[] {
    let known = this.measured.get(bearing.key);
    if (!known) {
      known = this.cells.map((cell) => Math.log(this.density(bearing, cell)));
      this.measured.set(bearing.key, known);
    }
    return known;
  }

  /** Density of the bearing (per degree) were the origin in this cell. */
  private density({ origin, at, sigmaMetres }: Bearing, cell: Cell): number {
    const { strayShare } = this.rules;
    const path = inverse(at, cell);
    const tooNear = origin.fromMetres !== undefined && path.metres < origin.fromMetres * 0.8;
    const tooFar = origin.toMetres !== undefined && path.metres > origin.toMetres * 1.25;
    if (tooNear || tooFar) return strayShare / 360;
    const off = ((origin.bearing - path.bearing + 540) % 360) - 180;
    const ofPlace = (Math.atan2(sigmaMetres, Math.max(path.metres, 1)) * 180) / Math.PI;
    // A cell spans several degrees itself (uniform: a twelfth of the square of its width).
    const variance = origin.sigmaDegrees ** 2 + ofPlace ** 2 + (360 / directions) ** 2 / 12;
    const normal = Math.exp((-off * off) / variance / 2) / Math.sqrt(2 * Math.PI * variance);
    return (1 - strayShare) * normal + strayShare / 360;
  }
}
