import type { Sighting } from '../intake/types.js';
import type { Geography, Neighbourhood, Tx } from '../ports.js';
import type { Position } from '../mission/types.js';
import type { Group } from './assign.js';
import { compatible, firstId } from './assign.js';
import { itemOf, type Item } from './item.js';
import type { FusionModel } from './model.js';
import { surroundingsOf, type Surroundings } from './rate.js';
import type { Incident, Link } from './types.js';

/** Rates look this far around in time (seconds), beyond the sighting's own interval. */
const aroundSeconds = 1800;
/** At most so many records take part in one decision, and in one estimate of rates. */
const mostCompared = 60;
const mostForRate = 150;

/** What one decision looks at. */
export interface Around {
  item: Item;
  groups: Group[];
  surroundings: Surroundings;
  incidents: Map<string, Incident>;
  links: Map<string, Link>;
  sightings: Map<string, Sighting>;
}

/** Where and when to look for what may be the same event. */
export function boxOf(model: FusionModel, geography: Geography, s: Sighting): Neighbourhood {
  const spread = Math.sqrt(Math.max(s.estimate.covEE, s.estimate.covNN));
  const reach = Math.min(model.numbers.maxMetres, 2 * model.numbers.rateMetres + 4 * spread);
  const from = new Date(Date.parse(s.start) - aroundSeconds * 1000).toISOString();
  const to = new Date(Date.parse(s.end) + aroundSeconds * 1000).toISOString();
  return { cells5: geography.cells5Around(s.estimate, reach), from, to };
}

/**
 * Loads the records, groups and links around a sighting: those that could be the same event, with
 * all other members of their incidents. Bounded: the nearest ones first.
 */
export async function lookAround(tx: Tx, model: FusionModel, box: Neighbourhood, added: Sighting): Promise<Around> {
  const [near, incidents] = [await tx.sightings.near(box), await tx.incidents.near(box)];
  const links = incidents.length > 0 ? await tx.links.ofIncidents(incidents.map((i) => i.id)) : [];
  const origin: Position = added.estimate;
  const item = itemOf(model, origin, added);
  const items = new Map<string, Item>([[added.id, item]]);
  const sightings = new Map<string, Sighting>([[added.id, added]]);
  const take = (rows: Sighting[]) => {
    for (const row of rows) {
      if (sightings.has(row.id)) continue;
      sightings.set(row.id, row);
      items.set(row.id, itemOf(model, origin, row));
    }
  };
  take(near);
  const missing = links.map((l) => l.sightingId).filter((id) => !sightings.has(id));
  if (missing.length > 0) take(await tx.sightings.getMany(missing));

  const linkOf = new Map(links.map((l) => [l.sightingId, l]));
  const linksOf = new Map<string, Link[]>();
  for (const l of links) {
    const own = linksOf.get(l.incidentId);
    if (own) own.push(l);
    else linksOf.set(l.incidentId, [l]);
  }
  const pool = [...items.values()].sort((a, b) => farness(item, a) - farness(item, b) || (a.id < b.id ? -1 : 1));
  pool.length = Math.min(pool.length, mostForRate);
  const chosen = new Set<string>();
  let compared = 0;
  // First ring: what may be the same event. Second: what may be the same as those, for the repair.
  const first = pool.filter((i) => i !== item && compatible(model, i, item));
  for (const one of [...first, ...pool.filter((i) => first.some((f) => compatible(model, f, i)))]) {
    const link = linkOf.get(one.id);
    if (!link || chosen.has(link.incidentId)) continue;
    if (compared >= mostCompared) break;
    chosen.add(link.incidentId);
    compared += linksOf.get(link.incidentId)?.length ?? 0;
  }
  const known = incidents.filter((i) => chosen.has(i.id));
  const groups = known.map((incident): Group => {
    const own = linksOf.get(incident.id) ?? [];
    return {
      incident: incident.id,
      items: own.map((l) => items.get(l.sightingId)).filter((i) => i !== undefined),
      // A decision stands on the sightings it was made on; a person's own links stay as well.
      fixed: new Set(
        own.filter((l) => incident.state === 'decided' || l.madeBy !== 'machine').map((l) => l.sightingId),
      ),
    };
  });
  // By their records, not by their own random ids: the same input gives the same groups anywhere.
  groups.sort((a, b) => (firstId(a) < firstId(b) ? -1 : 1));
  return {
    item,
    groups,
    surroundings: surroundingsOf(model, pool, [item, ...groups.flatMap((g) => g.items)]),
    incidents: new Map(known.map((i) => [i.id, i])),
    links: linkOf,
    sightings,
  };
}

/** Steps of two kilometres and five minutes, squared and added. */
function farness(a: Item, b: Item): number {
  return ((a.east - b.east) ** 2 + (a.north - b.north) ** 2) / 4e6 + (a.time - b.time) ** 2 / 9e4;
}
