import type { EditionContent } from '#core/compliance/edition-types.js';
import type { Speech } from '../speech.js';
import { paper, still, text } from './drawing.js';

type Geography = EditionContent['geography'];
type Position = [number, number];

/** A name is about so much wider than high. */
const wideness = 5;

/** Names of the sectors, above everything else, each in that corner of its sector which is far from the line and other names. */
export function sectorLabels({ sectors, lines }: Geography, aspect: number, speech: Speech): object {
  const line = lines.flatMap((one) => one.coordinates.flat());
  const away = ([lon, lat]: Position): number =>
    Math.min(Infinity, ...line.map(([x, y]) => Math.hypot((lon - x) * aspect, lat - y)));
  const placed: Position[] = [];
  const apart = ([lon, lat]: Position): number =>
    Math.min(Infinity, ...placed.map(([x, y]) => Math.hypot(((lon - x) * aspect) / wideness, lat - y)));
  const data = sectors.flatMap(({ id, polygons }) => {
    const [ring] = polygons.map(([outer]) => outer ?? []).sort((a, b) => spread(b) - spread(a));
    const [best] = corners(ring ?? [])
      .map((value) => ({ value, score: Math.min(away(value), apart(value)) }))
      .sort((a, b) => b.score - a.score);
    if (!best) return [];
    placed.push(best.value);
    return [{ value: best.value, label: { formatter: speech.name('sector', id) } }];
  });
  const label = { show: true, position: 'inside', ...text, fontSize: 10, textBorderColor: paper, textBorderWidth: 2.5 };
  return { type: 'scatter', coordinateSystem: 'geo', symbolSize: 0.1, z: 10, label, data, ...still };
}

/** Half the way from the middle of a ring to each of its corners. */
function corners(ring: readonly Position[]): Position[] {
  const middle = [0, 1].map((i) => ring.reduce((sum, point) => sum + point[i]!, 0) / ring.length) as Position;
  return ring.map(([lon, lat]) => [(lon + middle[0]) / 2, (lat + middle[1]) / 2]);
}

function spread(ring: readonly Position[]): number {
  const [lons, lats] = [ring.map(([lon]) => lon), ring.map(([, lat]) => lat)];
  return (Math.max(...lons) - Math.min(...lons)) * (Math.max(...lats) - Math.min(...lats));
}
