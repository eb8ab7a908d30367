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
  let pool = randomBytes(4096);
  let used = 0;
  const take = (n: number): Buffer => {
    if (used + n > pool.length) {
      pool = randomBytes(4096);
      used = 0;
    }
    used += n;
    return pool.subarray(used - n, used);
  };
  return {
    next() {
      const now = clock.now().getTime();
      if (now > last) {
        last = now;
        counter = take(2).readUInt16BE(0) & 0x07ff;
      } else if (++counter > 0x0fff) {
        last += 1;
        counter = 0;
      }
      const time = last.toString(16).padStart(12, '0');
      const tail = Buffer.from(take(8));
      tail[0] = (tail[0]! & 0x3f) | 0x80;
      const rest = tail.toString('hex');
      return `${time.slice(0, 8)}-${time.slice(8)}-7${counter.toString(16).padStart(3, '0')}-${rest.slice(0, 4)}-${rest.slice(4)}`;
    },
    random: (bytes) => (bytes <= 64 ? take(bytes) : randomBytes(bytes)).toString('hex'),
  };
}
