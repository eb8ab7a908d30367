import { existsSync, readFileSync } from 'node:fs';
import { cusumSteps, designCusum, logLikelihoodRatio, runCusum, tabularCusum } from './cusum.js';
import {
  countProbabilities,
  countSampler,
  dispersionSums,
  fitBaseline,
  probabilityOfAtLeast,
} from './negative-binomial.js';
import { averageRunLength } from './run-length.js';
import { makeUniform } from './uniform.fixture.js';

describe('tabular CUSUM', () => {
  // Montgomery, Statistical Quality Control: table of 30 values, target 10, allowance 0.5, limit 5.
  const values = [
    9.45, 7.99, 9.29, 11.66, 12.16, 10.18, 8.04, 11.46, 9.2, 10.34, 9.03, 11.47, 10.51, 9.4, 10.08, 9.37, 10.62, 10.31,
    8.52, 10.84, 10.9, 9.33, 12.29, 11.5, 10.6, 11.08, 10.38, 11.62, 11.31, 10.52,
  ];
  it('signals first at the 29th value, which points to the 23rd as the beginning', () => {
    const states = tabularCusum(values, { target: 10, allowance: 0.5, limit: 5 });
    expect(states.findIndex((s) => s.signal)).toBe(28);
    expect(states[28]!.upper).toBeCloseTo(5.28, 10);
    expect(states[28]!.upperRun).toBe(7);
    expect(states[29]!.upper).toBeCloseTo(5.3, 10);
  });

  it('without allowance and floor it is the plain cumulative sum (Montgomery and Runger, table 16-7)', () => {
    const x = [
      102, 94.8, 98.3, 98.4, 102, 98.5, 99, 97.7, 100, 98.1, 101.3, 98.7, 101.1, 98.4, 97, 96.7, 100.3, 101.4, 97.2,
      101,
    ];
    const known = [3, -1.2, -1.9, -2.5, 0.5, 0, 0, -1.3, -0.3, -1.2, 1.1, 0.8, 2.9, 2.3, 0.3, -2, -0.7, 1.7, -0.1, 1.9];
    // A CUSUM is its plain sum less that sum's lowest point so far.
    const states = tabularCusum(x, { target: 99, allowance: 0, limit: Infinity });
    known.forEach((sum, i) => expect(states[i]!.upper).toBeCloseTo(sum - Math.min(0, ...known.slice(0, i + 1)), 8));
  });
});

describe('average run length', () => {
  const steps = countProbabilities(2, 0, 1e-15).map((probability, x) => ({ value: x - 2.6, probability }));
  it('agrees with the Poisson design θ = 2, k = 2.6, h = 8.4 of the reference', () => {
    expect(averageRunLength(steps, 8.4, 0, 42)).toBeCloseTo(531.6219117419, 5);
    expect(averageRunLength(steps, 8.4, 4.2, 42)).toBeCloseTo(502.7148250282, 5);
  });

  it('stays close to it on a grid that does not fit', () => {
    expect(averageRunLength(steps, 8.4, 0, 100) / 531.62).toBeGreaterThan(0.93);
    expect(averageRunLength(steps, 8.4, 0, 100) / 531.62).toBeLessThan(1.07);
  });

  it('of a chart that signals with p each day is 1 / p', () => {
    expect(
      averageRunLength(
        [
          { value: 5, probability: 0.02 },
          { value: -5, probability: 0.98 },
        ],
        5,
      ),
    ).toBeCloseTo(50, 9);
  });
});

describe('counts with over-dispersion', () => {
  it('have the mean and variance stated, and are Poisson at dispersion 0', () => {
    for (const [mean, d] of [
      [0.2, 0.7],
      [3, 0.4],
      [40, 0.05],
      [900, 0],
    ] as const) {
      const all = countProbabilities(mean, d, 1e-14);
      const m = all.reduce((sum, p, x) => sum + p * x, 0);
      expect(all.reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 9);
      expect(m / mean).toBeCloseTo(1, 7);
      expect(all.reduce((sum, p, x) => sum + p * (x - m) ** 2, 0) / (mean + d * mean * mean)).toBeCloseTo(1, 6);
    }
    expect(countProbabilities(2, 0)[3]).toBeCloseTo((Math.exp(-2) * 8) / 6, 14);
    expect(probabilityOfAtLeast(4, 2, 0)).toBeCloseTo(0.14287653950145296, 12);
    // R: pnbinom(5, size = 2, mu = 3, lower.tail = FALSE), by its closed form for size 2.
    expect(probabilityOfAtLeast(6, 3, 0.5)).toBeCloseTo(0.6 ** 6 * (1 + 6 * 0.4), 12);
  });

  it('give back the rate and dispersion they were drawn with', () => {
    const next = makeUniform(11);
    const days = Array.from({ length: 4000 }, (_, i) => {
      const exposure = 10 + (i % 5) * 8;
      return { exposure, count: countSampler(0.15 * exposure, 0.4)(next()) };
    });
    const fit = fitBaseline(days);
    expect(fit.rate).toBeCloseTo(0.15, 2);
    expect(fit.dispersion).toBeGreaterThan(0.34);
    expect(fit.dispersion).toBeLessThan(0.46);
    expect(dispersionSums(days).squares).toBeGreaterThan(0);
    expect(fitBaseline([{ count: 0, exposure: 5 }]).rate).toBeCloseTo(0.1, 12);
    expect(() => fitBaseline([])).toThrow(RangeError);
  });
});

