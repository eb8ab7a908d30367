import { createHash } from 'node:crypto';
import type { Deps, Tx } from '../ports.js';

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
  /** Forgotten counts that one try clears away. */
  cleared: 50,
};

/** Seconds after so many tries too many: 2, 4, 8 … */
const waitAfter = (tries: number): number => Math.min(limits.longestWait, 2 ** (tries + 1));

/**
 * Slows the guessing of passwords without shutting out the owner: waiting grows per name *and*
 * source; the limits over all sources of a name, and over all names of a source, bind only sources that
 * never signed in as that name, so that guesses from one's own office keep nobody out. Counted in the database, by all
 * processes together: without it nobody could sign in anyway.
 *
 * Counts one try, before the password is looked at, so that parallel tries count too.
 * Returns the seconds to wait first; 0 = go on. A try that must wait is not counted.
 */
export async function takeTurn(
  { uow }: Pick<Deps, 'uow'>,
  name: string,
  source: string,
  sourceIsKnown: boolean,
): Promise<number> {
  const keys = keysOf(name, source);
  return uow.run(async (tx) => {
    await tx.lock(Object.values(keys).map((key) => `sign-in ${key}`));
    const found = await seen(tx, Object.values(keys));
    const [pair, crowd, place] = [found(keys.pair), found(keys.crowd), found(keys.place)];
    const pairWait = pair.tries < limits.free ? 0 : waitAfter(pair.tries - limits.free);
    const crowdWait = !sourceIsKnown && crowd.tries >= limits.crowd ? limits.crowdWait : 0;
    const placeWait = sourceIsKnown || place.tries < limits.place ? 0 : waitAfter(place.tries - limits.place);
    const now = Date.parse(tx.now) / 1000;
    const wait = Math.max(pair.last + pairWait - now, crowd.last + crowdWait - now, place.last + placeWait - now);
    if (wait > 0) return Math.ceil(wait);
    const counted = [
      { key: keys.pair, tries: pair.tries + 1, at: tx.now },
      { key: keys.place, tries: place.tries + 1, at: tx.now },
      ...(sourceIsKnown ? [] : [{ key: keys.crowd, tries: crowd.tries + 1, at: tx.now }]),
    ];
    await tx.write.signInTries(counted);
    await tx.write.signInTriesForgotten(new Date((now - limits.forgetAfter) * 1000).toISOString(), limits.cleared);
    return 0;
  });
}

/** A good sign-in clears what this source was counted for at this name, and its own try from the place's count. */
export async function turnWasGood({ uow }: Pick<Deps, 'uow'>, name: string, source: string): Promise<void> {
  const { pair, place } = keysOf(name, source);
  await uow.run(async (tx) => {
    await tx.lock([`sign-in ${pair}`, `sign-in ${place}`]);
    const rows = await tx.signInTries([place]);
    const taken = rows.map((row) => ({ ...row, tries: Math.max(0, row.tries - 1) }));
    await tx.write.signInTries([...taken, { key: pair, tries: 0, at: tx.now }]);
  });
}

function keysOf(name: string, source: string): Record<'pair' | 'crowd' | 'place', string> {
  const hash = (text: string) => createHash('sha256').update(text).digest('hex').slice(0, 40);
  return { pair: hash(`pair ${name} ${source}`), crowd: hash(`name ${name}`), place: hash(`place ${source}`) };
}

async function seen(tx: Tx, keys: string[]): Promise<(key: string) => { tries: number; last: number }> {
  const rows = new Map((await tx.signInTries(keys)).map((row) => [row.key, row]));
  const now = Date.parse(tx.now) / 1000;
  return (key) => {
    const row = rows.get(key);
    const last = row ? Date.parse(row.at) / 1000 : -Infinity;
    // Counted by a clock that was ahead: nobody waits for a time that only it knew.
    return row && now - last < limits.forgetAfter
      ? { tries: row.tries, last: Math.min(last, now) }
      : { tries: 0, last: -Infinity };
  };
}
