import { randomBytes } from 'node:crypto';
import type { Clock, Ids } from '#core/ports.js';

/**
 * UUIDv7 (RFC 9562): 48 bits of milliseconds, 12 bits of a counter within the millisecond, 62 random
 * bits. Ids of one maker are strictly ascending, also when the clock steps back: it then goes on
 * counting from the highest instant seen.
 */
export function makeIds(clock: Clock): Ids {
  let last = 0;
  let counter = 0;
  /** The instant that `time` says. */
  let timed = -1;
  let time = '';
  let pool = '';
  let used = 0;
  /** So many random bytes in hex. */
  const take = (bytes: number): string => {
    if (used + 2 * bytes > pool.length) {
      pool = randomBytes(4096).toString('hex');
      used = 0;
    }
    used += 2 * bytes;
    return pool.slice(used - 2 * bytes, used);
  };
  return {
    next() {
      const now = clock.now().getTime();
      if (now > last) {
        last = now;
        counter = parseInt(take(2), 16) & 0x07ff;
      } else if (++counter > 0x0fff) {
        last += 1;
        counter = 0;
      }
      if (last !== timed) {
        const text = last.toString(16).padStart(12, '0');
        time = `${text.slice(0, 8)}-${text.slice(8)}`;
        timed = last;
      }
      const rest = take(8);
      // The two bits of the variant.
      const first = '89ab'[parseInt(rest[0]!, 16) & 3]!;
      return `${time}-7${counter.toString(16).padStart(3, '0')}-${first}${rest.slice(1, 4)}-${rest.slice(4)}`;
    },
    random: (bytes) => (bytes <= 64 ? take(bytes) : randomBytes(bytes).toString('hex')),
  };
}