describe('designed CUSUM of counts', () => {
  it('adds the logarithm of the likelihood ratio', () => {
    const { perEvent, constant } = logLikelihoodRatio(3, 0.5, 2);
    const ratio = Math.log(countProbabilities(6, 0.5)[4]! / countProbabilities(3, 0.5)[4]!);
    expect(constant + 4 * perEvent).toBeCloseTo(ratio, 12);
    const poisson = logLikelihoodRatio(3, 0, 2);
    const nearly = logLikelihoodRatio(3, 1e-9, 2);
    expect(nearly.constant + 4 * nearly.perEvent).toBeCloseTo(poisson.constant + 4 * poisson.perEvent, 6);
  });

  it.each([
    [0, 0.2],
    [0.5, 0.2],
    [0.3, 0.02],
  ])('has the run length it was made for (dispersion %p, rate %p)', (dispersion, rate) => {
    const exposures = [6, 12, 18, 24];
    const design = designCusum({ rate, dispersion, rateLogSd: 0 }, exposures, { shift: 2, arl0: 200 });
    expect(design.arl0).toBeGreaterThanOrEqual(200);
    const next = makeUniform(5);
    const samplers = exposures.map((e) => countSampler(rate * e, dispersion));
    const days = Array.from({ length: 80_000 }, () => {
      const i = Math.floor(next() * exposures.length);
      return { exposure: exposures[i]!, count: samplers[i]!(next()) };
    });
    const alarms = runCusum(days, design).filter((s) => s.signal).length;
    // About 400 alarms: chance alone moves their number by 5 %.
    expect(days.length / alarms / design.arl0).toBeGreaterThan(0.85);
    expect(days.length / alarms / design.arl0).toBeLessThan(1.15);
  });

  it('sees a doubled rate within days, and one day that was not watched changes nothing', () => {
    const design = designCusum({ rate: 0.2, dispersion: 0.2, rateLogSd: 0.1 }, [24], { shift: 2, arl0: 365 });
    const delay = averageRunLength(cusumSteps([24], 0.4, design), design.limit);
    expect(delay).toBeGreaterThan(2);
    expect(delay).toBeLessThan(14);
    const days = [4, 9, 12, 15].map((count) => ({ count, exposure: 24 }));
    const whole = runCusum(days, design);
    const holed = runCusum([days[0]!, null, ...days.slice(1)], design);
    expect(holed.filter((_, i) => i !== 1)).toEqual(
      whole.map((s) => ({ ...s, since: s.since === null || s.since === 0 ? s.since : s.since + 1 })),
    );
  });

  it('widens its limit for an uncertain baseline', () => {
    const limit = (rateLogSd: number) =>
      designCusum({ rate: 0.2, dispersion: 0.2, rateLogSd }, [24], { shift: 2, arl0: 365 }).limit;
    expect(limit(0.2)).toBeGreaterThan(limit(0) + 0.2);
  });
});

const oracle = '../shared/oracles/surveillance.json';
const series = '../shared/data/surveillance-series/salmonella.agona.txt';
const given = existsSync(oracle) && existsSync(series) ? describe : describe.skip;
given(`with the reference outputs (${oracle}, ${series})`, () => {
  it('the CUSUM of salmonella Agona agrees in every week', () => {
    const { control, cusum, alarm, upper } = JSON.parse(readFileSync(oracle, 'utf8')).cusum_agona;
    const counts = readFileSync(series, 'utf8')
      .trim()
      .split('\n')
      .slice(1)
      .map((line) => Number(line.trim().split(/\s+/)[1]));
    const sigma = Math.sqrt(control.m);
    const values = counts.slice(269, 312).map((x) => (x - control.m) / sigma);
    const states = tabularCusum(values, { target: 0, allowance: control.k, limit: control.h });
    expect(states.map((s) => (s.upper >= control.h ? 1 : 0))).toEqual(alarm);
    const needed = states.map((_, i) => control.h + control.k - (states[i - 1]?.upper ?? 0));
    expect(needed.map((z) => Math.max(0, Math.ceil(control.m + sigma * z)))).toEqual(upper);
    states.forEach((s, i) => expect(s.upper).toBeCloseTo(cusum[i], 6));
  });
});
