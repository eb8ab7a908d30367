import Database from 'better-sqlite3';
import pg from 'pg';
import { entryLeafHash } from '#core/journal/entry.js';
import { inclusionProof, verifyInclusion } from '#core/journal/merkle.js';
import { verifyStoredJournal } from '#core/journal/walk.js';
import { newSigner } from './testing/parts.js';
import { accepted, incident, sighting } from './testing/rows.js';
import { onBothDatabases } from './testing/suite.js';

const protectedTables = [
  'journal_entry',
  'journal_position',
  'tree_head',
  'sighting',
  'check',
  'verification',
  'incident_fact',
];

onBothDatabases('Records', (bench) => {
  const signer = newSigner('k1');
  const keys = { k1: signer.publicKey };

  /** Runs SQL as somebody who owns the database would, past this program. */
  async function asOwner(...statements: string[]): Promise<void> {
    const { options } = bench().at;
    if (options.type === 'sqlite') {
      const database = new Database(options.file);
      database.pragma('foreign_keys = OFF');
      try {
        for (const text of statements) database.exec(text);
      } finally {
        database.close();
      }
      return;
    }
    const client = new pg.Client({ connectionString: options.url });
    await client.connect();
    try {
      for (const text of statements) await client.query(text);
    } finally {
      await client.end();
    }
  }

  /** As text: the driver's error class may stem from another test file's realm, where `toThrow` does not know it. */
  const refusalOf = (text: string): Promise<string> => asOwner(text).then(() => `done: ${text}`, String);

  async function withoutTriggers(...statements: string[]): Promise<void> {
    const tables = ['journal_entry', 'journal_position', 'tree_head'];
    const off =
      bench().db.dialect === 'sqlite'
        ? tables.flatMap((t) => [
            `DROP TRIGGER IF EXISTS "${t}_refuses_update"`,
            `DROP TRIGGER IF EXISTS "${t}_refuses_delete"`,
          ])
        : tables.map((t) => `ALTER TABLE "${t}" DISABLE TRIGGER ALL`);
    await asOwner(...off, ...statements);
  }

  /** 3 signed batches of 10 entries and the one that seals their rows; ids by position. */
  async function filled(): Promise<string[]> {
    const { uow } = bench().db;
    const ids: string[] = [];
    for (let batch = 0; batch < 3; batch++) {
      const names = Array.from({ length: 10 }, (_, i) => `s-${batch}-${i}`);
      await uow.run(async (tx) => {
        await tx.write.sightings(names.map((id) => sighting(id)));
        await tx.append(...names.map(accepted));
      });
      ids.push(...(await uow.run((tx) => tx.sequence(100, () => [], signer))).map((e) => e.id));
    }
    return ids;
  }

  const verdict = () => verifyStoredJournal(bench().db.uow, keys);

  it('verify where nobody touched them, and every entry is proven by the signed head', async () => {
    const ids = await filled();
    const { uow } = bench().db;
    const head = (await uow.read((r) => r.journal.head()))!;
    expect(await verdict()).toEqual({ ok: true, size: 33, root: head.root });
    const leaves = await uow.read((r) => r.journal.leafHashes(0, 33));
    const entry = (await uow.read((r) => r.journal.get(ids[17]!)))!;
    expect(verifyInclusion(entry.leafHash, 17, 33, inclusionProof(leaves, 17), head.root)).toBe(true);
  });

  it('show an edited entry', async () => {
    const ids = await filled();
    await withoutTriggers(`UPDATE "journal_entry" SET "payload" = '{"sha256":"other"}' WHERE "id" = '${ids[13]}'`);
    expect(await verdict()).toMatchObject({ ok: false, position: 13, entryId: ids[13], fault: 'edited' });
  });

  it('show an entry edited together with its hash', async () => {
    const ids = await filled();
    const entry = (await bench().db.uow.read((r) => r.journal.get(ids[21]!)))!;
    const leaf = entryLeafHash({ ...entry, actor: 'somebody' });
    await withoutTriggers(
      `UPDATE "journal_entry" SET "actor" = 'somebody', "leaf_hash" = '${leaf}' WHERE "id" = '${ids[21]}'`,
    );
    expect(await verdict()).toMatchObject({ ok: false, position: 21, entryId: ids[21], fault: 'reordered' });
  });

  it('show a deleted entry, in the middle and at the end', async () => {
    const ids = await filled();
    await withoutTriggers(
      `DELETE FROM "journal_position" WHERE "position" = 32`,
      `DELETE FROM "journal_entry" WHERE "id" = '${ids[32]}'`,
    );
    expect(await verdict()).toMatchObject({ ok: false, position: 32, fault: 'deleted' });
    await withoutTriggers(`DELETE FROM "journal_position" WHERE "position" = 4`);
    expect(await verdict()).toMatchObject({ ok: false, position: 4, fault: 'deleted' });
  });

  it('show entries that changed places', async () => {
    const ids = await filled();
    await withoutTriggers(
      `UPDATE "journal_position" SET "position" = 1000 WHERE "position" = 11`,
      `UPDATE "journal_position" SET "position" = 11 WHERE "position" = 25`,
      `UPDATE "journal_position" SET "position" = 25 WHERE "position" = 1000`,
    );
    expect(await verdict()).toMatchObject({ ok: false, position: 11, entryId: ids[25], fault: 'reordered' });
  });

  it('show a rewritten head, and a journal cut back together with its heads by a head kept elsewhere', async () => {
    await filled();
    const { uow } = bench().db;
    const witness = (await uow.read((r) => r.journal.head()))!;
    await withoutTriggers(
      `DELETE FROM "journal_position" WHERE "position" >= 22`,
      `DELETE FROM "tree_head" WHERE "size" > 22`,
    );
    expect(await verdict()).toMatchObject({ ok: true, size: 22 });
    expect(await verifyStoredJournal(uow, keys, witness)).toMatchObject({ ok: false, position: 22, fault: 'deleted' });
    await withoutTriggers(`UPDATE "tree_head" SET "root" = '${'0'.repeat(64)}' WHERE "size" = 22`);
    expect(await verdict()).toMatchObject({ ok: false, position: 11, fault: 'bad_signature' });
  });

  it.each([`"actor" = 'somebody'`, `"payload" = '{'`, `"salt" = 'none'`])(
    'stop the sequencer where an entry was altered before it had a position: %s',
    async (change) => {
      await filled();
      const { uow } = bench().db;
      const [entry] = await uow.run((tx) => tx.append({ ...accepted('s-0-0'), type: 'sighting.noted' }));
      await withoutTriggers(`UPDATE "journal_entry" SET ${change} WHERE "id" = '${entry!.id}'`);
      await expect(uow.run((tx) => tx.sequence(10, () => [], signer))).rejects.toMatchObject({ code: 'internal' });
      expect(await uow.read((r) => r.journal.backlog())).toMatchObject({ count: 1 });
    },
  );

  it('cannot be changed or deleted while the triggers stand', async () => {
    const { uow } = bench().db;
    await filled();
    await uow.run(async (tx) => {
      await tx.write.incidentNew(incident('i'));
      const [entry] = await tx.append({ ...accepted('i'), type: 'incident.opened' });
      await tx.write.checks([
        {
          id: 'c',
          incidentId: 'i',
          incidentVersion: 1,
          name: 'independence',
          result: 'pass',
          reason: 'two',
          inputs: {},
          ruleVersion: '1',
          at: tx.now,
        },
      ]);
      await tx.write.verification({
        id: 'v',
        incidentId: 'i',
        incidentVersion: 1,
        type: 'proposed',
        outcome: 'verified',
        cause: null,
        reason: 'x',
        by: 'machine',
        at: tx.now,
        ruleVersion: '1',
        rule: 'sources-agree',
        facts: { independentSources: 2 },
      });
      await tx.write.facts([
        {
          entryId: entry!.id,
          incidentId: 'i',
          provisionId: 'p',
          party: 'none',
          sector: 'none',
          reportingDay: '2026-11-21',
          reportingWeek: '2026-W47',
          kind: 'explosion',
          standing: 'alleged',
          ruled: 'none',
          live: 1,
        },
      ]);
      await tx.write.evidence({
        id: 'ev',
        sha256: 'a'.repeat(64),
        size: 1,
        mediaType: 'image/jpeg',
        name: null,
        uploadedBy: 'm',
        receivedAt: tx.now,
      });
    });
    const column = {
      tree_head: 'root',
      journal_position: 'chain',
      incident_fact: 'party',
      sighting: 'text',
      check: 'reason',
      verification: 'reason',
      journal_entry: 'actor',
    };
    const answers: Record<string, string[]> = {};
    for (const table of protectedTables) {
      const change = `UPDATE "${table}" SET "${column[table as 'check']}" = 'x'`;
      answers[table] = [];
      for (const text of [change, `DELETE FROM "${table}"`]) {
        answers[table].push(await refusalOf(text));
      }
    }
    for (const table of protectedTables) {
      expect(answers[table]).toEqual([
        expect.stringContaining('UPDATE refused'),
        expect.stringContaining('DELETE refused'),
      ]);
    }
    expect(await refusalOf('DELETE FROM "evidence"')).toContain('DELETE refused');
    if (bench().db.dialect === 'postgres') {
      expect(await refusalOf('TRUNCATE "journal_entry" CASCADE')).toContain('refused');
    }
  });
});
