import fc from 'fast-check';
import type { Item } from './item.js';
import { scoreOf, sumOf } from './likelihood.js';
import { fusionDefaults, type FusionModel } from './model.js';
import type { Surroundings } from './rate.js';

const model: FusionModel = {
  numbers: { ...fusionDefaults, joinLogRatio: 0, maxMetres: 15_000, maxSeconds: 3600, baseRatePerKm2Hour: 0.0001 },
  kinds: ['explosion', 'shot'],
  confusion: [
    [0.9, 0.1],
    [0.1, 0.9],
  ],
  weapons: ['mortar', 'rifle'],
  naming: [
    [0.8, 0.2],
    [0.2, 0.8],
  ],
  machines: new Set(['drone']),
};

function item(id: string, change: Partial<Item> = {}): Item {
  return {
    id,
    east: 0,
    north: 0,
    covEE: 250_000,
    covEN: 0,
    covNN: 250_000,
    time: 0,
    timeVariance: 3600,
    halfLength: 0,
    clockVariance: 3600,
    source: id,
    machine: false,
    told: false,
    quotes: null,
    kind: -1,
    weapon: -1,
    ...change,
  };
}

/** `perKm2Hour` events everywhere, both kinds and weapons alike. */
function around(items: Item[], perKm2Hour: number): Surroundings {
  return {
    logRate: new Map(items.map((i) => [i.id, Math.log(perKm2Hour / 1e6 / 3600)])),
    kinds: [0.5, 0.5],
    weapons: [0.5, 0.5],
    saidKinds: [0.5, 0.5],
    saidWeapons: [0.5, 0.5],
  };
}

const total = (items: Item[], rate = 0.01) => sumOf(scoreOf(model, around(items, rate), items));

describe('likelihood ratio of one event against several', () => {
  it('is nothing for one record', () => {
    expect(total([item('a')])).toBe(0);
  });

  it('has the terms worked out by hand for two records at one place and time', () => {
    const exact: FusionModel = { ...model, numbers: { ...model.numbers, wrongPlaceShare: 0, wrongClockShare: 0 } };
    const items = [item('a', { kind: 0 }), item('b', { kind: 0 })];
    const [distance, time, rate, kind, weapon, source] = scoreOf(exact, around(items, 0.01), items);
    // Density of a zero difference: 1/(2π·0.5 km²) per km², and 1/√(2π·2)/60 s = 1/√(2π·2)·60 per hour.
    expect(distance).toBeCloseTo(Math.log(1 / (2 * Math.PI * 0.5)), 9);
    expect(time).toBeCloseTo(Math.log(60 / Math.sqrt(4 * Math.PI)), 9);
    expect(rate).toBeCloseTo(-Math.log(0.01), 9);
    // (0.5·0.9² + 0.5·0.1²) / 0.5²
    expect(kind).toBeCloseTo(Math.log(1.64), 9);
    expect(weapon).toBe(0);
    expect(source).toBeCloseTo(-Math.log(1 - fusionDefaults.notices), 9);
  });

  it('falls with distance, with the gap in time and with the local rate, and by other kinds and weapons', () => {
    const a = item('a', { kind: 0, weapon: 0 });
    const near = item('b', { kind: 0, weapon: 0, east: 300, time: 30 });
    const pair = total([a, near]);
    expect(total([a, { ...near, east: 2000 }])).toBeLessThan(pair);
    expect(total([a, { ...near, time: 200 }])).toBeLessThan(pair);
    expect(total([a, { ...near, kind: 1 }])).toBeLessThan(pair);
    expect(total([a, { ...near, weapon: 1 }])).toBeLessThan(pair);
    expect(total([a, near], 0.1)).toBeCloseTo(pair - Math.log(10), 9);
  });

  it('holds the same source repeating itself minutes later for another event, and another source for a witness', () => {
    const machine = { machine: true, covEE: 2500, covNN: 2500, timeVariance: 25, clockVariance: 25 };
    const first = item('a', machine);
    const again = item('b', { ...machine, source: 'a', time: 240 });
    const witness = item('c', { covEE: 250_000, time: 40 });
    const volley = total([first, { ...again, time: 8 }]);
    expect(volley).toBeGreaterThan(0);
    expect(total([first, again])).toBeLessThan(volley - 5);
    // Where there is much fire, it is another event.
    expect(total([first, again], 1)).toBeLessThan(0);
    expect(total([first, witness])).toBeGreaterThan(0);
  });

  it('takes a wide interval as spread evenly over it', () => {
    const sharp = item('a', { timeVariance: 25, clockVariance: 25 });
    const wide = { halfLength: 450, clockVariance: 100, timeVariance: 450 ** 2 / 3 + 100 };
    const middle = scoreOf(model, around([sharp], 1), [sharp]);
    expect(middle[1]).toBe(0);
    const at = (time: number) => {
      const items = [sharp, item('b', { ...wide, time })];
      return scoreOf(model, around(items, 1), items)[1];
    };
    expect(at(400)).toBeCloseTo(at(0), 1);
    expect(at(700)).toBeLessThan(at(0) - 1);
  });

  it('counts a quote as good as certain', () => {
    const items = [item('a'), item('b', { quotes: 'a', told: true, east: 1500 })];
    expect(scoreOf(model, around(items, 0.01), items)[6]).toBeCloseTo(Math.log(fusionDefaults.quoteOdds), 9);
  });

  it('does not depend on the order of the records, and stays finite', () => {
    const any = fc.record({
      east: fc.integer({ min: -50_000, max: 50_000 }),
      north: fc.integer({ min: -50_000, max: 50_000 }),
      time: fc.integer({ min: -7200, max: 7200 }),
      source: fc.constantFrom('p', 'q', 'r'),
      kind: fc.integer({ min: -1, max: 1 }),
      weapon: fc.integer({ min: -1, max: 1 }),
      sigma: fc.integer({ min: 1, max: 5000 }),
      machine: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(any, { minLength: 2, maxLength: 6 }), (list) => {
        const items = list.map(({ sigma, ...rest }, i) =>
          item(`i${i}`, { ...rest, covEE: sigma ** 2, covNN: sigma ** 2 }),
        );
        const forward = total(items);
        expect(Number.isFinite(forward)).toBe(true);
        expect(total([...items].reverse())).toBeCloseTo(forward, 6);
      }),
    );
  });
});
