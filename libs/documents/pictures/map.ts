import { registerMap } from 'echarts/dist/echarts.esm.min.mjs';
import type { EditionContent, MapBlock } from '#core/compliance/edition-types.js';
import type { Piece, Speech } from '../speech.js';
import {
  directed,
  fills,
  hatchings,
  ink,
  paper,
  rule,
  signs,
  soft,
  still,
  svgOf,
  text,
  type Drawing,
} from './drawing.js';
import { gathered, type Mark } from './gather.js';
import { sectorLabels } from './labels.js';
import { across, fitsBeside, heightBelow, legendsOf } from './legend.js';

const width = 860;
const besideLegend = 620;
/** Radius of the circle that holds 95 % of a round normal distribution, in standard deviations: sqrt(-2 ln 0.05). */
const ninetyFive = Math.sqrt(-2 * Math.log(0.05));
/** Mean radius of the earth, metres (IUGG): near enough for a picture. */
const metresPerDegree = (6_371_008.8 * Math.PI) / 180;

type Position = [number, number];

/** Line, sectors, incidents by kind with the circle or ellipse of their uncertainty, and how much each sector was watched. */
export function drawMap(map: MapBlock, content: EditionContent, speech: Speech): Drawing {
  const { geography } = content;
  const all = boundsOf(map.points, geography);
  const marks = gathered(map.points, metresPerDegree, Math.max(...spans(all)) * metresPerDegree);
  // What was gathered stands around the middle of its square, which may lie outside of what it was gathered from.
  const box = boundsOf(marks, geography);
  const [spanX, spanY] = spans(box);
  const kinds = [...new Set(map.points.map((point) => point.kind))].sort();
  const heightAt = (wide: number): number =>
    Math.round(Math.min(760, Math.max(320, (wide - 40) * (spanY / spanX) + 60)));
  const beside = fitsBeside(kinds.length, heightAt(besideLegend));
  const mapWidth = beside ? besideLegend : width;
  const mapHeight = heightAt(mapWidth);
  const height = mapHeight + (beside ? 0 : heightBelow(kinds.length));
  const aspect = spanX / (box.east - box.west);
  registerMap('edition', sectorsOf(geography) as Parameters<typeof registerMap>[1]);
  const scale = scaleOf(box, aspect);
  const option = {
    legend: legendsOf(
      kinds,
      beside
        ? { start: mapWidth + 12, top: 12, width: width - mapWidth - 12, columns: 1 }
        : { start: 10, top: mapHeight + 6, width: width - 20, columns: across },
      speech,
    ),
    geo: {
      map: 'edition',
      aspectScale: aspect,
      left: speech.direction === 'rtl' ? width - mapWidth + 10 : 10,
      top: 10,
      width: mapWidth - 20,
      height: mapHeight - 20,
      boundingCoords: [
        [box.west, box.north],
        [box.east, box.south],
      ],
      ...still,
      itemStyle: { areaColor: paper, borderColor: soft, borderWidth: 1, borderType: 'dashed' },
    },
    series: [
      watching(map.shades),
      lines(
        geography.lines.flatMap((line) => line.coordinates),
        { color: ink, width: 3 },
      ),
      lines([scale.coords], { color: ink, width: 2 }),
      uncertainties(marks.filter((mark) => mark.side === 0)),
      ...kinds.map((kind, i) =>
        scatter(
          speech.name('kind', kind),
          signs[i % signs.length] ?? 'circle',
          marks.filter((mark) => mark.kind === kind),
        ),
      ),
      sectorLabels(geography, aspect, speech),
      caption(
        scale.coords[0] ?? [0, 0],
        directed(
          speech.words('picture.scale', { length: { type: 'number', value: scale.km, unit: null } }),
          speech.direction,
        ),
      ),
    ],
  };
  return { svg: svgOf(option, width, height), width, height, notes: notesOf(map, content, speech, marks) };
}

