import { requireAction, requireObject, sectorsFor } from '../../access/policy.js';
import type { Actor } from '../../access/types.js';
import { explain } from '../../fusion/words.js';
import type { Item } from '../../fusion/item.js';
import { modelOf, type FusionModel } from '../../fusion/model.js';
import { surroundingsOf } from '../../fusion/rate.js';
import type { Incident, LinkTerm } from '../../fusion/types.js';
import { inverse, toLocalQuick } from '../../geo/geodesic.js';
import type { Deps } from '../../ports.js';

/** An incident that may be the same event as another, with what speaks for and against it. */
export interface LikelyDuplicate {
  incident: Incident;
  /** Between the two estimates. */
  metres: number;
  /** Between the two beginnings; positive where this one began later. */
  seconds: number;
  sameKind: boolean;
  sameWeapon: boolean;
  /** Natural-log likelihood ratio of one event against two, each incident taken as one record; the sum of the terms. */
  logRatio: number;
  terms: LinkTerm[];
}

/** Compared at most, nearest first, and told of at most. */
const mostCompared = 60;
const mostTold = 20;

/**
 * Incidents around one, in the actor's sectors, that may be the same event: the test of fusion (core/fusion/likelihood)
 * between incidents instead of records, likeliest first. Says what is likely and merges nothing.
 * @throws Problem not_allowed, not_found
 */
export async function likelyDuplicates(deps: Deps, actor: Actor, incidentId: string): Promise<LikelyDuplicate[]> {
  requireAction(actor, 'incident.read');
  const model = modelOf(deps.mission);
  const { maxMetres, maxSeconds } = model.numbers;
  const { incident, near } = await deps.uow.read(async (reads) => {
    const found = await reads.incidents.get(incidentId);
    const incident = requireObject(actor, 'incident.read', found, (i) => ({ sector: i.sector }));
    const box = {
      cells5: deps.geography.cells5Around(incident.estimate, maxMetres),
      from: shifted(incident.start, -maxSeconds),
      to: shifted(incident.end, maxSeconds),
    };
    return { incident, near: await reads.incidents.near(box) };
  });
  const sectors = sectorsFor(actor, 'incident.read');
  const others = near
    .filter((i) => i.id !== incident.id && (sectors === null || (i.sector !== null && sectors.includes(i.sector))))
    .map((other) => ({ other, far: farness(incident, other) }))
    .sort((a, b) => a.far - b.far || (a.other.id < b.other.id ? -1 : 1))
    .slice(0, mostCompared)
    .map((c) => c.other);
  const own = itemOfIncident(model, incident, incident);
  const items = [own, ...others.map((other) => itemOfIncident(model, incident, other))];
  const around = surroundingsOf(model, items, items);
  return others
    .map((other, i): LikelyDuplicate => {
      const terms = explain(model, around, [own, items[i + 1]!], other.id);
      return {
        incident: other,
        metres: Math.round(inverse(incident.estimate, other.estimate).metres),
        seconds: (Date.parse(other.start) - Date.parse(incident.start)) / 1000,
        sameKind: other.kind === incident.kind,
        sameWeapon: other.weapon !== null && other.weapon === incident.weapon,
        logRatio: Math.round(terms.reduce((sum, t) => sum + t.logRatio, 0) * 1000) / 1000,
        terms,
      };
    })
    .sort((a, b) => b.logRatio - a.logRatio || (a.incident.id < b.incident.id ? -1 : 1))
    .slice(0, mostTold);
}

/** An incident as one record of a source of its own. */
function itemOfIncident(model: FusionModel, origin: Incident, incident: Incident): Item {
  const { numbers } = model;
  const start = Date.parse(incident.start) / 1000;
  const end = Date.parse(incident.end) / 1000;
  const sigma = incident.machineOnly === true ? numbers.machineSeconds : numbers.personSeconds;
  const { covEE, covEN, covNN } = incident.estimate;
  return {
    id: incident.id,
    ...toLocalQuick(origin.estimate, incident.estimate),
    covEE,
    covEN,
    covNN,
    time: (start + end) / 2,
    halfLength: (end - start) / 2,
    clockVariance: sigma ** 2,
    timeVariance: (end - start) ** 2 / 12 + sigma ** 2,
    source: incident.id,
    machine: incident.machineOnly === true,
    told: false,
    quotes: null,
    kind: model.kinds.indexOf(incident.kind),
    weapon: incident.weapon === null ? -1 : model.weapons.indexOf(incident.weapon),
  };
}

/** Two kilometres count like five minutes. */
function farness(a: Incident, b: Incident): number {
  const { east, north } = toLocalQuick(a.estimate, b.estimate);
  const seconds = (Date.parse(a.start) - Date.parse(b.start)) / 1000;
  return (east * east + north * north) / 4e6 + (seconds * seconds) / 9e4;
}

function shifted(instant: string, seconds: number): string {
  return new Date(Date.parse(instant) + seconds * 1000).toISOString();
}
