import type { Deps, Tx } from '../ports.js';
import { takeTurn, turnWasGood } from './limiter.js';
import type { SignInTries } from './types.js';

let seconds = 0;

/** The rules over counts that are kept as a store keeps them. */
function limiter() {
  seconds = 1_000_000_000;
  const rows = new Map<string, SignInTries>();
  const tx = () => ({
    now: new Date(seconds * 1000).toISOString(),
    lock: async () => undefined,
    signInTries: async (keys: string[]) => keys.flatMap((key) => rows.get(key) ?? []),
    write: {
      signInTries: async (some: SignInTries[]) => some.forEach((row) => rows.set(row.key, row)),
      signInTriesForgotten: async (before: string, limit: number) =>
        [...rows.values()]
          .filter((row) => row.at < before)
          .slice(0, limit)
          .forEach((row) => rows.delete(row.key)),
    },
  });
  const uow: Pick<Deps['uow'], 'run'> = { run: (body) => body(tx() as unknown as Tx) };
  const deps = { uow } as Pick<Deps, 'uow'>;
  return {
    rows,
    take: (name: string, source: string, known: boolean) => takeTurn(deps, name, source, known),
    succeeded: (name: string, source: string) => turnWasGood(deps, name, source),
  };
}

describe('slowing sign-in', () => {
  it('doubles the wait from the fifth try of one place on, up to five minutes', async () => {
    const one = limiter();
    const waits: number[] = [];
    for (let i = 0; i < 16; i++) {
      const wait = await one.take('ada', 'place', false);
      waits.push(wait);
      seconds += wait;
      if (wait > 0) expect(await one.take('ada', 'place', false)).toBe(0);
    }
    expect(waits.slice(0, 7)).toEqual([0, 0, 0, 0, 2, 4, 8]);
    expect(Math.max(...waits)).toBe(300);
  });

  it('lets nobody wait for a time that a clock far ahead counted by', async () => {
    const one = limiter();
    seconds += 10 * 365 * 86_400;
    expect(await one.take('ada', 'place', false)).toBe(0);
    seconds -= 10 * 365 * 86_400;
    expect(await one.take('ada', 'place', false)).toBe(0);
    for (let i = 0; i < 3; i++) await one.take('ada', 'place', false);
    expect(await one.take('ada', 'place', false)).toBe(2);
  });

  it('does not count a try that had to wait, and forgets after a good one', async () => {
    const one = limiter();
    for (let i = 0; i < 4; i++) await one.take('ada', 'place', false);
    for (let i = 0; i < 50; i++) expect(await one.take('ada', 'place', false)).toBe(2);
    await one.succeeded('ada', 'place');
    expect(await one.take('ada', 'place', false)).toBe(0);
  });

  it('slows a crowd of places that guess at one name, but never a place that signed in before', async () => {
    const one = limiter();
    for (let i = 0; i < 100; i++) expect(await one.take('ada', `bot-${i}`, false)).toBe(0);
    expect(await one.take('ada', 'bot-100', false)).toBe(600);
    expect(await one.take('ada', 'her own desk', true)).toBe(0);
    expect(await one.take('grace', 'bot-100', false)).toBe(0);
    seconds += 600;
    expect(await one.take('ada', 'bot-101', false)).toBe(0);
    expect(await one.take('ada', 'bot-102', false)).toBe(600);
  });

  it('slows a place that guesses at many names, but not at a name that signed in from there', async () => {
    const one = limiter();
    for (let i = 0; i < 30; i++) expect(await one.take(`name-${i}`, 'office', false)).toBe(0);
    expect(await one.take('name-30', 'office', false)).toBe(2);
    expect(await one.take('ada', 'office', true)).toBe(0);
    expect(await one.take('ada', 'home', false)).toBe(0);
    seconds += 4;
    expect(await one.take('name-30', 'office', false)).toBe(0);
    expect(await one.take('name-31', 'office', false)).toBe(8);
  });

  it('never slows a place where everybody signs in well', async () => {
    const one = limiter();
    for (let i = 0; i < 200; i++) {
      expect(await one.take(`name-${i}`, 'office', false)).toBe(0);
      await one.succeeded(`name-${i}`, 'office');
    }
  });

  it('forgets after a day, and never grows without end', async () => {
    const one = limiter();
    for (let i = 0; i < 4; i++) await one.take('ada', 'place', false);
    seconds += 24 * 3600;
    expect(await one.take('ada', 'place', false)).toBe(0);
    for (let i = 0; i < 500; i++) await one.take(`name-${i}`, `place-${i}`, false);
    seconds += 25 * 3600;
    for (let i = 0; i < 40; i++) await one.take('ada', `place-${i}`, false);
    expect(one.rows.size).toBeLessThan(200);
  });
});
