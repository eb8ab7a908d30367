import type { Schemas } from '../../api/client.js';

export type Geography = Schemas['Geography'];
type Collection = GeoJSON.FeatureCollection;
type Word = (word: Schemas['Localised']) => string;

const collection = (features: GeoJSON.Feature[]): Collection => ({ type: 'FeatureCollection', features });
const areas = (polygons: Geography['sectors'][number]['polygons']): GeoJSON.MultiPolygon => ({
  type: 'MultiPolygon',
  coordinates: polygons as GeoJSON.Position[][][],
});

/** Hours watched by sector. */
export type Watched = ReadonlyMap<string, number>;

/** How densely a sector is hatched: 0 where nobody watched, else 1 to 3 by its share of what was watched most. */
export function density(hours: number, most: number): number {
  return hours <= 0 ? 0 : Math.max(1, Math.ceil((hours / most) * 3));
}

/** `label` is what stands on the map: the name, and the hours where effort is shown. */
export function sectorsOf(
  { sectors }: Geography,
  word: Word,
  watched: Watched | null,
  hoursText: (hours: number) => string,
): Collection {
  const most = Math.max(0, ...(watched?.values() ?? []));
  return collection(
    sectors.map(({ id, name, polygons }) => {
      const hours = watched?.get(id) ?? 0;
      const label = watched ? `${word(name)} · ${hoursText(hours)}` : word(name);
      const effort = watched ? density(hours, most) : 0;
      return { type: 'Feature', geometry: areas(polygons), properties: { id, label, effort } };
    }),
  );
}

/** One place per sector and zone for its name: else a name would stand in every tile that it reaches into. */
export function namePlaces(shapes: Collection): Collection {
  return collection(
    shapes.features.flatMap(({ geometry, properties }) => {
      if (geometry.type !== 'MultiPolygon') return [];
      const rings = geometry.coordinates.map(([outer]) => outer!);
      const widest = rings.sort((a, b) => width(b) - width(a))[0];
      if (!widest) return [];
      const lons = widest.map(([lon]) => lon!);
      const north = Math.max(...widest.map(([, lat]) => lat!));
      const middle = (Math.min(...lons) + Math.max(...lons)) / 2;
      return [{ type: 'Feature', geometry: { type: 'Point', coordinates: [middle, north] }, properties }];
    }),
  );
}

const width = (ring: GeoJSON.Position[]): number => {
  const lons = ring.map(([lon]) => lon!);
  return Math.max(...lons) - Math.min(...lons);
};

export function zonesOf({ zones }: Geography, word: Word): Collection {
  return collection(
    zones.map(({ id, name, polygons }) => ({
      type: 'Feature',
      geometry: areas(polygons),
      properties: { id, label: word(name) },
    })),
  );
}

/** `current`: the newest version that applied at the instant `at`; older and later ones are drawn thin and broken. */
export function linesOf({ lines }: Geography, word: Word, at: number): Collection {
  const begun = lines.map(({ effectiveFrom }) => Date.parse(effectiveFrom)).filter((from) => from <= at);
  const newest = Math.max(...begun);
  return collection(
    lines.map(({ id, label, effectiveFrom, coordinates }) => ({
      type: 'Feature',
      geometry: { type: 'MultiLineString', coordinates: coordinates as GeoJSON.Position[][] },
      properties: { id, label: word(label), current: Date.parse(effectiveFrom) === newest },
    })),
  );
}

export function settlementsOf({ settlements }: Geography, word: Word): Collection {
  return collection(
    settlements.map(({ id, name, lat, lon, population }) => ({
      type: 'Feature',
      geometry: { type: 'Point', coordinates: [lon, lat] },
      properties: { id, label: word(name), population: population ?? 0 },
    })),
  );
}

/** Every corner of the sectors, longitude first: what a map shows at first. */
export function cornersOf({ sectors }: Geography): [number, number][] {
  return sectors.flatMap(({ polygons }) => polygons.flatMap((rings) => rings[0] ?? []));
}
