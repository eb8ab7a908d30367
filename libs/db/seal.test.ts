import Database from 'better-sqlite3';
import pg from 'pg';
import { checkRecords } from './seal-check.js';
import { newSigner } from './testing/parts.js';
import { accepted, incident, sighting } from './testing/rows.js';
import { onBothDatabases } from './testing/suite.js';

onBothDatabases('Records sealed by the journal', (bench) => {
  const check = () => bench().db.snapshot((sql) => checkRecords(sql));

  async function asOwner(...statements: string[]): Promise<void> {
    const { options } = bench().at;
    if (options.type === 'sqlite') {
      const database = new Database(options.file);
      database.pragma('foreign_keys = OFF');
      for (const table of ['sighting', 'check']) {
        for (const verb of ['update', 'delete']) database.exec(`DROP TRIGGER "${table}_refuses_${verb}"`);
      }
      for (const text of statements) database.exec(text);
      database.close();
      return;
    }
    const client = new pg.Client({ connectionString: options.url });
    await client.connect();
    for (const table of ['sighting', 'check']) await client.query(`ALTER TABLE "${table}" DISABLE TRIGGER ALL`);
    for (const text of statements) await client.query(text);
    await client.end();
  }

  async function filled(): Promise<void> {
    const { uow } = bench().db;
    await Promise.all(
      ['a', 'b', 'c'].map((id) =>
        uow.run(async (tx) => {
          await tx.write.sightings([{ ...sighting(id), text: `words of ${id}`, confidence: 0.1 + 0.2 }]);
          await tx.append(accepted(id));
        }),
      ),
    );
    await uow.run(async (tx) => {
      await tx.write.incidentNew(incident('i'));
      await tx.append({ ...accepted('i'), type: 'incident.opened' });
      const of = { incidentId: 'i', incidentVersion: 1, reason: 'two', inputs: { n: 2 }, ruleVersion: '1', at: tx.now };
      await tx.write.checks([{ ...of, id: 'k', name: 'independence', result: 'pass' }]);
    });
    await uow.run((tx) => tx.sequence(100, () => [], newSigner('k1')));
  }

  it('agree where nobody touched them, written by one body or by several that share a commit', async () => {
    await filled();
    expect(await check()).toEqual({ ok: true, rows: 4, faults: [], found: 0 });
  });

  it('show a row changed, removed or put there by somebody who owns the database', async () => {
    await filled();
    await asOwner(
      `UPDATE "sighting" SET "text" = 'other words' WHERE "id" = 'b'`,
      `DELETE FROM "sighting" WHERE "id" = 'c'`,
      `UPDATE "check" SET "id" = 'new' WHERE "id" = 'k'`,
    );
    const verdict = await check();
    expect(verdict).toMatchObject({ ok: false, found: 4 });
    expect(verdict.faults).toEqual(
      expect.arrayContaining([
        { table: 'sighting', key: 'b', what: 'altered' },
        { table: 'sighting', key: 'c', what: 'missing' },
        { table: 'check', key: 'k', what: 'missing' },
        { table: 'check', key: 'new', what: 'unsealed' },
      ]),
    );
  });

  it('leave no seal where the body failed', async () => {
    const { uow } = bench().db;
    const failing = uow.run(async (tx) => {
      await tx.write.sightings([sighting('lost')]);
      throw new Error('changed its mind');
    });
    const good = uow.run((tx) => tx.write.sightings([sighting('kept')]));
    await expect(failing).rejects.toThrow('changed its mind');
    await good;
    expect(await check()).toEqual({ ok: true, rows: 1, faults: [], found: 0 });
  });
});
