import { statSync } from 'node:fs';
import type { Database } from './open.js';
import { openDatabase } from './open.js';
import { sqliteFiles, type TestDatabase } from './testing/databases.js';
import { growingIds, handClock } from './testing/parts.js';
import { accepted, sighting } from './testing/rows.js';

describe('The one writer on SQLite', () => {
  let at: TestDatabase;
  let db: Database;
  beforeEach(async () => {
    at = await sqliteFiles().create();
    db = await openDatabase(at.options, { clock: handClock(), ids: growingIds() });
    await db.migrate();
  });
  afterEach(async () => {
    await db.close();
    await at.drop();
  });

  const accept = (id: string, text = 'short') =>
    db.uow.run(async (tx) => {
      await tx.write.sightings([sighting(id, { text })]);
      await tx.append(accepted(id));
      return id;
    });
  const found = async (ids: string[]) => (await db.uow.read((r) => r.sightings.getMany(ids))).map((s) => s.id);

  it('commits in one go what waits together, in the order of arrival', async () => {
    const order: number[] = [];
    const seen = new Set<number>();
    await Promise.all(
      Array.from({ length: 50 }, (_, i) =>
        db.uow.run(async (tx) => {
          order.push(i);
          await tx.append(accepted(`s-${i}`));
          seen.add((await tx.journal.backlog()).count);
        }),
      ),
    );
    expect(order).toEqual(Array.from({ length: 50 }, (_, i) => i));
    // Each body sees what its neighbours in the same transaction have written before it.
    expect([...seen]).toEqual(Array.from({ length: 50 }, (_, i) => i + 1));
  });

  it('says storage_full when the file cannot grow, and loses nothing that it acknowledged', async () => {
    await accept('before');
    const pages = Number((await db.writer.query('PRAGMA page_count'))[0].page_count);
    await db.writer.query(`PRAGMA max_page_count = ${pages + 4}`);
    const ids = Array.from({ length: 12 }, (_, i) => `s-${i}`);
    const results = await Promise.allSettled(ids.map((id, i) => accept(id, i === 5 ? 'x'.repeat(200_000) : 'short')));
    const acknowledged = results.flatMap((r) => (r.status === 'fulfilled' ? r.value : []));
    expect(results[5]).toMatchObject({ status: 'rejected', reason: { code: 'storage_full', status: 507 } });
    expect(await found(['before', ...ids])).toEqual(['before', ...acknowledged]);
    await db.writer.query('PRAGMA max_page_count = 1073741823');
    await accept('after');
    expect(await found(['after'])).toEqual(['after']);
    expect(await db.writer.query('PRAGMA integrity_check')).toEqual([{ integrity_check: 'ok' }]);
  });

  it('rejects all of a batch whose commit fails, and goes on with the next', async () => {
    await db.writer.query('CREATE TABLE "late" ("id" text REFERENCES "meta"("key") DEFERRABLE INITIALLY DEFERRED)');
    const spoil = db.change((sql) => sql.run(`INSERT INTO "late" VALUES ('nobody')`));
    const results = await Promise.allSettled([accept('a'), spoil, accept('b')]);
    expect(results.map((r) => r.status)).toEqual(['rejected', 'rejected', 'rejected']);
    expect(await found(['a', 'b'])).toEqual([]);
    await accept('c');
    expect(await found(['a', 'b', 'c'])).toEqual(['c']);
  });

  it('keeps its file from the eyes of other users', () => {
    if (at.options.type !== 'sqlite') throw new Error('not a file');
    expect(statSync(at.options.file).mode & 0o077).toBe(0);
    expect(statSync(`${at.options.file}-wal`).mode & 0o077).toBe(0);
  });

  it('finds what waits for triage by an index, whoever asks', async () => {
    const plan = async (where: string) =>
      (await db.reader.query(`EXPLAIN QUERY PLAN SELECT i."id" FROM "incident" i WHERE ${where}`))
        .map((row: { detail: string }) => row.detail)
        .join('\n');
    for (const where of [
      `i."state" = 'open'`,
      `i."state" = 'open' AND i."sector" = 'a'`,
      `i."state" = 'open' AND i."sector" IN (SELECT "value" FROM json_each('["a","b"]'))`,
    ])
      expect(await plan(where)).toMatch(/USING (COVERING )?INDEX ix_incident_(open|recent_state)/);
  });
});
