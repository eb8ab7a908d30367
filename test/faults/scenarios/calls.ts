/** Single system calls: a kill at the N-th fsync, errors at the N-th write, and the order of what comes before a 201. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { attach, noStrace } from '../world/strace.js';
import type { World } from '../world/world.js';
import { faultsOfOrder } from './order.js';
import { inWorld, oneCase } from './case.js';
import type { Scenario } from './scenario.js';

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

export const killAtFsync: Scenario = {
  name: 'fsync-kill',
  about: 'SIGKILL at the N-th fsync of a process, for N until a round of everything has no more',
  on: ['sqlite'],
  lane: 'calls',
  missing: noStrace,
  async run(settings, done) {
    const most = settings.short ? 2 : mostSyncs;
    await inWorld(settings, 'sqlite', 'fsync-kill', async (world) => {
      const about = { scenario: 'fsync-kill', kind: 'sqlite' as const };
      for (let n = 1, ended = false; !ended && n <= most && Date.now() < settings.until;) {
        const from = n;
        const result = await oneCase(world, { ...about, name: '', whole: true }, async () => {
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
    });
  },
};

export const failingCalls: Scenario = {
  name: 'io-errors',
  about: 'EIO and ENOSPC at the N-th write and fsync of a process',
  on: ['sqlite'],
  lane: 'calls',
  missing: noStrace,
  async run(settings, done) {
    const most = settings.short ? 2 : 10;
    await inWorld(settings, 'sqlite', 'io-errors', async (world) => {
      for (const [call, error] of [
        ['pwrite64', 'EIO'],
        ['pwrite64', 'ENOSPC'],
        [fsyncs, 'EIO'],
        ['pwrite64,openat,rename', 'EROFS'],
      ] as const) {
        const about = { scenario: 'io-errors', name: `${error} at ${call}`, kind: 'sqlite' as const, whole: true };
        done(
          await oneCase(world, about, async () => {
            const before = world.log.all().length;
            for (let n = 1; n <= most; n++) {
              await world.start();
              // Openings are frequent and most of them harmless: every one fails for a while instead of a single one.
              const when = error === 'EROFS' ? '' : `:when=${n}`;
              const traced = await attach(world.apps[0]!.pid, [
                '-e',
                `trace=${call}`,
                '-o',
                '/dev/null',
                '-e',
                `inject=${call}:error=${error}${when}`,
              ]);
              await Promise.race([world.burst(0.1), pause(8_000)]);
              await traced.detach();
            }
            const failed = world.log
              .all()
              .slice(before)
              .filter((o) => o.result === 'unknown').length;
            return { happened: failed > 0, note: `${failed} operations were not acknowledged at first` };
          }),
        );
      }
    });
  },
};

export const orderOfCalls: Scenario = {
  name: 'call-order',
  about: 'from a trace: file, folder and database are synced before the first byte of a 201 is written',
  on: ['sqlite'],
  lane: 'calls',
  missing: noStrace,
  async run(settings, done) {
    await inWorld(settings, 'sqlite', 'call-order', async (world) => {
      const file = join(world.settings.folder, 'trace');
      const about = { scenario: 'call-order', name: 'synced before 201', kind: 'sqlite' as const, whole: true };
      let faults: string[] = [];
      const result = await oneCase(world, about, async () => {
        const calls = `${fsyncs},pwrite64,write,writev,sendto,sendmsg,rename,openat`;
        const traced = await attach(world.apps[0]!.pid, ['-ttt', '-y', '-s', '60', '-e', `trace=${calls}`, '-o', file]);
        for (let i = 0; i < (settings.short ? 5 : 40); i++) await world.client.report();
        for (let i = 0; i < (settings.short ? 2 : 10); i++) await world.client.evidence(30_000, 2);
        await traced.detach();
        const order = faultsOfOrder(readFileSync(file, 'utf8'));
        faults = order.faults;
        return {
          happened: order.answers >= 5 && order.files >= 2,
          note: `${order.answers} answers 201, ${order.files} files in the trace`,
        };
      });
      for (const detail of faults) result.faults.push({ kind: 'lost', key: 'order', detail });
      done(result);
    });
  },
};
