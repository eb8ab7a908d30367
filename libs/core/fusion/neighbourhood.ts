import type { Geography, Neighbourhood, Tx } from '../ports.js';
import type { Position } from '../mission/types.js';
import type { Group } from './assign.js';
import { compatible, firstId } from './assign.js';
import { itemOf, type Item } from './item.js';
import type { FusionModel } from './model.js';
import { surroundingsOf, type Surroundings } from './rate.js';
import type { Member, Telling } from './store.js';

/** Rates look this far around in time (seconds), beyond the sighting's own interval. */
const aroundSeconds = 1800;
/** At most so many records before and after are loaded, those closest in time. */
const mostLoaded = 100;
/** At most so many records take part in one decision, and in one estimate of rates. */
const mostCompared = 60;
const mostForRate = 150;
/** Of an incident with more sightings than this, only the nearest so many take part; the rest stay where they are. */
export const mostOfOne = 24;

/** What one decision looks at. */
export interface Around {
  item: Item;
  groups: Group[];
  surroundings: Surroundings;
  members: Map<string, Member>;
}

/** Where and when to look for what may be the same event. */
export function boxOf(model: FusionModel, geography: Geography, s: Telling): Neighbourhood {
  const spread = Math.sqrt(Math.max(s.estimate.covEE, s.estimate.covNN));
  const reach = Math.min(model.numbers.maxMetres, 2 * model.numbers.rateMetres + 4 * spread);
  const from = new Date(Date.parse(s.start) - aroundSeconds * 1000).toISOString();
  const to = new Date(Date.parse(s.end) + aroundSeconds * 1000).toISOString();
  return { cells5: geography.cells5Around(s.estimate, reach), from, to };
}

/**
 * Loads the records and groups around a sighting: those that could be the same event, with the other
 * members of their incidents. Bounded whatever the crowd: the nearest ones first, and of a large
 * incident only the nearest members.
 */
export async function lookAround(tx: Tx, model: FusionModel, box: Neighbourhood, added: Telling): Promise<Around> {
  const origin: Position = added.estimate;
  const item = itemOf(model, origin, added);
  const items = new Map<string, Item>([[added.id, item]]);
  const members = new Map<string, Member>([[added.id, { ...added, membership: null }]]);
  const ofIncident = new Map<string, Member[]>();
  const take = (rows: Member[]) => {
    for (const row of rows) {
      if (members.has(row.id)) continue;
      members.set(row.id, row);
      items.set(row.id, itemOf(model, origin, row));
      if (!row.membership) continue;
      const own = ofIncident.get(row.membership.incidentId);
      if (own) own.push(row);
      else ofIncident.set(row.membership.incidentId, [row]);
    }
  };
  take(await tx.members.near(box, added.start, mostLoaded));
  const nearestFirst = nearnessTo(item);
  const pool = [...items.values()].sort(nearestFirst).slice(0, mostForRate);
  const chosen = chooseIncidents(model, pool, item, members);
  const missing = [...chosen].filter(([id, size]) => size <= mostOfOne && size > (ofIncident.get(id)?.length ?? 0));
  if (missing.length > 0) take(await tx.members.ofIncidents(missing.map(([id]) => id)));
  const groups = [...chosen.keys()].map((incident): Group => {
    const own = ofIncident.get(incident) ?? [];
    const nearest = own.map((m) => items.get(m.id)!).sort(nearestFirst);
    const size = chosen.get(incident)!;
    return {
      incident,
      items: size > mostOfOne ? nearest.slice(0, mostOfOne) : nearest,
      // A decision stands on the sightings it was made on; a person's own links stay as well.
      fixed: new Set(
        own.filter((m) => m.membership!.state === 'decided' || m.membership!.madeBy !== 'machine').map((m) => m.id),
      ),
      whole: size <= mostOfOne,
    };
  });
  // By their records, not by their own random ids: the same input gives the same groups anywhere.
  groups.sort((a, b) => (firstId(a) < firstId(b) ? -1 : 1));
  return {
    item,
    groups,
    surroundings: surroundingsOf(model, pool, [item, ...groups.flatMap((g) => g.items)]),
    members,
  };
}

/**
 * Incidents to look at, with their sizes. First ring: what may be the same event. Second: what may be the same as
 * those, for the repair. Nearest first, until enough records are compared.
 */
function chooseIncidents(
  model: FusionModel,
  pool: Item[],
  item: Item,
  members: ReadonlyMap<string, Member>,
): Map<string, number> {
  const chosen = new Map<string, number>();
  let compared = 0;
  const choose = (one: Item): void => {
    const home = members.get(one.id)?.membership;
    if (!home || chosen.has(home.incidentId)) return;
    chosen.set(home.incidentId, home.sightingCount);
    compared += Math.min(home.sightingCount, mostOfOne);
  };
  const known = (one: Item) => chosen.has(members.get(one.id)?.membership?.incidentId ?? '');
  const first = pool.filter((i) => i !== item && compatible(model, i, item));
  for (const one of first) {
    if (compared >= mostCompared) return chosen;
    choose(one);
  }
  for (const one of pool) {
    if (compared >= mostCompared) return chosen;
    if (!known(one) && first.some((f) => compatible(model, f, one))) choose(one);
  }
  return chosen;
}

/** Steps of two kilometres and five minutes, squared and added; then by id. */
function nearnessTo(item: Item): (a: Item, b: Item) => number {
  const known = new Map<Item, number>();
  const farness = (a: Item): number => {
    let far = known.get(a);
    if (far === undefined) {
      far = ((a.east - item.east) ** 2 + (a.north - item.north) ** 2) / 4e6 + (a.time - item.time) ** 2 / 9e4;
      known.set(a, far);
    }
    return far;
  };
  return (a, b) => farness(a) - farness(b) || (a.id < b.id ? -1 : 1);
}
