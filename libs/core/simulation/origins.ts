import { direct, inverse } from '../geo/geodesic.js';
import type { SaidOrigin } from '../intake/types.js';
import type { Mission, Position } from '../mission/types.js';
import type { Geography } from '../ports.js';
import { makeRandom, type Random } from './random.js';
import type { TrueEvent, World } from './types.js';

/** Share of records that say where the fire came from, how, and how well (one standard deviation, degrees). */
const ways = [
  { means: 'person', share: 0.3, method: 'crater', sigmaDegrees: 9 },
  { means: 'person', share: 0.3, method: 'acoustic', sigmaDegrees: 10 },
  { means: 'machine', share: 0.35, method: 'flash', sigmaDegrees: 2 },
] as const;
/** Bearings that belong to another shot, an echo or a slip of the pen. */
const wrongShare = 0.05;
/** Fire that falls on the side that fired it: short rounds, mistakes, staged incidents. Assumed; no figure is published. */
const ownSideShare = 0.05;

/**
 * Gives every true act of fire the place that it came from, on the side of the party that fired, and lets some
 * of the sightings say from which direction. Drawn apart from the rest of the world, by its seed, so that
 * nothing else of it changes but who fired what fell on the firer's own side. Parties are drawn alike.
 */
export function withOrigins(mission: Mission, geography: Geography, world: World): World {
  const random = makeRandom((world.seed ^ 0x6f726967) >>> 0);
  const fire = new Set(mission.eventKinds.filter((k) => k.category === 'ceasefire').map((k) => k.id));
  const events = world.truth.events.map((e): TrueEvent => {
    if (!fire.has(e.kind)) return { ...e, origin: null };
    const event = random.chance(ownSideShare) ? { ...e, party: e.side } : e;
    return { ...event, origin: originOf(mission, geography, event, random) };
  });
  const byId = new Map(events.map((e) => [e.id, e]));
  const byPerson = new Set(mission.means.filter((m) => m.by === 'person').map((m) => m.id));
  const said = new Map<string, SaidOrigin | null>();
  const sightings = world.sightings.map((s) => {
    const { event: id, how } = world.truth.origins[s.input.id]!;
    const event = byId.get(id);
    if (!event?.origin || how === 'quoted' || how === 'false') return s;
    // A source measures an event once, however many records it makes of it.
    const key = `${s.submittedBy} ${id}`;
    if (!said.has(key)) said.set(key, saidBy(byPerson.has(s.input.means), s.input.place, event, random));
    const origin = said.get(key);
    return origin ? { ...s, input: { ...s.input, origin } } : s;
  });
  return { ...world, sightings, truth: { ...world.truth, events } };
}

function originOf(mission: Mission, geography: Geography, event: TrueEvent, random: Random): Position {
  const reach = mission.weapons.find((w) => w.id === event.weapon)?.rangeMetres ?? 5000;
  const exact = (p: Position) => ({ ...p, covEE: 1, covEN: 0, covNN: 1, method: 'fix' as const });
  const share = (p: Position) => geography.sideOf(exact(p), event.start)[event.party] ?? 0;
  const { metres: toLine } = geography.distanceToLine(exact(event), event.start);
  // From within reach, or from just beyond the line where the named weapon would not reach so far.
  const far = Math.max(reach, event.party === event.side ? 1000 : toLine * 1.3 + 500);
  let best: Position = event;
  for (let tries = 0; tries < 40; tries++) {
    const spot = direct(event, random.between(0, 360), Math.max(400, far * Math.sqrt(random.between(0.02, 1))));
    if (share(spot) > share(best) || best === event) best = spot;
    if (share(spot) > 0.95) return spot;
  }
  return best;
}

function saidBy(person: boolean, place: unknown, event: TrueEvent, random: Random): SaidOrigin | null {
  const at = random.next();
  let below = 0;
  for (const way of ways.filter((w) => (w.means === 'person') === person)) {
    if (at >= (below += way.share)) continue;
    const observer = (place as { observer?: Position; platform?: Position }).observer;
    const vantage = observer ?? (place as { platform?: Position }).platform;
    const from = way.method === 'crater' || !vantage ? event : vantage;
    const { bearing } = inverse(from, event.origin!);
    const stray = random.chance(wrongShare);
    const read = stray ? random.between(0, 360) : bearing + random.normal(0, way.sigmaDegrees);
    return {
      method: way.method === 'crater' || vantage ? way.method : 'projectile',
      bearing: Number(((read + 360) % 360).toFixed(1)) % 360,
      sigmaDegrees: way.sigmaDegrees,
      ...(from === event ? {} : { at: { lat: from.lat, lon: from.lon } }),
    };
  }
  return null;
}
