import { countSampler } from './negative-binomial.js';
import { daysBetween, type Series } from './rates.js';
import type { AlarmOptions } from './types.js';
import { makeUniform } from './uniform.fixture.js';

export const days = daysBetween('2026-01-01', '2026-07-29'); // 210
export const sectors = ['s1', 's2', 's3', 's4', 's5', 's6', 's7', 's8'];
export const places = Object.fromEntries(sectors.map((s, i) => [s, { lat: 48 + 0.05 * i, lon: 37 + 0.3 * i }]));

/** A record of days with these counts and hours, all on record. */
export function seriesOf(
  sector: string,
  category: string,
  day: (i: number) => { count: number; hours: number },
  length = 210,
) {
  return {
    sector,
    category,
    days: days.slice(0, length).map((name, i) => {
      const { count, hours } = day(i);
      return {
        day: name,
        count,
        hours,
        share: 1,
        expected: count,
        low: count,
        high: count,
        rate: hours > 0 ? count / hours : null,
      };
    }),
  } satisfies Series;
}

/** No change but chance: sector i has its own rate; watching varies from day to day, some days have none. */
export function world(
  seed: number,
  { dispersion = 0.3, shifted = (_s: number, _d: number): number => 1, length = 210 } = {},
): Series[] {
  const next = makeUniform(seed);
  const samplers = new Map<number, (u: number) => number>();
  return sectors.map((sector, s) =>
    seriesOf(
      sector,
      'fire',
      (d) => {
        const hours = [24, 18, 24, 12, 30, 24, 0][Math.floor(next() * 7)]!;
        const mean = (0.06 + 0.03 * s) * hours * shifted(s, d);
        if (!samplers.has(mean)) samplers.set(mean, countSampler(mean, dispersion));
        return { count: samplers.get(mean)!(next()), hours };
      },
      length,
    ),
  );
}

export const options = (seed: number): AlarmOptions => ({
  baselineTo: days[89]!,
  watch: { from: days[90]!, to: days[209]! },
  random: makeUniform(seed),
});
