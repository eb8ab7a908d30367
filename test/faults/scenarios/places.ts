/** Disks that are full or read-only, and a second process that holds the database. */
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { closeSync, mkdirSync, openSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { ask } from '../load/http.js';
import type { World } from '../world/world.js';
import { inWorld, oneCase } from './case.js';
import type { RunSettings, Scenario } from './scenario.js';

function noMount(): string | null {
  if (process.getuid?.() !== 0) return 'only root can mount a small disk';
  const probe = spawnSync('unshare', ['-m', 'mount', '-t', 'tmpfs', 'none', '/mnt']);
  return probe.status === 0 ? null : 'file systems cannot be mounted here';
}

export const fullDisk: Scenario = {
  name: 'disk',
  about: 'the disk under database and files is full, and the one under the files read-only',
  on: ['sqlite', 'postgres'],
  missing: noMount,
  async run(settings, done) {
    for (const kind of settings.databases) {
      await onSmallDisk(settings, `disk-${kind}`, async (folder) => {
        const body = async (world: World) => {
          for (const [name, trouble] of [
            ['disk full', full],
            ['files read-only', readOnly],
          ] as const) {
            const about = { scenario: 'disk', name, kind, whole: true };
            done(await oneCase(world, about, () => trouble(world, folder)));
          }
        };
        await inWorld(settings, kind, `disk-${kind}`, body, { folder: join(folder, 'data') });
      });
    }
  },
};

async function onSmallDisk(
  settings: RunSettings,
  name: string,
  body: (folder: string) => Promise<void>,
): Promise<void> {
  const folder = join(settings.folder, `small-${name}`);
  mkdirSync(folder);
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=96m', 'linewatch-faults', folder]);
  try {
    await body(folder);
  } finally {
    execFileSync('umount', ['-l', folder]);
  }
}

async function full(world: World, folder: string): Promise<{ happened: boolean; note: string }> {
  const filler = join(folder, 'filler');
  const file = openSync(filler, 'w');
  try {
    for (const size of [1 << 20, 4096]) {
      const block = Buffer.alloc(size, 1);
      try {
        for (;;) writeSync(file, block);
      } catch {
        continue; // full, as wanted; then in smaller pieces
      }
    }
    return await refusals(world);
  } finally {
    closeSync(file);
    rmSync(filler);
  }
}

async function readOnly(world: World): Promise<{ happened: boolean; note: string }> {
  const { evidence } = world;
  execFileSync('mount', ['--bind', evidence, evidence]);
  try {
    execFileSync('mount', ['-o', 'remount,bind,ro', evidence]);
    return await refusals(world);
  } finally {
    execFileSync('umount', ['-l', evidence]);
  }
}

/** Load that must be refused honestly, while what is there can still be read. */
async function refusals(world: World): Promise<{ happened: boolean; note: string }> {
  const before = world.log.all().length;
  for (let i = 0; i < 4; i++) await world.burst(0.3);
  const fresh = world.log.all().slice(before);
  const answers = new Map<string, number>();
  for (const { answer } of fresh) answers.set(answer ?? 'none', (answers.get(answer ?? 'none') ?? 0) + 1);
  const reads = await world.ready();
  const said = [...answers].map(([answer, n]) => `${answer}: ${n}`).join(', ');
  const refused = fresh.some((o) => o.answer !== null && /^50[37]/.test(o.answer));
  return { happened: refused, note: `answers ${said}; ${reads ? 'still' : 'NOT'} readable` };
}

export const lockedDatabase: Scenario = {
  name: 'sqlite-lock',
  about: 'a second process holds the lock of the SQLite file',
  on: ['sqlite'],
  async run(settings, done) {
    await inWorld(settings, 'sqlite', 'sqlite-lock', async (world) => {
      const about = { scenario: 'sqlite-lock', name: 'held by a second process', kind: 'sqlite' as const, whole: true };
      done(
        await oneCase(world, about, async () => {
          const before = world.log.all().length;
          const holder = await hold(join(world.settings.folder, 'linewatch.sqlite'), settings.short ? 12_000 : 18_000);
          const slowest = await slowestAnswer(world, holder.ended);
          await holder.ended;
          const fresh = world.log.all().slice(before);
          const refused = fresh.filter((o) => o.answer === '503').length;
          return {
            happened: refused > 0,
            note: `${refused} of ${fresh.length} answered 503; a read took at most ${slowest} ms`,
          };
        }),
      );
    });
  },
};

async function hold(file: string, ms: number): Promise<{ ended: Promise<void> }> {
  const code = `
    import Database from 'better-sqlite3';
    const database = new Database(${JSON.stringify(file)}, { timeout: 20000 });
    database.exec('BEGIN IMMEDIATE');
    console.log('held');
    setTimeout(() => { database.exec('ROLLBACK'); database.close(); }, ${ms});`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', code], { stdio: ['ignore', 'pipe', 'inherit'] });
  await new Promise((resolve) => child.stdout.once('data', resolve));
  return { ended: new Promise((resolve) => child.once('exit', () => resolve())) };
}

/** Reports come in all the while; what is public and needs no writer is asked for again and again. */
async function slowestAnswer(world: World, until: Promise<void>): Promise<number> {
  let over = false;
  void until.then(() => (over = true));
  const load = (async () => {
    while (!over) await Promise.race([Promise.all([world.client.report(), world.client.report()]), pause(10_000)]);
  })();
  let slowest = 0;
  while (!over) {
    const start = performance.now();
    await ask(world.address, { method: 'GET', path: '/health/live' });
    slowest = Math.max(slowest, Math.round(performance.now() - start));
    await pause(20);
  }
  await load;
  return slowest;
}
