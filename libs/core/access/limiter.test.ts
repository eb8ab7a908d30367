import { SignInLimiter } from './limiter.js';

let seconds = 0;
const limiter = () => {
  seconds = 1_000_000;
  return new SignInLimiter({ now: () => new Date(seconds * 1000) });
};

describe('slowing sign-in', () => {
  it('doubles the wait from the fifth try of one place on, up to five minutes', () => {
    const one = limiter();
    const waits: number[] = [];
    for (let i = 0; i < 16; i++) {
      const wait = one.take('ada', 'place', false);
      waits.push(wait);
      seconds += wait;
      if (wait > 0) expect(one.take('ada', 'place', false)).toBe(0);
    }
    expect(waits.slice(0, 7)).toEqual([0, 0, 0, 0, 2, 4, 8]);
    expect(Math.max(...waits)).toBe(300);
  });

  it('lets nobody wait for a time that a clock far ahead counted by', () => {
    const one = limiter();
    seconds += 10 * 365 * 86_400;
    expect(one.take('ada', 'place', false)).toBe(0);
    seconds -= 10 * 365 * 86_400;
    expect(one.take('ada', 'place', false)).toBe(0);
    for (let i = 0; i < 3; i++) one.take('ada', 'place', false);
    expect(one.take('ada', 'place', false)).toBe(2);
  });

  it('does not count a try that had to wait, and forgets after a good one', () => {
    const one = limiter();
    for (let i = 0; i < 4; i++) one.take('ada', 'place', false);
    for (let i = 0; i < 50; i++) expect(one.take('ada', 'place', false)).toBe(2);
    one.succeeded('ada', 'place');
    expect(one.take('ada', 'place', false)).toBe(0);
  });

  it('slows a crowd of places that guess at one name, but never a place that signed in before', () => {
    const one = limiter();
    for (let i = 0; i < 100; i++) expect(one.take('ada', `bot-${i}`, false)).toBe(0);
    expect(one.take('ada', 'bot-100', false)).toBe(600);
    expect(one.take('ada', 'her own desk', true)).toBe(0);
    expect(one.take('grace', 'bot-100', false)).toBe(0);
    seconds += 600;
    expect(one.take('ada', 'bot-101', false)).toBe(0);
    expect(one.take('ada', 'bot-102', false)).toBe(600);
  });

  it('slows a place that guesses at many names, but not at a name that signed in from there', () => {
    const one = limiter();
    for (let i = 0; i < 30; i++) expect(one.take(`name-${i}`, 'office', false)).toBe(0);
    expect(one.take('name-30', 'office', false)).toBe(2);
    expect(one.take('ada', 'office', true)).toBe(0);
    expect(one.take('ada', 'home', false)).toBe(0);
    seconds += 4;
    expect(one.take('name-30', 'office', false)).toBe(0);
    expect(one.take('name-31', 'office', false)).toBe(8);
  });

  it('never slows a place where everybody signs in well', () => {
    const one = limiter();
    for (let i = 0; i < 200; i++) {
      expect(one.take(`name-${i}`, 'office', false)).toBe(0);
      one.succeeded(`name-${i}`, 'office');
    }
  });

  it('forgets after a day, and never grows without end', () => {
    const one = limiter();
    for (let i = 0; i < 4; i++) one.take('ada', 'place', false);
    seconds += 24 * 3600;
    expect(one.take('ada', 'place', false)).toBe(0);
    for (let i = 0; i < 60_000; i++) one.take(`name-${i}`, `place-${i}`, false);
    expect((one as unknown as { counts: Map<string, unknown> }).counts.size).toBeLessThanOrEqual(50_000);
  });
});
