import fc from 'fast-check';
import { overlap, polylineFaults, ringFaults, type Vertex } from './check-shape.js';

const square = (west: number, south: number, size = 1): Vertex[] => [
  [west, south],
  [west + size, south],
  [west + size, south + size],
  [west, south + size],
  [west, south],
];

describe('shapes of a pack', () => {
  it('finds a ring sound, also where it only touches itself at its ends', () => {
    expect(ringFaults(square(10, 50))).toEqual([]);
  });

  it.each<[string, Vertex[], RegExp]>([
    ['an open ring', square(10, 50).slice(0, 4), /not closed/],
    ['a ring of two edges', [[0, 0], [1, 1], [0, 0]], /fewer than four/], // prettier-ignore
    ['a bow tie', [[0, 0], [1, 1], [1, 0], [0, 1], [0, 0]], /crosses itself/], // prettier-ignore
    ['a place off the globe', [[0, 0], [181, 0], [1, 1], [0, 0]], /outside longitude/], // prettier-ignore
    ['no number', [[0, 0], [NaN, 0], [1, 1], [0, 0]], /outside longitude/], // prettier-ignore
    ['a repeated vertex', [[0, 0], [1, 0], [1, 0], [1, 1], [0, 0]], /repeats vertex 1/], // prettier-ignore
  ])('refuses %s', (_, ring, why) => {
    expect(ringFaults(ring).join()).toMatch(why);
  });

  it('finds where a line crosses itself, wherever it starts', () => {
    expect(polylineFaults([[0, 0], [2, 2], [2, 0], [0, 2]]).join()).toMatch(/crosses itself/); // prettier-ignore
    expect(polylineFaults([[0, 0], [1, 0.2], [2, 0], [3, 1]])).toEqual([]); // prettier-ignore
    expect(polylineFaults([[0, 0]]).join()).toMatch(/fewer than two/);
  });

  it('lets neighbours share an edge or a corner, and nothing more', () => {
    expect(overlap([square(0, 0)], [square(1, 0)])).toBeNull();
    expect(overlap([square(0, 0)], [square(1, 1)])).toBeNull();
    expect(overlap([square(0, 0)], [square(0.5, 0.5)])).not.toBeNull();
    expect(overlap([square(0, 0, 3)], [square(1, 1)])).not.toBeNull();
    expect(overlap([square(0, 0)], [square(0, 0)])).not.toBeNull();
  });

  it('lets a polygon lie in the hole of another', () => {
    expect(overlap([square(0, 0, 3), square(1, 1)], [square(1.25, 1.25, 0.5)])).toBeNull();
  });

  it('agrees with plain arithmetic on squares, in either order', () => {
    const corner = fc.integer({ min: 0, max: 8 });
    fc.assert(
      fc.property(corner, corner, corner, corner, fc.integer({ min: 1, max: 4 }), (ax, ay, bx, by, size) => {
        const meet = Math.abs(ax - bx) < size && Math.abs(ay - by) < size;
        expect(overlap([square(ax, ay, size)], [square(bx, by, size)]) !== null).toBe(meet);
        expect(overlap([square(bx, by, size)], [square(ax, ay, size)]) !== null).toBe(meet);
      }),
    );
  });
});
