import { may, requireAction, requireObject } from '../../access/policy.js';
import type { Actor } from '../../access/types.js';
import { ellipseRing, footprintRing, sectorRing, sigmas95, type Ring } from '../../geo/shapes.js';
import { tellingSightings } from '../files.js';
import type { Sighting } from '../../intake/types.js';
import type { Mission } from '../../mission/types.js';
import type { Deps } from '../../ports.js';

/** A shape for a map (GeoJSON, RFC 7946). */
export interface ShapeFeature {
  type: 'Feature';
  geometry: { type: 'Polygon'; coordinates: Ring[] } | { type: 'Point'; coordinates: [number, number] };
  properties: {
    /** 'ellipse' holds 95 %; 'sector' and 'footprint' are what the source itself said; 'observer' is where it stood. */
    shape: 'ellipse' | 'sector' | 'footprint' | 'observer';
    of: 'incident' | 'sighting';
    id: string;
    /** Standard deviations that an ellipse reaches, else null. */
    sigmas: number | null;
  };
}

export interface Shapes {
  type: 'FeatureCollection';
  features: ShapeFeature[];
}

/** An incident's ellipse and the shapes of its sightings that the actor may see. @throws Problem not_allowed, not_found */
export async function incidentShapes(deps: Deps, actor: Actor, incidentId: string): Promise<Shapes> {
  requireAction(actor, 'incident.read');
  const { incident, sightings } = await deps.uow.read(async (reads) => {
    const found = await reads.incidents.get(incidentId);
    const incident = requireObject(actor, 'incident.read', found, (i) => ({ sector: i.sector }));
    return { incident, sightings: await tellingSightings(reads, incidentId) };
  });
  const seen = sightings.filter((s) => may(actor, 'sighting.read', { sector: s.sector, owner: s.submittedBy }));
  const own = polygon('ellipse', 'incident', incident.id, ellipseRing(incident.estimate), sigmas95);
  return { type: 'FeatureCollection', features: [own, ...seen.flatMap((s) => shapesOf(s, deps.mission))] };
}

/** What one sighting covers. @throws Problem not_allowed, not_found */
export async function sightingShapes(deps: Deps, actor: Actor, sightingId: string): Promise<Shapes> {
  requireAction(actor, 'sighting.read');
  const found = await deps.uow.read((reads) => reads.sightings.get(sightingId));
  const sighting = requireObject(actor, 'sighting.read', found, (s) => ({ sector: s.sector, owner: s.submittedBy }));
  return { type: 'FeatureCollection', features: shapesOf(sighting, deps.mission) };
}

function shapesOf(s: Sighting, mission: Pick<Mission, 'means'>): ShapeFeature[] {
  const { said } = s;
  const shapes = [polygon('ellipse', 'sighting', s.id, ellipseRing(s.estimate), sigmas95)];
  if (said.type === 'footprint') shapes.push(polygon('footprint', 'sighting', s.id, footprintRing(said.polygon), null));
  if (said.type === 'bearing_range') {
    const reach = mission.means.find((m) => m.id === s.means)?.rangeMetres ?? 0;
    shapes.push(polygon('sector', 'sighting', s.id, sectorRing(said, reach), null));
    const { lon, lat } = said.observer;
    shapes.push({
      type: 'Feature',
      geometry: { type: 'Point', coordinates: [lon, lat] },
      properties: { shape: 'observer', of: 'sighting', id: s.id, sigmas: null },
    });
  }
  return shapes;
}

function polygon(
  shape: ShapeFeature['properties']['shape'],
  of: 'incident' | 'sighting',
  id: string,
  ring: Ring,
  sigmas: number | null,
): ShapeFeature {
  return { type: 'Feature', geometry: { type: 'Polygon', coordinates: [ring] }, properties: { shape, of, id, sigmas } };
}
