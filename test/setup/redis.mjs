/** Makes sure that tests find a Redis, where that can be done without a question. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

/**
 * @param {() => string | null} find looks for redis-server or valkey-server
 * @returns {string | null} its path, or null where it cannot be had
 */
export function ensureRedis(find) {
  const present = find();
  if (present) return present;
  const prefix = rightToInstall();
  if (!prefix) {
    console.log('No redis-server or valkey-server on PATH, and no way to install one without a question:');
    console.log('the Redis cases are skipped; the same suite runs on PostgreSQL.');
    return null;
  }
  console.log('No redis-server on PATH: installing it with apt-get (its service is not started) …');
  const apt = (...args) => {
    // At runlevel 1 the package's scripts do not start the service.
    const environment = ['env', 'RUNLEVEL=1', 'DEBIAN_FRONTEND=noninteractive'];
    const [command, ...rest] = [...prefix, ...environment, 'apt-get', ...args];
    return spawnSync(command, rest, { encoding: 'utf8' });
  };
  const packages = ['install', '-y', '--no-install-recommends', 'redis-server'];
  let result = apt(...packages);
  if (result.status !== 0) {
    apt('update');
    result = apt(...packages);
  }
  const found = find();
  if (!found) console.log(`It could not be installed; the Redis cases are skipped. ${(result.stderr ?? '').trim()}`);
  return found;
}

/** What to put before a command to install packages: nothing for root, sudo where it asks for no password. */
function rightToInstall() {
  if (!existsSync('/usr/bin/apt-get')) return null;
  if (process.getuid?.() === 0) return [];
  return spawnSync('sudo', ['-n', 'true']).status === 0 ? ['sudo', '-n'] : null;
}
