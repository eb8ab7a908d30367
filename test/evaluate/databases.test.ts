import { openDatabase, type Database } from '#db/open.js';
import { postgresServer, sqliteFiles, type TestDatabase, type TestServer } from '#db/testing/databases.js';
import { growingIds, handClock } from '#db/testing/parts.js';
import { fuseSighting } from '#core/fusion/fuse.js';
import { makeGeography } from '#core/geo/geography.js';
import type { Deps } from '#core/ports.js';
import { prepareSighting } from '#core/intake/prepare.js';
import { makeRandom } from '#core/simulation/random.js';
import { simulate } from '#core/simulation/simulate.js';
import { inventedMission } from './mission.js';
import { acceptRows, fuseRows } from './pipeline.js';

const mission = inventedMission();
const geography = makeGeography(mission);

/** What is measured in memory holds for the databases only if they give the same groups. */
describe.each([
  ['SQLite', async () => sqliteFiles()],
  ['PostgreSQL', postgresServer],
] as [string, () => Promise<TestServer>][])('fusion on %s', (_name, start) => {
  let server: TestServer;
  let at: TestDatabase;
  let db: Database;

  beforeAll(async () => {
    server = await start();
    at = await server.create();
    db = await openDatabase(at.options, { clock: handClock(), ids: growingIds() });
    await db.migrate();
  }, 120_000);

  afterAll(async () => {
    await db?.close();
    await at?.drop();
    await server?.stop();
  });

  it('gives the groups that memory gives', async () => {
    const world = simulate(mission, geography, { preset: 'default', seed: 202, days: 0.06 });
    const rows = acceptRows(mission, geography, world);
    expect(rows.length).toBeGreaterThan(20);
    const { found } = await fuseRows(mission, geography, world, rows);
    const deps = { mission, geography } as Deps;
    for (const row of rows) {
      await db.uow.run((tx) => tx.write.sightings([row]));
      await db.uow.run((tx) => fuseSighting(tx, deps, row.id));
      // Delivered twice: nothing changes.
      if (row === rows[0]) await db.uow.run((tx) => fuseSighting(tx, deps, row.id));
    }
    const stored = await db.uow.read(async (reads) => {
      const homes = new Map<string, string>();
      for (const row of rows) homes.set(row.id, (await reads.links.activeOf(row.id))!.incidentId);
      return homes;
    });
    expect(groups(stored)).toEqual(groups(found));
  }, 120_000);

  it('serialises who fuses in one neighbourhood at the same time: twelve records of one event, one incident', async () => {
    const deps = { mission, geography, clock: { now: () => new Date('2026-04-01T12:00:00.000Z') } } as Deps;
    const random = makeRandom(3);
    const rows = Array.from({ length: 12 }, (_, i) =>
      prepareSighting(
        deps,
        { id: `drone-${i}`, role: 'device', scope: { sectors: [], party: null }, type: 'device' },
        {
          id: random.uuid(Date.parse('2026-04-01T11:00:00.000Z')),
          type: 'observation',
          kind: 'explosion',
          means: 'drone',
          start: '2026-04-01T11:00:00.000Z',
          end: '2026-04-01T11:00:05.000Z',
          place: { type: 'fix', lat: -41.3 + random.normal(0, 0.0003), lon: 61.4, precisionMetres: 60 },
          platformId: `drone-${i}`,
        },
      ),
    );
    await db.uow.run((tx) => tx.write.sightings(rows));
    await Promise.all(rows.map((row) => db.uow.run((tx) => fuseSighting(tx, deps, row.id))));
    const homes = await db.uow.read(async (reads) =>
      Promise.all(rows.map(async (row) => (await reads.links.activeOf(row.id))?.incidentId)),
    );
    expect(new Set(homes).size).toBe(1);
    expect(homes[0]).toBeDefined();
  }, 60_000);
});

function groups(found: Map<string, string>): string[] {
  const lists = new Map<string, string[]>();
  for (const [id, incident] of found) lists.set(incident, [...(lists.get(incident) ?? []), id]);
  return [...lists.values()].map((l) => l.sort().join(' ')).sort();
}
