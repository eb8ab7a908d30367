/**
 * `npm test`: everything from an empty clone. Installs, builds, starts a PostgreSQL and a Redis of this run's own,
 * checks format, lint, types and boundaries, runs the tests and ends with one line that counts them.
 * `npm run test:slow` (--slow) runs what takes longer, and only that.
 * With arguments (`npm test -- libs/queue`) only the tests that they name.
 */
import '../apps/standalone/setup/node.mjs';
import { spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from '../apps/standalone/setup/build.mjs';
import { install, root } from '../apps/standalone/setup/install.mjs';
import { ensureChromium } from './setup/chromium.mjs';
import { ensureRedis } from './setup/redis.mjs';
import { makeTemplates } from './setup/templates.mjs';

const slow = process.argv.includes('--slow');
const patterns = process.argv.slice(2).filter((word) => word !== '--slow');
const folder = mkdtempSync(join(tmpdir(), 'linewatch-test-'));
// As root PostgreSQL runs as another user, who must get through to its data.
if (process.getuid?.() === 0) chmodSync(folder, 0o711);
const stops = [];
let running = null;
let ending = null;

/** Ends the servers and removes their folders; safe to call twice. */
function end() {
  ending ??= (async () => {
    await Promise.allSettled(stops.map((stop) => stop()));
    rmSync(folder, { recursive: true, force: true });
  })();
  return ending;
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(signal, () => {
    running?.kill(signal);
    void end().then(() => process.exit(1));
  });
}

/** @returns {Promise<boolean>} whether it ended well */
function run(args, environment = {}) {
  return new Promise((resolve) => {
    running = spawn(process.execPath, args, { cwd: root, stdio: 'inherit', env: { ...process.env, ...environment } });
    running.once('error', () => resolve(false)).once('exit', (code) => resolve(code === 0));
  });
}

async function startServers() {
  const { startPostgres } = await import('../dist/apps/standalone/stores/postgres.js');
  const { startRedis } = await import('../dist/apps/standalone/stores/redis.js');
  const { findCommand } = await import('../dist/apps/standalone/stores/child.js');
  const command = ensureRedis(() => findCommand(process.env.PATH ?? '', 'redis-server', 'valkey-server'));
  // fsync stays on: a database that would lose commits is refused, in tests too.
  const postgres = await startPostgres(join(folder, 'postgres'), ['-c', 'max_connections=300']);
  stops.push(() => postgres.child.stop());
  const environment = { LINEWATCH_TEST_POSTGRES: postgres.url, ...(await makeTemplates(folder, postgres.url)) };
  if (command) {
    const redis = await startRedis(command, join(folder, 'redis'));
    stops.push(() => redis.child.stop());
    environment.LINEWATCH_TEST_REDIS = redis.url;
  }
  return environment;
}

async function main() {
  await install();
  await build();
  if (slow) ensureChromium();
  const failed = [];
  if (patterns.length === 0 && !slow && !(await run(['test/setup/checks.mjs'])))
    failed.push('format, lint, types or boundaries');
  const report = join(folder, 'report.json');
  const environment = { ...(await startServers()), LINEWATCH_SLOW: slow ? '1' : '' };
  const jest = ['--experimental-vm-modules', '--no-warnings', 'node_modules/jest/bin/jest.js'];
  const good = await run([...jest, '--json', `--outputFile=${report}`, ...patterns], environment);
  if (!existsSync(report)) throw new Error('The tests ended without a report');
  const { numPassedTests, numFailedTests, numPendingTests, numTodoTests, numRuntimeErrorTestSuites } = JSON.parse(
    readFileSync(report, 'utf8'),
  );
  await end();
  for (const check of failed) console.log(`Failed: ${check} (see above)`);
  const skipped = numPendingTests + numTodoTests;
  // A file that could not be run at all counts as one failure.
  const failures = numFailedTests + numRuntimeErrorTestSuites;
  console.log(`${numPassedTests} passed, ${failures} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`);
  return good && failures === 0 && failed.length === 0;
}

try {
  process.exitCode = (await main()) ? 0 : 1;
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
} finally {
  await end();
}
