import { type Environment, EnvironmentFaults, readEnvironment } from '#host/environment.js';
import type { ProcessRole } from './options.js';

/**
 * The environment of this process, read here and nowhere else.
 * @throws EnvironmentFaults listing every fault
 */
export function processEnvironment(role: ProcessRole): { environment: Environment; path: string } {
  const environment = readEnvironment(process.env, process.cwd());
  if (role !== 'all') {
    const faults: string[] = [];
    if (!environment.databaseUrl)
      faults.push(`DATABASE_URL must name a PostgreSQL that all processes share (--role ${role})`);
    if (role === 'worker' && !environment.redisUrl)
      faults.push(`REDIS_URL must name a Redis that all workers share (--role ${role})`);
    if (faults.length > 0) throw new EnvironmentFaults(faults);
  }
  return { environment, path: process.env.PATH ?? '' };
}
