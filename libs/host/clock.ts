import type { Clock } from '#core/ports.js';

/** The machine's clock: the one place where time is read (D8). */
export const systemClock: Clock = { now: () => new Date() };
