import { Clusters, emptyTile } from './clusters.js';
import { pointsOf } from './points.js';

const count = 500;
const each = <T>(make: (i: number) => T): T[] => Array.from({ length: count }, (_, i) => make(i));
const start = each((i) => new Date(Date.UTC(2026, 10, 22, 0, i)).toISOString());
const points = pointsOf('incident', {
  from: start[0]!,
  to: start.at(-1)!,
  blocks: [
    {
      id: each((i) => `id-${i}`),
      lon: each((i) => 30 + (i % 25) / 1000),
      lat: each((i) => 50 + Math.floor(i / 25) / 1000),
      start,
      end: start,
      kind: each(() => 'blast'),
      state: each(() => 'verified'),
      major: each(() => 100),
      minor: each(() => 100),
      bearing: each(() => 0),
      method: each(() => 'fix'),
    },
  ],
  count,
  more: false,
});
const from = Date.parse(start[0]!);
const text = (tile: ArrayBuffer): string => new TextDecoder('latin1').decode(tile);

describe('the tiles of a map', () => {
  it('hold one mark for what lies close together, and each point where they are deep enough', () => {
    const clusters = new Clusters(points, from, Date.parse(start.at(-1)!) + 1);
    const world = text(clusters.tile(0, 0, 0));
    expect(world).toContain('point_count');
    expect(world).not.toContain('id-0');
    const scale = 2 ** 14;
    const x = Math.floor((30.0005 / 360 + 0.5) * scale);
    const rad = (50.0005 * Math.PI) / 180;
    const y = Math.floor(((1 - Math.asinh(Math.tan(rad)) / Math.PI) / 2) * scale);
    const deep = text(clusters.tile(14, x, y));
    expect(deep).toContain('id-0');
    expect(deep).toContain('mark|incident|done|blast');
    expect(deep).not.toContain('point_count');
  });

  it('hold only what began in the time that is shown, and nothing where there is nothing', () => {
    const two = new Clusters(points, from, from + 120_000);
    const found = text(two.tile(0, 0, 0));
    expect(found).toContain('id-1');
    expect(found).not.toContain('id-2');
    expect(new Uint8Array(two.tile(5, 0, 0))).toEqual(new Uint8Array(emptyTile()));
  });
});
