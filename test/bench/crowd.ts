import { parseArgs } from 'node:util';
import { fuseSighting } from '#core/fusion/fuse.js';
import { makeGeography } from '#core/geo/geography.js';
import type { Deps } from '#core/ports.js';
import { simulate } from '#core/simulation/simulate.js';
import { verifyIncident } from '#core/verification/verify.js';
import { openDatabase, type Database } from '#db/open.js';
import { postgresServer, sqliteFiles } from '#db/testing/databases.js';
import { growingIds } from '#db/testing/parts.js';
import { inventedMission } from '../evaluate/mission.js';
import { acceptRows } from '../evaluate/pipeline.js';
import { crowd, crowds, type CrowdName } from './crowds.js';

/**
 * What one `fuse` and one `verify` cost in CPU while a crowd grows, as a ratio to the cost at ten, and on a
 * default world. Seconds depend on the machine; that the ratios stay near one is the point.
 */
const { values } = parseArgs({
  options: {
    on: { type: 'string', default: 'sqlite' },
    crowds: { type: 'string', default: crowds.join() },
    most: { type: 'string', default: '5000' },
    days: { type: 'string', default: '0.5' },
  },
});
const sizes = [10, 100, 1000, 5000].filter((n) => n <= Number(values.most));
/** So many are measured and averaged at each size. */
const measured = 10;

const mission = inventedMission();
const geography = makeGeography(mission);
const server = values.on === 'postgres' ? await postgresServer() : sqliteFiles();
const now = { at: new Date('2026-04-01T12:00:00.000Z') };
const deps = { mission, geography, clock: { now: () => now.at } } as Deps;

async function onFreshDatabase(work: (db: Database) => Promise<void>): Promise<void> {
  const place = await server.create();
  const db = await openDatabase(place.options, { clock: deps.clock, ids: growingIds() });
  try {
    await db.migrate();
    await work(db);
  } finally {
    await db.close();
    await place.drop();
  }
}

/** Milliseconds of this process's CPU. */
async function cpu(work: () => Promise<void>): Promise<number> {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

async function fuse(db: Database, id: string): Promise<void> {
  await db.uow.run((tx) => fuseSighting(tx, deps, id));
}

async function verify(db: Database, sightingId: string): Promise<void> {
  const link = await db.uow.read((reads) => reads.links.activeOf(sightingId));
  const found = await verifyIncident.prepare({ ...deps, uow: db.uow }, link!.incidentId);
  await db.uow.run((tx) => verifyIncident.carryOut(tx, deps, link!.incidentId, found));
}

async function grow(name: CrowdName): Promise<void> {
  const rows = crowd(deps, name, sizes.at(-1)! + measured);
  console.log(`${name} on ${values.on}: ms of CPU each, and how many times the cost at ${sizes[0]}`);
  await onFreshDatabase(async (db) => {
    let first: { fuse: number; verify: number } | null = null;
    let next = 0;
    for (const size of sizes) {
      for (; next < size; next++) {
        await db.uow.run((tx) => tx.write.sightings([rows[next]!]));
        await fuse(db, rows[next]!.id);
      }
      const cost = { fuse: 0, verify: 0 };
      for (let i = 0; i < measured; i++, next++) {
        await db.uow.run((tx) => tx.write.sightings([rows[next]!]));
        cost.fuse += (await cpu(() => fuse(db, rows[next]!.id))) / measured;
        cost.verify += (await cpu(() => verify(db, rows[next]!.id))) / measured;
      }
      first ??= cost;
      const ratio = (kind: 'fuse' | 'verify') =>
        `${kind} ${cost[kind].toFixed(2).padStart(8)} ms  x${(cost[kind] / first![kind]).toFixed(2).padEnd(8)}`;
      console.log(`  ${String(size).padStart(5)}  ${ratio('fuse')} ${ratio('verify')}`);
    }
  });
}

/** A world as it usually is; the first fifth warms up and is not counted. */
async function usual(): Promise<void> {
  const world = simulate(mission, geography, { preset: 'default', seed: 301, days: Number(values.days) });
  const rows = acceptRows(mission, geography, world);
  await onFreshDatabase(async (db) => {
    const cost = { fuse: 0, verify: 0 };
    let n = 0;
    for (const [i, row] of rows.entries()) {
      now.at = new Date(row.receivedAt);
      await db.uow.run((tx) => tx.write.sightings([row]));
      const one = { fuse: await cpu(() => fuse(db, row.id)), verify: await cpu(() => verify(db, row.id)) };
      if (i < rows.length / 5) continue;
      cost.fuse += one.fuse;
      cost.verify += one.verify;
      n++;
    }
    console.log(
      `a default world of ${rows.length} on ${values.on}: fuse ${(cost.fuse / n).toFixed(2)} ms, verify ${(cost.verify / n).toFixed(2)} ms of CPU each`,
    );
  });
}

try {
  await usual();
  for (const name of values.crowds.split(',').filter(Boolean)) await grow(name as CrowdName);
} finally {
  await server.stop();
}
