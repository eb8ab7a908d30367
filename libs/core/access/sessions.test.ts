import fc from 'fast-check';
import { hashToken, isLive, sessionTimes } from './sessions.js';
import type { Session } from './types.js';

const begin = Date.parse('2026-11-22T05:00:00.000Z');
const at = (ms: number) => new Date(begin + ms);
const session = (change: Partial<Session> = {}): Session => ({
  tokenHash: hashToken('a'),
  accountId: 'x',
  createdAt: at(0).toISOString(),
  lastSeenAt: at(0).toISOString(),
  expiresAt: at(sessionTimes.longestMs).toISOString(),
  endedAt: null,
  ...change,
});

describe('a session', () => {
  it('lives half an hour without use and twelve hours with', () => {
    expect(isLive(session(), at(30 * 60_000 - 1))).toBe(true);
    expect(isLive(session(), at(30 * 60_000))).toBe(false);
    const used = session({ lastSeenAt: at(12 * 3600_000 - 60_000).toISOString() });
    expect(isLive(used, at(12 * 3600_000 - 1))).toBe(true);
    expect(isLive(used, at(12 * 3600_000))).toBe(false);
  });

  it('is closed once ended, and by a clock that steps years in either direction', () => {
    expect(isLive(session({ endedAt: at(1).toISOString() }), at(2))).toBe(false);
    for (const years of [-10, 10]) expect(isLive(session(), at(years * 365 * 86_400_000))).toBe(false);
  });

  it('never outlives its twelve hours, however it was used', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 10 ** 9 }), fc.integer({ min: 0, max: 10 ** 9 }), (seen, now) => {
        const live = isLive(session({ lastSeenAt: at(seen).toISOString() }), at(now));
        if (live) expect(now).toBeLessThan(sessionTimes.longestMs);
      }),
    );
  });

  it('is stored as the SHA-256 of its token', () => {
    // FIPS 180-4, the example "abc".
    expect(hashToken('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
  });
});