function notesOf(map: MapBlock, { geography }: EditionContent, speech: Speech, marks: Mark[]): string[] {
  const illustrative = geography.lines.some((line) => line.illustrative);
  const line = speech.words(illustrative ? 'picture.line_illustrative' : 'picture.line');
  const notes = [line, speech.words('picture.line_other')];
  if (map.points.length === 0) return notes;
  const side = marks[0]?.side ?? 0;
  return [
    ...notes,
    speech.words('picture.solid'),
    speech.words('picture.hollow'),
    ...(side === 0 ? [speech.words('picture.uncertainty')] : []),
    ...(side > 0 ? [speech.words('picture.grouped', { size: { type: 'number', value: side, unit: 'metres' } })] : []),
  ];
}

/** The same as a table: incidents by kind and standing, or hours by sector. */
export function mapTable(
  map: MapBlock,
  speech: Speech,
): { columns: { text: string; number: boolean }[]; rows: Piece[][][] } {
  const head = (key: string) => ({ text: speech.words(key), number: false });
  const count = (key: string) => ({ text: speech.words(key), number: true });
  if (map.shades.length > 0) {
    return {
      columns: [head('column.sector'), count('column.usable_hours')],
      rows: map.shades.map((shade) => [
        speech.show({ type: 'ref', of: 'sector', id: shade.sector }),
        speech.show({ type: 'figure', id: shade.figureId }),
      ]),
    };
  }
  const counts = new Map<string, Map<string, number>>();
  for (const { kind, word } of map.points) {
    const row = counts.get(kind) ?? new Map<string, number>();
    counts.set(kind, row.set(word, (row.get(word) ?? 0) + 1));
  }
  const words = [...new Set(map.points.map((point) => point.word))].sort();
  return {
    columns: [head('column.kind'), ...words.map((word) => count(word))],
    rows: [...counts.keys()]
      .sort()
      .map((kind) => [
        speech.show({ type: 'ref', of: 'kind', id: kind }),
        ...words.map((word) => [{ text: speech.number(counts.get(kind)?.get(word) ?? 0) }]),
      ]),
  };
}

/** Five classes of hatching: none where nobody watched, then by quarters of the most. */
function classOf(share: number): number {
  return share <= 0 ? 0 : Math.min(4, Math.max(1, Math.ceil(share * 4)));
}

/** The hatching of the sectors. */
function watching(shades: MapBlock['shades']) {
  const data = shades.map(({ sector, share }) => ({ name: sector, itemStyle: { decal: hatchings[classOf(share)] } }));
  return { type: 'map', geoIndex: 0, data, ...still };
}

function lines(coordinates: Position[][], lineStyle: object) {
  const data = coordinates.map((coords) => ({ coords }));
  return {
    type: 'lines',
    coordinateSystem: 'geo',
    polyline: true,
    data,
    lineStyle: { opacity: 1, ...lineStyle },
    ...still,
  };
}

function scatter(name: string, symbol: string, marks: Mark[]) {
  return {
    type: 'scatter',
    name,
    coordinateSystem: 'geo',
    symbol,
    itemStyle: { color: fills[2], borderColor: ink, borderWidth: 1 },
    data: marks.map((mark) => ({
      value: [mark.lon, mark.lat],
      symbolSize: mark.side === 0 ? 8 : 4 + Math.log2(mark.count),
      itemStyle: { color: mark.filled ? ink : paper, borderColor: ink, borderWidth: 1, opacity: 0.9 },
    })),
    ...still,
  };
}

/** What holds the place with 95 % probability: a circle, or the ellipse of the covariance where its shape is told. */
function uncertainties(marks: Mark[]) {
  interface Api {
    value(dimension: number): number;
    coord(point: number[]): [number, number];
  }
  const style = { fill: 'none', stroke: soft, lineWidth: 0.75, lineDash: [3, 2] };
  const renderItem = (_: unknown, api: Api): object => {
    const [lon, lat, metres] = [api.value(0), api.value(1), api.value(2)];
    const [minor, bearing] = [api.value(3), api.value(4)];
    const [x, y] = api.coord([lon, lat]);
    const [, edge] = api.coord([lon, lat + (ninetyFive * metres) / metresPerDegree]);
    const radius = Math.abs(edge - y);
    if (minor >= 0.97 * metres) return { type: 'circle', shape: { cx: x, cy: y, r: radius }, style };
    const points = ellipsePoints(ninetyFive * metres, ninetyFive * minor, bearing).map(([east, north]) =>
      api.coord([lon + east / (metresPerDegree * Math.cos((lat * Math.PI) / 180)), lat + north / metresPerDegree]),
    );
    return { type: 'polygon', shape: { points, smooth: 0.3 }, style };
  };
  const data = marks.map(({ lon, lat, uncertaintyMetres, ellipse }) =>
    ellipse
      ? [lon, lat, ellipse.major, ellipse.minor, ellipse.bearing]
      : [lon, lat, uncertaintyMetres, uncertaintyMetres, 0],
  );
  return { type: 'custom', coordinateSystem: 'geo', renderItem, data, ...still };
}

