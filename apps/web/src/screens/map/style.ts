import type { LayerSpecification, StyleSpecification } from 'maplibre-gl';
import type { Colours } from './colours.js';
import { clusterDepth, tileLayer } from './points.js';
import { noTiles } from './points-desk.js';
import type { Layer } from './view.js';

export const sources = [
  'land',
  'sectors',
  'zones',
  'lines',
  'settlements',
  'names',
  'incidents',
  'sightings',
  'shapes',
  'chosen',
] as const;
export type SourceName = (typeof sources)[number];

const empty: GeoJSON.GeoJSON = { type: 'FeatureCollection', features: [] };
/** The device draws the figures: no server of fonts is asked. */
const font = ['sans-serif'];

type Drawn = LayerSpecification & { metadata?: { group: Layer } };
const group = (name: Layer) => ({ metadata: { group: name } });

/** What is on the map, from the lowest; `group` names the switch that shows and hides it. */
export function styleOf(colours: Colours): StyleSpecification {
  const layers: Drawn[] = [
    { id: 'sea', type: 'background', paint: { 'background-color': colours.sunken } },
    { id: 'land', type: 'fill', source: 'land', paint: { 'fill-color': colours.surface } },
    { id: 'coast', type: 'line', source: 'land', paint: { 'line-color': colours.lineStrong, 'line-width': 0.8 } },
    ...effort(),
    ...places(colours),
    ...shapes(colours),
    ...points('sightings', colours),
    ...points('incidents', colours),
    {
      id: 'chosen',
      type: 'circle',
      source: 'chosen',
      paint: {
        'circle-radius': 18,
        'circle-opacity': 0,
        'circle-stroke-width': 4,
        'circle-stroke-color': colours.focus,
      },
    },
  ];
  const tiled = { type: 'vector' as const, maxzoom: clusterDepth + 1 };
  return {
    version: 8,
    sources: {
      ...Object.fromEntries(sources.map((name) => [name, { type: 'geojson' as const, data: empty }])),
      incidents: { ...tiled, tiles: [noTiles('incident')] },
      sightings: { ...tiled, tiles: [noTiles('sighting')] },
    },
    layers,
  };
}

function effort(): Drawn[] {
  return [
    {
      id: 'effort',
      type: 'fill',
      source: 'sectors',
      filter: ['>', ['get', 'effort'], 0],
      paint: { 'fill-pattern': ['concat', 'hatch|', ['to-string', ['get', 'effort']]] },
      ...group('effort'),
    },
  ];
}

function places(colours: Colours): Drawn[] {
  const label = { 'icon-image': ['concat', 'label|', ['get', 'label']] as unknown as string };
  return [
    {
      id: 'zones',
      type: 'fill',
      source: 'zones',
      paint: { 'fill-pattern': 'hatch|0' },
      ...group('zones'),
    },
    {
      id: 'zone-edges',
      type: 'line',
      source: 'zones',
      paint: { 'line-color': colours.inkSoft, 'line-width': 1.5, 'line-dasharray': [1, 2] },
      ...group('zones'),
    },
    {
      id: 'sector-edges',
      type: 'line',
      source: 'sectors',
      paint: { 'line-color': colours.inkSoft, 'line-width': 1.5, 'line-dasharray': [6, 3] },
      ...group('sectors'),
    },
    {
      id: 'other-lines',
      type: 'line',
      source: 'lines',
      filter: ['!', ['get', 'current']],
      paint: { 'line-color': colours.ink, 'line-width': 1.2, 'line-dasharray': [3, 3] },
      ...group('lines'),
    },
    {
      id: 'line-around',
      type: 'line',
      source: 'lines',
      filter: ['get', 'current'],
      paint: { 'line-color': colours.surface, 'line-width': 6 },
      ...group('lines'),
    },
    {
      id: 'line',
      type: 'line',
      source: 'lines',
      filter: ['get', 'current'],
      paint: { 'line-color': colours.ink, 'line-width': 3 },
      ...group('lines'),
    },
    {
      id: 'settlements',
      type: 'circle',
      source: 'settlements',
      paint: {
        'circle-radius': ['interpolate', ['linear'], ['get', 'population'], 0, 2.5, 100_000, 4, 1_000_000, 6],
        'circle-color': colours.surface,
        'circle-stroke-width': 1.5,
        'circle-stroke-color': colours.inkSoft,
      },
      ...group('settlements'),
    },
    {
      id: 'settlement-names',
      type: 'symbol',
      source: 'settlements',
      layout: {
        ...label,
        'icon-anchor': 'top',
        'icon-offset': [0, 5],
        'symbol-sort-key': ['-', 0, ['get', 'population']],
      },
      ...group('settlements'),
    },
    ...(['zones', 'sectors'] as const).map((of): Drawn => ({
      id: `${of}-names`,
      type: 'symbol',
      source: 'names',
      filter: ['==', ['get', 'of'], of],
      layout: {
        'icon-image': ['concat', 'strong|', ['get', 'label']],
        'icon-anchor': of === 'sectors' ? 'bottom' : 'top',
      },
      ...group(of),
    })),
  ];
}

