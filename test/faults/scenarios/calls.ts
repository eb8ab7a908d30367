/** Single system calls: a kill at the N-th fsync, errors at the N-th write, and the order of what comes before a 201. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { withStore } from '../check/store.js';
import { attach, noStrace } from '../world/strace.js';
import type { World } from '../world/world.js';
import { type Breaking, inWorld, oneCase } from './case.js';
import { faultsOfOrder, type Order } from './order.js';
import type { CaseResult, Kind, RunSettings, Scenario } from './scenario.js';

type Done = (result: CaseResult) => void;

const fsyncs = 'fsync,fdatasync';
const castsOff = ['-e', `trace=${fsyncs}`, '-o', '/dev/null'];

/**
 * A report, a file and a stream, with what follows from them within five seconds, or until the process has ended. What
 * an earlier kill left to wait for its lock is done later.
 */
async function round(world: World): Promise<void> {
  const ended = world.apps[0]!.ended();
  await Promise.race([
    Promise.all([world.client.report(), world.client.evidence(9_000, 2), world.client.sightings(5)]),
    ended,
  ]);
  const end = performance.now() + 5_000;
  while (world.apps[0]!.alive && (await world.left()) !== 0 && performance.now() < end) await pause(50);
}

/** Far beyond what one round can need: a loop that gets here has no end. */
const mostSyncs = 300;

/** What answers: on SQLite it syncs the database and files of evidence, on PostgreSQL the files only. */
export const killAtFsync: Scenario = {
  name: 'fsync-kill',
  about: 'SIGKILL at the N-th fsync of a process, for N until a round of everything has no more',
  on: ['sqlite', 'postgres'],
  lane: 'calls',
  missing: noStrace,
  async run(settings, done) {
    for (const kind of settings.databases)
      await inWorld(settings, kind, `fsync-kill-${kind}`, (world) => killAtEach(settings, world, kind, done));
  },
};

async function killAtEach(settings: RunSettings, world: World, kind: Kind, done: Done): Promise<void> {
  const most = settings.short ? 2 : mostSyncs;
  for (let n = 1, ended = false; !ended && n <= most && Date.now() < settings.until;) {
    const from = n;
    const result = await oneCase(world, { scenario: 'fsync-kill', kind, name: '', whole: true }, async () => {
      for (; n < from + 10 && n <= most && !ended; n++) {
        await world.start();
        const app = world.apps[0]!;
        const traced = await attach(app.pid, [...castsOff, '-e', `inject=${fsyncs}:signal=SIGKILL:when=${n}`]);
        await round(world);
        await traced.detach();
        ended = app.alive;
      }
      return { happened: n > 2, note: ended ? `a whole round took fewer than ${n - 1} fsyncs` : '' };
    });
    done({ ...result, name: `SIGKILL at fsync ${from} to ${n - 1}` });
    if (n > mostSyncs) throw new Error(`No end of fsyncs after ${mostSyncs}`);
  }
}

/** On PostgreSQL the files of evidence are what the process itself writes; Node writes them by the call that sockets take too. */
const failing: Record<Kind, readonly (readonly [call: string, error: string])[]> = {
  sqlite: [
    ['pwrite64', 'EIO'],
    ['pwrite64', 'ENOSPC'],
    [fsyncs, 'EIO'],
    ['pwrite64,openat,rename', 'EROFS'],
  ],
  postgres: [
    [fsyncs, 'EIO'],
    [fsyncs, 'ENOSPC'],
    ['openat,rename', 'EROFS'],
  ],
};

export const failingCalls: Scenario = {
  name: 'io-errors',
  about: 'EIO and ENOSPC at the N-th write and fsync of a process',
  on: ['sqlite', 'postgres'],
  lane: 'calls',
  missing: noStrace,
  async run(settings, done) {
    for (const kind of settings.databases)
      await inWorld(settings, kind, `io-errors-${kind}`, async (world) => {
        for (const [call, error] of failing[kind]) {
          const about = { scenario: 'io-errors', name: `${error} at ${call}`, kind, whole: true };
          done(await oneCase(world, about, () => failAtEach(world, call, error, settings.short ? 2 : 10)));
        }
      });
  },
};

async function failAtEach(world: World, call: string, error: string, most: number): Promise<Breaking> {
  const before = world.log.all().length;
  for (let n = 1; n <= most; n++) {
    await world.start();
    // Openings are frequent and most of them harmless: every one fails for a while instead of a single one.
    const when = error === 'EROFS' ? '' : `:when=${n}`;
    const inject = `inject=${call}:error=${error}${when}`;
    const args = ['-e', `trace=${call}`, '-o', '/dev/null', '-e', inject];
    const traced = await attach(world.apps[0]!.pid, args);
    await Promise.race([world.burst(0.1), pause(8_000)]);
    await traced.detach();
  }
  const fresh = world.log.all().slice(before);
  const failed = fresh.filter((o) => o.result === 'unknown').length;
  return { happened: failed > 0, note: `${failed} operations were not acknowledged at first` };
}

export const orderOfCalls: Scenario = {
  name: 'call-order',
  about: 'from a trace: file, folder and database are synced before the first byte of a 201 is written',
  on: ['sqlite', 'postgres'],
  lane: 'calls',
  missing: noStrace,
  async run(settings, done) {
    for (const kind of settings.databases)
      await inWorld(settings, kind, `call-order-${kind}`, async (world) => {
        const about = { scenario: 'call-order', name: 'synced before 201', kind, whole: true };
        let faults: string[] = [];
        const result = await oneCase(world, about, async () => {
          const order = await traceOf(world, settings);
          faults = order.faults;
          return {
            happened: order.answers >= 5 && order.files >= 2 && order.logs >= order.answers,
            note: `${order.answers} answers 201, ${order.files} files, ${order.logs} syncs of the database's log in the trace`,
          };
        });
        for (const detail of faults) result.faults.push({ kind: 'lost', key: 'order', detail });
        done(result);
      });
  },
};

/** One after the other, so that what is not synced at an answer can only be what it answers. */
async function traceOf(world: World, settings: RunSettings): Promise<Order> {
  const file = join(world.settings.folder, 'trace');
  const calls = `${fsyncs},pwrite64,pwritev,write,writev,sendto,sendmsg,rename,openat`;
  // A worker's commits are none of ours; it goes on when all is put right.
  for (const app of world.apps.slice(1)) app.signal('SIGSTOP');
  const pids = [world.apps[0]!.pid, ...(await backends(world))];
  const traced = await attach(pids, ['-ttt', '-y', '-s', '60', '-e', `trace=${calls}`, '-o', file]);
  for (let i = 0; i < (settings.short ? 5 : 40); i++) await world.client.report();
  for (let i = 0; i < (settings.short ? 2 : 10); i++) await world.client.evidence(30_000, 2);
  await traced.detach();
  return faultsOfOrder(readFileSync(file, 'utf8'));
}

/** PostgreSQL's processes that serve the connections of this world; none on SQLite. */
async function backends(world: World): Promise<number[]> {
  const { database } = world.settings;
  if (database.type === 'sqlite') return [];
  return withStore(database, world.evidence, async ({ sql }) => {
    const rows = await sql.all(
      'SELECT "pid" FROM pg_stat_activity WHERE "datname" = current_database() AND "pid" <> pg_backend_pid()',
    );
    return rows.map((row) => Number(row.pid));
  });
}
