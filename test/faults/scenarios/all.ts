import { backups } from './backups.js';
import { failingCalls, killAtFsync, orderOfCalls } from './calls.js';
import { clockJumps } from './clocks.js';
import { failover } from './failover.js';
import { fullDisk, lockedDatabase } from './places.js';
import { atPoints } from './points.js';
import { poisonJobs } from './poison.js';
import { postgresStops } from './postgres.js';
import { redisTroubles } from './redis.js';
import type { Scenario } from './scenario.js';
import { sameJobTwice } from './twice.js';
import { cutUploads } from './uploads.js';
import { olderVersion } from './versions.js';

/** In the order in which a whole run does them, within each lane. */
export const scenarios: Scenario[] = [
  orderOfCalls,
  postgresStops,
  failover,
  backups,
  lockedDatabase,
  fullDisk,
  olderVersion,
  clockJumps,
  redisTroubles,
  failingCalls,
  cutUploads,
  sameJobTwice,
  killAtFsync,
  poisonJobs,
  atPoints('kill'),
  atPoints('throw'),
  atPoints('stop'),
];
