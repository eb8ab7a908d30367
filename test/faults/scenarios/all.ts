import { backups } from './backups.js';
import { failingCalls, killAtFsync, orderOfCalls } from './calls.js';
import { clockJumps } from './clocks.js';
import { failover } from './failover.js';
import { fullDisk, lockedDatabase } from './places.js';
import { atPoints } from './points.js';
import { poisonJobs } from './poison.js';
import { postgresStops } from './postgres.js';
import { redisTroubles } from './redis.js';
import { sameJobTwice } from './twice.js';
import { cutUploads } from './uploads.js';
import { olderVersion } from './versions.js';
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
  failover,
  lockedDatabase,
  fullDisk,
  cutUploads,
  clockJumps,
  sameJobTwice,
  olderVersion,
  backups,
  poisonJobs,
  atPoints('stop'),
];
