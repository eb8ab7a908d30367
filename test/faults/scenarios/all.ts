import { atPoints } from './points.js';
import { postgresStops } from './postgres.js';
import { redisTroubles } from './redis.js';
import type { Scenario } from './scenario.js';

/** In the order in which a whole run does them. */
export const scenarios: Scenario[] = [
  atPoints('kill'),
  atPoints('throw'),
  redisTroubles,
  postgresStops,
  atPoints('stop'),
];
