import type { ShapeFeature, Shapes } from '#core/verification/map/shape.js';
import type { PointBlock } from '#core/verification/map/points.js';
import type { WatchedCell } from '#core/verification/map/watched.js';
import type { Mission } from '#core/mission/types.js';

/** Points as columns: the i-th of each list belongs to one item. */
export interface PointsAnswer {
  from: string;
  to: string;
  blocks: PointBlock[];
  count: number;
  /** There are more than the limit: ask for less space or time. */
  more: boolean;
}

/** The pack's places. Coordinates [lon, lat]. */
export const geographyAnswer = ({ digest, lines, sectors, zones, settlements }: Mission) => ({
  packDigest: digest,
  lines: lines.map((l) => ({
    id: l.id,
    effectiveFrom: l.effectiveFrom,
    label: l.label,
    left: l.left,
    right: l.right,
    sigmaMetres: l.sigmaMetres,
    illustrative: l.illustrative,
    coordinates: l.coordinates,
  })),
  sectors: sectors.map(({ id, name, polygons }) => ({ id, name, polygons })),
  zones: zones.map(({ id, name, kind, polygons }) => ({ id, name, kind, polygons })),
  settlements: settlements.map(({ id, name, lat, lon, population }) => ({ id, name, lat, lon, population })),
});

const featureAnswer = ({ geometry, properties }: ShapeFeature) => ({
  type: 'Feature' as const,
  geometry,
  properties: { shape: properties.shape, of: properties.of, id: properties.id, sigmas: properties.sigmas },
});

export const shapesAnswer = ({ features }: Shapes) => ({
  type: 'FeatureCollection' as const,
  features: features.map(featureAnswer),
});

export const watchedCellAnswer = (c: WatchedCell) => ({
  sector: c.sector,
  hour: c.hour,
  usableHours: c.usableHours,
  lostHours: c.lostHours,
  sources: c.sources,
  byMeans: c.byMeans,
});