/** Corners of an ellipse around nought, metres east and north; `bearing` of the longer half axis, degrees true. */
export function ellipsePoints(major: number, minor: number, bearing: number, corners = 24): [number, number][] {
  const turn = (bearing * Math.PI) / 180;
  return Array.from({ length: corners }, (_, i) => {
    const t = (2 * Math.PI * i) / corners;
    const [along, across] = [major * Math.cos(t), minor * Math.sin(t)];
    return [along * Math.sin(turn) + across * Math.cos(turn), along * Math.cos(turn) - across * Math.sin(turn)];
  });
}

function caption([lon, lat]: Position, formatter: string) {
  const label = { show: true, formatter, position: 'top', distance: 4, align: 'left', ...text, fontSize: 11 };
  return {
    type: 'scatter',
    coordinateSystem: 'geo',
    symbolSize: 0.1,
    itemStyle: { color: rule },
    data: [{ value: [lon, lat], label }],
    ...still,
  };
}

interface Box {
  west: number;
  east: number;
  south: number;
  north: number;
}

/** Everything that is drawn, with a margin. */
function boundsOf(points: readonly { lon: number; lat: number }[], geography: EditionContent['geography']): Box {
  const box: Box = { west: Infinity, east: -Infinity, south: Infinity, north: -Infinity };
  const take = ([lon, lat]: Position): void => {
    box.west = Math.min(box.west, lon);
    box.east = Math.max(box.east, lon);
    box.south = Math.min(box.south, lat);
    box.north = Math.max(box.north, lat);
  };
  for (const { lon, lat } of points) take([lon, lat]);
  for (const line of geography.lines) line.coordinates.flat().forEach(take);
  for (const { polygons } of geography.sectors) polygons.flat(2).forEach(take);
  if (box.west > box.east) Object.assign(box, { west: -1, east: 1, south: -1, north: 1 });
  const margin = 0.03 * Math.max(box.east - box.west, box.north - box.south, 0.05);
  return { west: box.west - margin, east: box.east + margin, south: box.south - margin, north: box.north + margin };
}

/** Width and height in degrees of latitude. */
function spans({ west, east, south, north }: Box): [number, number] {
  return [(east - west) * Math.cos((((south + north) / 2) * Math.PI) / 180), north - south];
}

/** A bar of a round length, about a quarter of the width, at the lower left. */
function scaleOf({ west, east, south, north }: Box, aspect: number): { km: number; coords: Position[] } {
  const wanted = ((east - west) * aspect * metresPerDegree) / 4000;
  const power = 10 ** Math.floor(Math.log10(wanted));
  const km = ([5, 2, 1].find((step) => step * power <= wanted) ?? 1) * power;
  const lat = south + 0.03 * (north - south);
  const lon = west + 0.03 * (east - west);
  return {
    km,
    coords: [
      [lon, lat],
      [lon + (km * 1000) / (metresPerDegree * aspect), lat],
    ],
  };
}

/** As GeoJSON, which is what the library takes. */
function sectorsOf({ sectors }: EditionContent['geography']): object {
  const features = sectors.map(({ id, polygons }) => ({
    type: 'Feature',
    properties: { name: id },
    geometry: { type: 'MultiPolygon', coordinates: polygons },
  }));
  return { type: 'FeatureCollection', features };
}