function shapes(colours: Colours): Drawn[] {
  const edge = (shape: string, dashes: number[]): Drawn => ({
    id: `shape-${shape}`,
    type: 'line',
    source: 'shapes',
    filter: ['==', ['get', 'shape'], shape],
    paint: {
      'line-color': colours.accent,
      'line-width': ['case', ['==', ['get', 'of'], 'incident'], 2.5, 1.4],
      ...(dashes.length > 0 && { 'line-dasharray': dashes }),
    },
    ...group('shapes'),
  });
  return [
    {
      id: 'shape-fill',
      type: 'fill',
      source: 'shapes',
      filter: ['!=', ['get', 'shape'], 'observer'],
      paint: { 'fill-color': colours.accent, 'fill-opacity': 0.08 },
      ...group('shapes'),
    },
    edge('ellipse', []),
    edge('sector', [5, 3]),
    edge('footprint', [1.5, 1.5]),
    {
      id: 'shape-observer',
      type: 'symbol',
      source: 'shapes',
      filter: ['==', ['get', 'shape'], 'observer'],
      layout: { 'icon-image': 'observer', 'icon-allow-overlap': true },
      ...group('shapes'),
    },
  ];
}

function points(name: 'incidents' | 'sightings', colours: Colours): Drawn[] {
  const isFilled = name === 'incidents';
  return [
    {
      id: name,
      type: 'symbol',
      source: name,
      'source-layer': tileLayer,
      filter: ['!', ['has', 'point_count']],
      layout: { 'icon-image': ['get', 'm'], 'icon-allow-overlap': true, 'icon-ignore-placement': true },
      ...group(name),
    },
    {
      id: `${name}-clusters`,
      type: 'circle',
      source: name,
      'source-layer': tileLayer,
      filter: ['has', 'point_count'],
      paint: {
        'circle-color': isFilled ? colours.accent : colours.surface,
        'circle-radius': ['interpolate', ['linear'], ['log10', ['get', 'point_count']], 0, 14, 2, 19, 5, 30],
        'circle-stroke-width': isFilled ? 2 : 1.5,
        'circle-stroke-color': isFilled ? colours.surface : colours.ink,
      },
      ...group(name),
    },
    {
      id: `${name}-counts`,
      type: 'symbol',
      source: name,
      'source-layer': tileLayer,
      filter: ['has', 'point_count'],
      layout: {
        'text-field': ['get', 'point_count_abbreviated'],
        'text-font': font,
        'text-size': 13,
        'text-allow-overlap': true,
        'text-ignore-placement': true,
      },
      paint: { 'text-color': isFilled ? colours.accentInk : colours.ink },
      ...group(name),
    },
  ];
}
