import { makeGeography } from '../geo/geography.js';
import { inverse } from '../geo/geodesic.js';
import { inventedMission } from '../../../test/evaluate/mission.js';
import { makeRandom } from './random.js';
import { simulate } from './simulate.js';
import { presetNames } from './types.js';

const mission = inventedMission();
const geography = makeGeography(mission);

describe('seeded chance', () => {
  it('repeats itself by seed and has the moments it promises', () => {
    const [a, b, c] = [makeRandom(1), makeRandom(1), makeRandom(2)];
    expect([a.next(), a.next(), a.uuid(0)]).toEqual([b.next(), b.next(), b.uuid(0)]);
    expect(a.next()).not.toBe(c.next());
    const mean = (draw: () => number) => Array.from({ length: 4000 }, draw).reduce((x, y) => x + y, 0) / 4000;
    expect(mean(() => a.next())).toBeCloseTo(0.5, 1);
    expect(Math.abs(mean(() => a.normal(3, 2)) - 3)).toBeLessThan(0.15);
    expect(Math.abs(mean(() => a.exponential(5)) - 5)).toBeLessThan(0.4);
    expect(Math.abs(mean(() => a.poisson(75)) - 75)).toBeLessThan(0.7);
    expect(a.uuid(Date.parse('2026-01-01T00:00:00Z'))).toMatch(
      /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
    );
  });
});

describe('a simulated world', () => {
  it('is the same for the same seed and another for another', () => {
    const make = (seed: number) => simulate(mission, geography, { preset: 'default', seed, days: 0.1 });
    expect(make(3)).toEqual(make(3));
    expect(make(3).sightings).not.toEqual(make(4).sightings);
  });

  it.each(presetNames)('"%s" comes in order of arrival, with the truth of every record', (preset) => {
    const world = simulate(mission, geography, { preset, seed: 5, days: preset === 'dense' ? 0.05 : 0.5 });
    expect(world.sightings.length).toBeGreaterThan(20);
    const ids = new Set(world.sightings.map((s) => s.input.id));
    expect(ids.size).toBe(world.sightings.length);
    expect(Object.keys(world.truth.origins).sort()).toEqual([...ids].sort());
    const arrivals = world.sightings.map((s) => s.arrivesAt);
    expect(arrivals).toEqual([...arrivals].sort());
    const events = new Set(world.truth.events.map((e) => e.id));
    for (const { event } of Object.values(world.truth.origins))
      expect(events.has(event) || event.startsWith('false:')).toBe(true);
    // Out of order: some record arrives before an earlier one.
    const starts = world.sightings.map((s) => s.input.start);
    expect(starts).not.toEqual([...starts].sort());
  });

  it('has as many events from either party, within chance, and clusters them in time and space', () => {
    const world = simulate(mission, geography, { preset: 'default', seed: 8, days: 3 });
    const fire = world.truth.events.filter((e) => !e.exercise);
    const north = fire.filter((e) => e.party === 'north').length;
    expect(Math.abs(north / fire.length - 0.5)).toBeLessThan(0.08);
    let close = 0;
    for (let i = 1; i < fire.length; i++) {
      const gap = Date.parse(fire[i]!.start) - Date.parse(fire[i - 1]!.start);
      if (gap < 600_000 && inverse(fire[i]!, fire[i - 1]!).metres < 5000) close++;
    }
    // Some 500 events a day, evenly on 1,200 km, would hardly ever follow one another within 5 km.
    expect(close / fire.length).toBeGreaterThan(0.15);
  });

  it('watches from one side only where the preset says so', () => {
    const sides = (preset: 'default' | 'one-side') =>
      new Set(
        simulate(mission, geography, { preset, seed: 6, days: 0.3 })
          .effort.map((e) => e.side)
          .filter(Boolean),
      );
    expect(sides('one-side').size).toBe(1);
    expect(sides('default').size).toBe(2);
  });
});
