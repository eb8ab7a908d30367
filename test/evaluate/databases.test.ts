import { openDatabase, type Database } from '#db/open.js';
import { postgresServer, sqliteFiles, type TestDatabase, type TestServer } from '#db/testing/databases.js';
import { growingIds, handClock } from '#db/testing/parts.js';
import { fuseSighting } from '#core/fusion/fuse.js';
import { makeGeography } from '#core/geo/geography.js';
import type { Deps } from '#core/ports.js';
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
});

function groups(found: Map<string, string>): string[] {
  const lists = new Map<string, string[]>();
  for (const [id, incident] of found) lists.set(incident, [...(lists.get(incident) ?? []), id]);
  return [...lists.values()].map((l) => l.sort().join(' ')).sort();
}
