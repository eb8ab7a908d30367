import { type Environment, EnvironmentFaults, readEnvironment } from '#host/environment.js';
import { isServedPlain } from '#host/inside-tls.js';
import type { Options } from './options.js';

/**
 * The environment of this process, read here and nowhere else.
 * @throws EnvironmentFaults listing every fault
 */
export function processEnvironment(options: Options): { environment: Environment; path: string } {
  const { role } = options;
  const environment = readEnvironment(process.env, process.cwd());
  if (role !== 'all') {
    const faults: string[] = [];
    if (!environment.databaseUrl)
      faults.push(`DATABASE_URL must name a PostgreSQL that all processes share (--role ${role})`);
    if (role === 'worker' && !environment.redisUrl)
      faults.push(`REDIS_URL must name a Redis that all workers share (--role ${role})`);
    if (faults.length > 0) throw new EnvironmentFaults(faults);
  }
  const serves = role !== 'worker' && !options.migrateOnly && options.retention === null;
  if (serves && isServedPlain(environment)) {
    if (environment.insideTls === 'required') throw new EnvironmentFaults([plainly(environment.host)]);
    environment.plainInside.push('LINEWATCH_HOST');
  }
  return { environment, path: process.env.PATH ?? '' };
}

function plainly(host: string): string {
  return `LINEWATCH_INSIDE_TLS=required, but LINEWATCH_HOST=${host} is reached from other machines without TLS: name LINEWATCH_TLS_CERTIFICATE and LINEWATCH_TLS_KEY, or listen on 127.0.0.1 behind a proxy on this machine`;
}
