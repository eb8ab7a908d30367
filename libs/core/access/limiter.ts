import type { Clock } from '../ports.js';

/** How sign-in is slowed. Times in seconds. */
const limits = {
  /** Tries per name and source before any waiting. */
  free: 4,
  longestWait: 300,
  /** Failures per name from sources that never signed in as it; then `crowdWait` between tries. */
  crowd: 100,
  crowdWait: 600,
  /** Failures from one source at any names before it waits, names that it signed in as excepted. */
  place: 30,
  forgetAfter: 24 * 3600,
  /** Names and pairs remembered; the oldest are forgotten first. */
  memory: 50_000,
};

interface Count {
  tries: number;
  last: number;
}

/** Seconds after so many tries too many: 2, 4, 8 … */
const waitAfter = (tries: number): number => Math.min(limits.longestWait, 2 ** (tries + 1));

/**
 * Slows the guessing of passwords without shutting out the owner: waiting grows per name *and*
 * source; the limits over all sources of a name, and over all names of a source, bind only sources that
 * never signed in as that name, so that guesses from one's own office keep nobody out.
 * Kept in memory: every process of the API counts for itself.
 */
export class SignInLimiter {
  private readonly counts = new Map<string, Count>();

  constructor(private readonly clock: Clock) {}

  /**
   * Counts one try, before the password is looked at, so that parallel tries count too.
   * Returns the seconds to wait first; 0 = go on. A try that must wait is not counted.
   */
  take(name: string, source: string, sourceIsKnown: boolean): number {
    const pair = this.seen(`pair ${name} ${source}`);
    const crowd = this.seen(`name ${name}`);
    const pairWait = pair.tries < limits.free ? 0 : waitAfter(pair.tries - limits.free);
    const crowdWait = !sourceIsKnown && crowd.tries >= limits.crowd ? limits.crowdWait : 0;
    const place = this.seen(`place ${source}`);
    const placeWait = sourceIsKnown || place.tries < limits.place ? 0 : waitAfter(place.tries - limits.place);
    const now = this.seconds();
    const wait = Math.max(pair.last + pairWait - now, crowd.last + crowdWait - now, place.last + placeWait - now);
    if (wait > 0) return Math.ceil(wait);
    this.count(`pair ${name} ${source}`, pair);
    this.count(`place ${source}`, place);
    if (!sourceIsKnown) this.count(`name ${name}`, crowd);
    return 0;
  }

  /** A good sign-in clears what this source was counted for at this name, and its own try from the place's count. */
  succeeded(name: string, source: string): void {
    this.counts.delete(`pair ${name} ${source}`);
    const place = this.counts.get(`place ${source}`);
    if (place) place.tries = Math.max(0, place.tries - 1);
  }

  private seen(key: string): Count {
    const count = this.counts.get(key);
    const now = this.seconds();
    // Counted by a clock that was ahead: nobody waits for a time that only it knew.
    if (count && now - count.last < limits.forgetAfter) return { ...count, last: Math.min(count.last, now) };
    return { tries: 0, last: -Infinity };
  }

  private count(key: string, before: Count): void {
    // Re-inserted at the end, so that the first key is always the one seen longest ago.
    this.counts.delete(key);
    this.counts.set(key, { tries: before.tries + 1, last: this.seconds() });
    if (this.counts.size > limits.memory) this.counts.delete(this.counts.keys().next().value!);
  }

  private seconds(): number {
    return this.clock.now().getTime() / 1000;
  }
}
