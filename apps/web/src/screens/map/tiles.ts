import { addProtocol, type LayerSpecification, type Map as LibreMap } from 'maplibre-gl';
import { FetchSource, PMTiles, Protocol, TileType } from 'pmtiles';
import type { Colours } from './colours.js';

const source = 'tiles';
const protocol = new Protocol();
addProtocol('pmtiles', protocol.tile);

interface Metadata {
  attribution?: unknown;
  vector_layers?: { id: string }[];
}

/** Layers of the common layouts (Protomaps, OpenMapTiles) by what they hold; borders of states are among none of them. */
const areas: Record<string, 'water' | 'ground' | 'built'> = {
  water: 'water',
  ocean: 'water',
  earth: 'ground',
  landcover: 'ground',
  landuse: 'ground',
  park: 'ground',
  natural: 'ground',
  building: 'built',
  buildings: 'built',
};
const ways: Record<string, 'water' | 'road'> = {
  waterway: 'water',
  water: 'water',
  transportation: 'road',
  roads: 'road',
  transit: 'road',
};

/**
 * Draws the file of the operator's own under everything else of the map, in the colours of the theme.
 * @returns its credit as plain text, empty where it names none
 */
export async function drawTiles(map: LibreMap, address: string, before: string, colours: Colours): Promise<string> {
  const file = new PMTiles(new FetchSource(address));
  protocol.add(file);
  const { tileType, minZoom, maxZoom } = await file.getHeader();
  const { attribution, vector_layers: held = [] } = (await file.getMetadata()) as Metadata;
  const isVector = tileType === TileType.Mvt;
  const tiles = [`pmtiles://${address}/{z}/{x}/{y}`];
  const zooms = { minzoom: minZoom, maxzoom: maxZoom };
  if (isVector) map.addSource(source, { type: 'vector', tiles, ...zooms });
  else map.addSource(source, { type: 'raster', tiles, tileSize: 256, ...zooms });
  const layers = isVector ? vectorLayers(new Set(held.map(({ id }) => id)), colours) : [pictures];
  for (const layer of layers) map.addLayer(layer, before);
  // Written as HTML by custom; shown as text.
  return typeof attribution === 'string' ? attribution.replace(/<[^<>]*>/g, '').trim() : '';
}

const pictures: LayerSpecification = {
  id: 'tiles',
  type: 'raster',
  source,
  // What the mission knows must stand out from what lies under it.
  paint: { 'raster-saturation': -0.6, 'raster-opacity': 0.7, 'raster-fade-duration': 0 },
};

function vectorLayers(held: ReadonlySet<string>, colours: Colours): LayerSpecification[] {
  const fills = { water: colours.sunken, ground: colours.surface, built: colours.line };
  const lines = { water: colours.lineStrong, road: colours.line };
  return [
    ...Object.entries(areas)
      .filter(([name]) => held.has(name))
      .sort(([, a], [, b]) => order.indexOf(a) - order.indexOf(b))
      .map(([name, what]): LayerSpecification => ({
        id: `tiles-area-${name}`,
        type: 'fill',
        source,
        'source-layer': name,
        filter: ['==', ['geometry-type'], 'Polygon'],
        paint: { 'fill-color': fills[what], 'fill-opacity': what === 'built' ? 0.6 : 1 },
      })),
    ...Object.entries(ways)
      .filter(([name]) => held.has(name))
      .map(([name, what]): LayerSpecification => ({
        id: `tiles-way-${name}`,
        type: 'line',
        source,
        'source-layer': name,
        filter: ['==', ['geometry-type'], 'LineString'],
        paint: {
          'line-color': lines[what],
          'line-width': ['interpolate', ['linear'], ['zoom'], 6, 0.5, 14, what === 'road' ? 3 : 1.5],
        },
      })),
  ];
}

const order = ['ground', 'water', 'built'];
