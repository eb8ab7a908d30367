import {
  cameraOver,
  featuresOf,
  findId,
  idOf,
  isInside,
  kindOf,
  newest,
  pointsOf,
  slice,
  stateOf,
  visible,
} from './points.js';

const hour = (h: number): string => new Date(Date.UTC(2026, 10, 22, h)).toISOString();
const ms = (h: number): number => Date.parse(hour(h));
const block = (from: number, ids: string[]) => ({
  id: ids,
  lon: ids.map((_, i) => 30 + i),
  lat: ids.map(() => 50),
  start: ids.map((_, i) => hour(from + i)),
  end: ids.map((_, i) => hour(from + i)),
  kind: ids.map(() => 'explosion'),
  state: ids.map((_, i) => (i === 0 ? 'waiting' : 'verified')),
  major: ids.map(() => 200),
  minor: ids.map(() => 100),
  bearing: ids.map(() => 0),
  method: ids.map(() => 'stated'),
});
const points = pointsOf('incident', {
  from: hour(0),
  to: hour(9),
  blocks: [block(0, ['a', 'bb']), block(2, ['c', 'd', 'e'])],
  count: 5,
  more: false,
});

describe('the points of a map', () => {
  it('are one row of columns, whatever the blocks', () => {
    const ids = Array.from({ length: points.count }, (_, i) => idOf(points, i));
    expect(ids).toEqual(['a', 'bb', 'c', 'd', 'e']);
    expect(['a', 'bb', 'e', 'b', ''].map((id) => findId(points, id))).toEqual([0, 1, 4, -1, -1]);
    expect([kindOf(points, 2), stateOf(points, 2), stateOf(points, 3)]).toEqual(['explosion', 'waiting', 'verified']);
    expect(points.start[2]).toBe(ms(2));
  });

  it('are cut out by their start: the end is not part of it', () => {
    expect(slice(points, ms(1), ms(3))).toEqual([1, 3]);
    expect(slice(points, ms(8), ms(9))).toEqual([5, 5]);
    const features = featuresOf(points, ms(0), ms(2));
    expect(features.map(({ properties }) => properties)).toEqual([
      { id: 'a', m: 'mark|incident|waiting|explosion' },
      { id: 'bb', m: 'mark|incident|done|explosion' },
    ]);
    expect(features[1]!.geometry).toEqual({ type: 'Point', coordinates: [31, 50] });
  });

  it('are listed newest first, those in sight alone, also over the antimeridian', () => {
    expect(visible(points, ms(0), ms(9), [29.5, 49, 30.5, 51]).map((i) => idOf(points, i))).toEqual(['c', 'a']);
    expect(isInside([175, -10, 190, 10], -175, 0)).toBe(true);
    expect(isInside([175, -10, 190, 10], 170, 0)).toBe(false);
  });

  it('of several sorts are one list by time, page by page', () => {
    const late = pointsOf('sighting', {
      from: hour(0),
      to: hour(9),
      blocks: [block(1, ['s', 't'])],
      count: 2,
      more: false,
    });
    const sorts = [points, late].map((of) => ({ points: of, indices: visible(of, ms(0), ms(9), [0, 0, 90, 90]) }));
    const ids = (first: number, after: number) =>
      newest(sorts, first, after).map(({ points: of, i }) => `${of.of[0]}${idOf(of, i)}`);
    expect(ids(0, 3)).toEqual(['ie', 'id', 'ic']);
    expect(ids(3, 99)).toEqual(['st', 'ibb', 'ss', 'ia']);
    expect(newest([], 0, 9)).toEqual([]);
  });

  it('are held by the camera that is over them', () => {
    expect(cameraOver([], 800)).toBeNull();
    const camera = cameraOver(
      [
        [30, 48],
        [32, 50],
      ],
      1024,
    )!;
    expect([camera.lon, camera.lat]).toEqual([31, 49]);
    // Degrees that a screen of this width shows at this zoom.
    expect((1024 * 360) / (512 * 2 ** camera.zoom)).toBeGreaterThan(2);
  });
});
