import { toLocalQuick } from '../geo/geodesic.js';
import type { Position } from '../mission/types.js';
import { isTold, sourceOf, type FusionModel } from './model.js';
import type { Telling } from './store.js';

/** A sighting as the test sees it: plain numbers in the flat frame of its neighbourhood. */
export interface Item {
  id: string;
  /** Metres east and north of the neighbourhood's origin, with covariance (square metres). */
  east: number;
  north: number;
  covEE: number;
  covEN: number;
  covNN: number;
  /** Middle of the interval, seconds since 1970, and its variance. */
  time: number;
  timeVariance: number;
  /** Its parts: half the interval's length (seconds) and the variance of the source's clock. */
  halfLength: number;
  clockVariance: number;
  source: string;
  machine: boolean;
  told: boolean;
  quotes: string | null;
  /** Index into the model's kinds, -1 where the pack does not know it. */
  kind: number;
  /** Index into the model's weapons, -1 where none was named. */
  weapon: number;
}

/** Satellites and quoted hours give a wide interval: uniform over it (variance of a uniform, length²/12). */
export function itemOf(model: FusionModel, origin: Position, s: Telling): Item {
  const { numbers } = model;
  const { east, north } = toLocalQuick(origin, s.estimate);
  const start = Date.parse(s.start) / 1000;
  const end = Date.parse(s.end) / 1000;
  const machine = model.machines.has(s.means);
  const told = isTold(s);
  const sigma = told ? numbers.toldSeconds : machine ? numbers.machineSeconds : numbers.personSeconds;
  const widen = !machine && s.estimate.method === 'bearing_range' ? numbers.rangeWidening ** 2 : 1;
  return {
    id: s.id,
    east,
    north,
    covEE: s.estimate.covEE * widen,
    covEN: s.estimate.covEN * widen,
    covNN: s.estimate.covNN * widen,
    time: (start + end) / 2,
    halfLength: (end - start) / 2,
    clockVariance: sigma ** 2,
    timeVariance: (end - start) ** 2 / 12 + sigma ** 2,
    source: sourceOf(s),
    machine,
    told,
    quotes: s.quotes,
    kind: model.kinds.indexOf(s.kind),
    weapon: s.weapon === null ? -1 : model.weapons.indexOf(s.weapon),
  };
}
