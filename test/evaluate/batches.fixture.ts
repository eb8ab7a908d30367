import fc from 'fast-check';
import { openDatabase, type Database } from '#db/open.js';
import type { TestServer } from '#db/testing/databases.js';
import { growingIds, handClock } from '#db/testing/parts.js';
import { fuseSighting, fuseSightings } from '#core/fusion/fuse.js';
import { makeGeography } from '#core/geo/geography.js';
import type { Sighting } from '#core/intake/types.js';
import type { Deps } from '#core/ports.js';
import { simulate } from '#core/simulation/simulate.js';
import { verifyIncident } from '#core/verification/verify.js';
import { verifyIncidents } from '#core/verification/verify-many.js';
import { inventedMission } from './mission.js';
import { acceptRows } from './pipeline.js';

const mission = inventedMission();
const geography = makeGeography(mission);
const world = simulate(mission, geography, { preset: 'dense', seed: 11, days: 0.05 });
const all = acceptRows(mission, geography, world);

/** Parts of the rows, in order, each carried out at once; the sizes are used in turn. */
function parts<T>(list: readonly T[], sizes: readonly number[]): T[][] {
  const found: T[][] = [];
  for (let at = 0, turn = 0; at < list.length; turn++) {
    const size = sizes[turn % sizes.length]!;
    found.push(list.slice(at, at + size));
    at += size;
  }
  return found;
}

/** Fuses and judges the first `count` records of a dense world in batches of `runs` random partitions, beside one by one. */
export function batchesLeaveTheSame(name: string, start: () => Promise<TestServer>, count: number, runs: number): void {
  const rows = all.slice(0, count);
  if (rows.length < count) throw new Error(`The world has only ${rows.length} records, not ${count}`);
  let server: TestServer;
  beforeAll(async () => {
    server = await start();
  }, 120_000);
  afterAll(() => server?.stop());

  /** The whole stored outcome, ids named by when they first occur, so that those given at random do not matter. */
  async function outcomeOf(work: (deps: Deps) => Promise<void>): Promise<string[]> {
    const at = await server.create();
    const clock = handClock('2026-03-12T12:00:00.000Z');
    const db = await openDatabase(at.options, { clock, ids: growingIds() });
    try {
      await db.migrate();
      await work({ mission, geography, clock, uow: db.uow } as unknown as Deps);
      return await storedIn(db);
    } finally {
      await db.close();
      await at.drop();
    }
  }

  const oneByOne = (list: Sighting[]) => async (deps: Deps) => {
    for (const row of list) await deps.uow.run((tx) => fuseSighting(tx, deps, row.id));
  };

  /** What people did in between must be seen: the largest incident is decided on, and laid to a party. */
  async function decide({ uow }: Deps): Promise<void> {
    await uow.run(async (tx) => {
      const { items } = await tx.incidents.list({ sectors: null, state: 'open', limit: 200 });
      const [largest] = items.sort((a, b) => b.sightingCount - a.sightingCount || (a.start < b.start ? -1 : 1));
      await tx.write.incidentUpdate({
        ...largest!,
        version: largest!.version + 1,
        state: 'decided',
        outcome: 'verified',
      });
      await tx.write.attribution({
        id: tx.ids.next(),
        incidentId: largest!.id,
        party: mission.parties[0]!.id,
        probability: 0.9,
        reason: 'seen',
        state: 'confirmed',
        proposedBy: 'a',
        proposedAt: tx.now,
        confirmedBy: 'b',
        confirmedAt: tx.now,
      });
    });
  }

  const openIds = ({ uow }: Deps): Promise<string[]> =>
    uow.read(async (reads) => {
      const { items } = await reads.incidents.list({ sectors: null, limit: 500 });
      return items
        .sort((a, b) => (a.start < b.start ? -1 : a.start > b.start ? 1 : a.id < b.id ? -1 : 1))
        .map((i) => i.id);
    });

  const half = Math.floor(rows.length / 2);

  async function through(deps: Deps, sizes: readonly number[] | null): Promise<void> {
    await deps.uow.run((tx) => tx.write.sightings(rows));
    const fuse = async (list: Sighting[]) => {
      if (sizes === null) return oneByOne(list)(deps);
      for (const part of parts(list, sizes))
        await deps.uow.run((tx) =>
          fuseSightings(
            tx,
            deps,
            part.map((row) => row.id),
          ),
        );
    };
    const verify = async () => {
      const ids = await openIds(deps);
      if (sizes === null)
        for (const id of ids) {
          const found = await verifyIncident.prepare(deps, id);
          await deps.uow.run((tx) => verifyIncident.carryOut(tx, deps, id, found));
        }
      else for (const part of parts(ids, sizes)) await deps.uow.run(await verifyIncidents.many(deps, part));
    };
    await fuse(rows.slice(0, half));
    await verify();
    await decide(deps);
    await fuse(rows.slice(half));
    await verify();
  }

  it(`batches of any size leave what one by one leaves on ${name}: rows, terms, entries and their order`, async () => {
    const expected = await outcomeOf((deps) => through(deps, null));
    expect(expected.length).toBeGreaterThan(rows.length * 4);
    expect(expected.filter((line) => line.includes('incident.joined')).length).toBeGreaterThan(count / 5);
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 1, max: 60 }), { minLength: 1, maxLength: 4 }), async (sizes) => {
        expect(await outcomeOf((deps) => through(deps, sizes))).toEqual(expected);
      }),
      { numRuns: runs, examples: [[[1000]]] },
    );
  }, 240_000);
}

/** Entries in their order first, since they name nearly everything; then every table that fusing and judging fill. */
async function storedIn(db: Database): Promise<string[]> {
  return db.snapshot(async (sql) => {
    const names = new Map<string, string>();
    const named = (text: string) =>
      text.replace(/[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}/g, (id) => {
        if (!names.has(id)) names.set(id, `#${names.size}`);
        return names.get(id)!;
      });
    const entries = await sql.all(
      `SELECT e."id", e."actor", e."type", e."subject_id", e."payload" FROM "journal_unsequenced" u
       JOIN "journal_entry" e ON e."id" = u."entry_id" WHERE e."type" <> 'records.sealed' ORDER BY u."ordinal"`,
    );
    const lines = entries.map((row) => named(JSON.stringify(row)));
    const facts = await sql.all('SELECT * FROM "incident_fact" ORDER BY "ordinal"');
    lines.push(...facts.map((row) => named(JSON.stringify({ ...row, ordinal: 0 }))));
    for (const [table, key] of [
      ['link', 'id'],
      ['incident', 'id'],
      ['restructure', 'id'],
      ['verification', 'id'],
      ['check', 'id'],
      ['notice_match', 'id'],
    ]) {
      const found = await sql.all(`SELECT * FROM "${table}" ORDER BY "${key}"`);
      // Ids that no entry names are given in the order of writing.
      lines.push(...found.map((row) => `${table} ${named(JSON.stringify(row))}`).sort());
    }
    return lines;
  });
}
