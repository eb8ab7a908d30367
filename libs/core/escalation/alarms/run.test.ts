import { baselineOf, dayAfter } from './baseline.js';
import { seededUniform } from './seeded.js';

describe('numbers that a text decides', () => {
  it('are the same for the same text, others for another, and even', () => {
    const draw = (seed: string, n: number) => Array.from({ length: n }, seededUniform(seed));
    expect(draw('a', 5)).toEqual(draw('a', 5));
    expect(draw('a', 5)).not.toEqual(draw('b', 5));
    const many = draw('mission 2026-11-22', 20_000);
    const tenths = Array.from({ length: 10 }, (_, i) => many.filter((x) => Math.floor(x * 10) === i).length);
    // Chi-square with 9 degrees of freedom: above 27.9 in one text of a thousand.
    expect(tenths.reduce((sum, n) => sum + (n - 2000) ** 2 / 2000, 0)).toBeLessThan(27.9);
    expect(Math.min(...many)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...many)).toBeLessThan(1);
  });
});

describe('the baseline', () => {
  const ceasefire = '2026-01-01';
  it('ends two weeks or more before the day, moves by four weeks, and is the same whoever asks', () => {
    let last = '';
    for (let n = 42; n < 400; n++) {
      const day = dayAfter(ceasefire, n);
      const { from, baselineTo } = baselineOf(day, ceasefire);
      expect(baselineTo <= dayAfter(day, -14)).toBe(true);
      expect(baselineTo >= last).toBe(true);
      if (last !== '' && baselineTo !== last) expect(baselineTo).toBe(dayAfter(last, 28));
      expect(from < baselineTo).toBe(true);
      last = baselineTo;
    }
  });

  it('in the first weeks ends with the first four: then nothing can be judged yet', () => {
    expect(baselineOf('2026-01-10', ceasefire)).toEqual({ from: ceasefire, baselineTo: '2026-01-28' });
  });
});
