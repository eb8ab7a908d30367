import { failingCalls, killAtFsync, orderOfCalls } from './calls.js';
import { fullDisk, lockedDatabase } from './places.js';
import { atPoints } from './points.js';
import { postgresStops } from './postgres.js';
import { redisTroubles } from './redis.js';
import type { Scenario } from './scenario.js';

/** In the order in which a whole run does them. */
export const scenarios: Scenario[] = [
  orderOfCalls,
  atPoints('kill'),
  atPoints('throw'),
  killAtFsync,
  failingCalls,
  redisTroubles,
  postgresStops,
  lockedDatabase,
  fullDisk,
  atPoints('stop'),
];
