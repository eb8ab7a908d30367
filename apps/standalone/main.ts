import 'reflect-metadata';
import { mkdirSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import type { Server as TlsServer } from 'node:tls';
import { fileURLToPath } from 'node:url';
import { pino, type Logger } from 'pino';
import { ensureFirstAdministrator } from '#core/access/accounts.js';
import { rememberKey } from '#core/journal/keys.js';
import { keepHeapSmall } from '#host/heap.js';
import { EnvironmentFaults, type Environment } from '#host/environment.js';
import { servedWith } from '#host/own-tls.js';
import { checkRecords } from '#db/seal-check.js';
import { argon2Hasher } from '#host/hasher.js';
import { diskOf } from '#host/disk.js';
import { totp } from '#host/second-factor.js';
import { watchEventLoop } from '#host/watchdog.js';
import { type Bus, openBus } from '#queue/bus.js';
import { openSharedCounts } from '#queue/shared-counts.js';
import { makeApi } from '../api/bootstrap.js';
import { readConsole } from '../api/console/files.js';
import { openTiles } from '../api/console/tiles.js';
import { defaultConfig, type ApiRuntime } from '../api/runtime.js';
import { WorkerModule } from '../worker/worker.module.js';
import { startWorkerOnly } from '../worker/alone.js';
import { keepRenewed } from './certificate.js';
import { processEnvironment } from './environment.js';
import { helpText, type Options, readOptions } from './options.js';
import { openParts, type Parts } from './parts.js';
import { backupInto, restoreFrom, sayRetention } from './keeping.js';
import { announce, say } from './saying.js';
import { onStop } from './stopping.js';
import { DemoWorld } from './demo/world.js';
import { type ProvidedStore, provideQueueStore } from './stores/provide.js';

const demoKey = 'demo';

async function run(options: Options): Promise<void> {
  const { environment, path } = processEnvironment(options);
  const log = makeLog(environment, options);
  const { plainInside } = environment;
  if (plainInside.length > 0)
    log.warn({ plainInside }, 'another machine is spoken to without TLS; LINEWATCH_INSIDE_TLS=required refuses this');
  const parts = await openParts(environment);
  const { deps, database } = parts;
  await database.migrate();
  if (options.restore) await restoreFrom(options.restore, parts);
  if (options.migrateOnly) {
    await database.close();
    say('The database is up to date.');
    return;
  }
  if (options.retention) {
    say(await sayRetention(deps, options.retention));
    await database.close();
    return;
  }
  await rememberKey(deps);
  const demo = options.demo
    ? await markDemo(parts)
    : (await deps.uow.read((reads) => reads.meta.get(demoKey))) === 'yes';
  // An api hands nothing to the queue: it takes reports in while the queue's store is away.
  const queue = options.role === 'api' ? null : await openQueue(environment, path);
  const worker = queue && {
    deps,
    bus: queue.bus,
    log,
    candidate: database.candidate({
      name: `${hostname()} ${process.pid}`,
      onTrouble: (error) => log.warn({ err: error }, 'trouble while standing for the lead'),
    }),
    concurrency: environment.workerConcurrency,
  };
  // Only an api that others may stand beside has anybody to count with.
  const { redisUrl, queuePrefix, insideCa } = environment;
  const counts = options.role === 'api' && redisUrl ? openSharedCounts(redisUrl, queuePrefix, insideCa) : null;
  const screens = readConsole(fileURLToPath(new URL('../../web', import.meta.url)));
  const runtime: ApiRuntime = {
    deps,
    hasher: argon2Hasher,
    secondFactor: totp,
    secondFactorRule: environment.secondFactor,
    demo,
    config: { ...defaultConfig, trustedProxies: environment.trustedProxies },
    logger: log,
    probe: database.reader.options,
    checkRecords: () => database.snapshot(checkRecords),
    readiness: {},
    disk: () => diskOf(environment.dataDir),
    backup: backupInto(join(environment.dataDir, 'backups'), parts),
    ...(environment.ownTls && { tls: servedWith(environment.ownTls) }),
    ...(counts && { sharedCounts: counts }),
    ...(screens && { console: screens }),
    ...(environment.mapTiles !== null && { tiles: openTiles(environment.mapTiles) }),
  };
  const end = async (): Promise<void> => {
    await queue?.store.stop();
    counts?.close();
    await database.close();
  };
  if (worker && options.role === 'worker') {
    const alone = await startWorkerOnly(worker);
    watchEventLoop();
    say(`Worker on ${queue.store.description}.`);
    onStop(log, async () => {
      await alone.close();
      await end();
    });
    return;
  }
  if (!worker) keepHeapSmall();
  const app = await makeApi(runtime, worker ? [WorkerModule.forRoot(worker)] : []);
  await app.listen(environment.port, environment.host);
  if (environment.ownTls) keepRenewed(app.getHttpServer() as unknown as TlsServer, environment.ownTls, log);
  watchEventLoop();
  const first = await ensureFirstAdministrator(deps, argon2Hasher, { demo });
  const store = queue?.store.description ?? 'that of the workers';
  announce({ environment, address: await app.getUrl(), store, demo, first, mission: deps.mission });
  const world = options.demo ? new DemoWorld(deps, say) : null;
  onStop(log, async () => {
    await world?.stop();
    await app.close();
    await end();
  });
  await world?.fill();
}

async function openQueue(environment: Environment, path: string): Promise<{ store: ProvidedStore; bus: Bus }> {
  const { dataDir, redisUrl, queuePrefix, insideCa } = environment;
  const store = await provideQueueStore({ redisUrl: redisUrl ?? undefined, ca: insideCa, dataDir, path });
  return { store, bus: await openBus(store.connection, queuePrefix) };
}

/** A store that holds anything real must never be mixed with a simulated world. */
async function markDemo({ deps }: Parts): Promise<true> {
  await deps.uow.run(async (tx) => {
    if ((await tx.meta.get(demoKey)) === 'yes') return;
    const { items } = await tx.sightings.list({ sectors: null, limit: 1 });
    if (items.length > 0) {
      throw new Error(
        '--demo needs an empty store; this one holds records. Choose another folder with LINEWATCH_DATA.',
      );
    }
    await tx.write.meta(demoKey, 'yes');
    await tx.append({ actor: 'system', type: 'store.demo', subject: { kind: 'store', id: 'demo' }, payload: {} });
  });
  return true;
}

/** One process on a desk logs into its data folder, so that what it says to the person stays readable. */
function makeLog(environment: Environment, options: Options): Logger {
  const base = { level: environment.logLevel, base: { role: options.role } };
  if (options.role !== 'all') return pino(base);
  mkdirSync(join(environment.dataDir, 'logs'), { recursive: true, mode: 0o700 });
  const file = pino.destination({ dest: join(environment.dataDir, 'logs', 'linewatch.log'), mkdir: true, sync: false });
  // A disk that is full must not end a process that can still answer: lines are lost, nothing else.
  file.on('error', (error: Error) => process.stderr.write(`The log cannot be written: ${error.message}\n`));
  return pino(base, file);
}

try {
  const options = readOptions(process.argv.slice(2));
  if (options.help) say(helpText);
  else await run(options);
} catch (error) {
  // What a person can mend is said plainly; anything else comes with its stack.
  const plain =
    error instanceof EnvironmentFaults || (error instanceof Error && !/^(Type|Range|Reference)Error/.test(error.name));
  process.stderr.write(
    `\nLinewatch could not start.\n${plain ? (error as Error).message : String((error as Error).stack)}\n`,
  );
  process.exit(1);
}
