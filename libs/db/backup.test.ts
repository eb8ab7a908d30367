import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { verifyStoredJournal } from '#core/journal/walk.js';
import { writeBackup } from './backup.js';
import { checkRecords } from './seal-check.js';
import { openDiskBlobs } from './blobs/disk.js';
import { type Database, openDatabase } from './open.js';
import { restoreBackup } from './restore.js';
import { postgresServer, sqliteFiles, type TestDatabase, type TestServer } from './testing/databases.js';
import { growingIds, handClock, newSigner } from './testing/parts.js';
import { accepted, incident, link, sighting } from './testing/rows.js';

const signer = newSigner('k1');
const keys = { k1: signer.publicKey };

describe('Backup and restore', () => {
  let servers: Record<'sqlite' | 'postgres', TestServer>;
  const opened: { db: Database; at: TestDatabase }[] = [];
  let folder: string;

  beforeAll(async () => {
    servers = { sqlite: sqliteFiles(), postgres: await postgresServer() };
  }, 60_000);
  afterAll(() => servers.postgres.stop());
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'linewatch-backup-'));
  });
  afterEach(async () => {
    for (const { db, at } of opened.splice(0)) {
      await db.close();
      await at.drop();
    }
    await rm(folder, { recursive: true, force: true });
  });

  async function fresh(type: 'sqlite' | 'postgres'): Promise<Database> {
    const at = await servers[type].create();
    const db = await openDatabase(at.options, { clock: handClock(), ids: growingIds() });
    opened.push({ db, at });
    await db.migrate();
    return db;
  }

  async function* bytes(text: string): AsyncGenerator<Uint8Array> {
    yield Buffer.from(text);
  }

  async function filled(type: 'sqlite' | 'postgres') {
    const db = await fresh(type);
    const blobs = await openDiskBlobs(join(folder, 'source'));
    const { sha256, size } = await blobs.put(bytes('a photo'), 100);
    await db.uow.run(async (tx) => {
      const ids = Array.from({ length: 1203 }, (_, i) => `s-${String(i).padStart(4, '0')}`);
      await tx.write.sightings(ids.map((id, i) => sighting(id, { countIsAtLeast: i % 2 === 0, confidence: i / 1203 })));
      await tx.append(...ids.map(accepted));
      await tx.write.incidentNew(incident('i-1'));
      await tx.write.links([link('l-1', 's-0000', 'i-1')]);
      await tx.write.evidence({
        id: 'ev',
        sha256,
        size,
        mediaType: 'image/jpeg',
        name: 'фото.jpg',
        uploadedBy: 'm',
        receivedAt: tx.now,
      });
      await tx.write.personal('m', { name: 'Somebody' });
    });
    for (let i = 0; i < 3; i++)
      await db.uow.run((tx) => tx.sequence(400, (e) => [{ job: 'fuse', subjectId: e.subject.id }], signer));
    return { db, blobs, sha256 };
  }

  const everything = (db: Database) =>
    db.uow.read(async (r) => ({
      entries: await r.journal.page(0, 2000),
      backlog: await r.journal.backlog(),
      heads: await r.journal.heads(10),
      sightings: (await r.sightings.list({ sectors: null, limit: 2000 })).items,
      incident: await r.incidents.get('i-1'),
      links: await r.links.ofIncident('i-1'),
      evidence: await r.evidence.get('ev'),
      personal: await r.personal.get('m'),
      work: await r.work.counts(),
    }));

  it.each([
    ['sqlite', 'postgres'],
    ['postgres', 'sqlite'],
  ] as const)('carries everything from %s to %s, where it goes on', async (from, to) => {
    const { db, blobs, sha256 } = await filled(from);
    const manifest = await writeBackup(db, blobs, join(folder, 'backup'));
    expect(manifest.files.find((f) => f.table === 'sighting')?.rows).toBe(1203);
    expect(manifest.head?.size).toBe(1200);
    const target = await fresh(to);
    const targetBlobs = await openDiskBlobs(join(folder, 'target'));
    const report = await restoreBackup(join(folder, 'backup'), target, targetBlobs, keys);
    expect(report).toMatchObject({ blobs: 1, missingBlobs: [], journal: { size: 1200, root: manifest.head!.root } });
    expect(await everything(target)).toEqual(await everything(db));
    expect(await targetBlobs.check(sha256)).toBe('ok');

    await target.uow.run((tx) => tx.append(accepted('s-0001')));
    const placed = await target.uow.run((tx) => tx.sequence(100, () => [], signer));
    expect(placed.at(-1)?.subject.id).toBe('s-0001');
    const size = 1200 + placed.length;
    expect(await verifyStoredJournal(target.uow, keys, manifest.head!)).toMatchObject({ ok: true, size });
    expect(await target.snapshot((sql) => checkRecords(sql))).toMatchObject({ ok: true, found: 0 });
    await expect(restoreBackup(join(folder, 'backup'), target, targetBlobs, keys)).rejects.toMatchObject({
      code: 'not_possible',
    });
  });

  it('refuses a damaged file, another key, and half a backup, and leaves the database empty', async () => {
    const { db, blobs } = await filled('sqlite');
    const dir = join(folder, 'backup');
    await writeBackup(db, blobs, dir);
    await expect(writeBackup(db, blobs, dir)).rejects.toMatchObject({ code: 'conflict' });
    const target = await fresh('sqlite');
    const to = await openDiskBlobs(join(folder, 'target'));
    await expect(restoreBackup(dir, target, to, { k1: newSigner().publicKey })).rejects.toMatchObject({
      code: 'invalid_input',
      extra: { fault: 'bad_signature', position: 0 },
    });
    const path = join(dir, 'tables', 'sighting.ndjson.gz');
    const good = await readFile(path);
    await writeFile(path, Buffer.concat([good.subarray(0, 500), Buffer.of(good[500]! ^ 1), good.subarray(501)]));
    await expect(restoreBackup(dir, target, to, keys)).rejects.toThrow('sighting.ndjson.gz is damaged');
    await rm(path);
    await expect(restoreBackup(dir, target, to, keys)).rejects.toThrow('sighting.ndjson.gz is missing');
    await rm(join(dir, 'manifest.json'));
    await expect(restoreBackup(dir, target, to, keys)).rejects.toMatchObject({ code: 'not_found' });
    expect((await target.uow.read((r) => r.journal.backlog())).count).toBe(0);
    expect(await target.uow.read((r) => r.sightings.get('s-0000'))).toBeNull();
  });

  it('refuses records that were altered together with their hash, and what is no manifest', async () => {
    const { db, blobs } = await filled('sqlite');
    const dir = join(folder, 'altered');
    const manifest = await writeBackup(db, blobs, dir);
    const target = await fresh('sqlite');
    const to = await openDiskBlobs(join(folder, 'altered-target'));
    const path = join(dir, 'tables', 'sighting.ndjson.gz');
    const [first = '', ...rest] = gunzipSync(await readFile(path))
      .toString('utf8')
      .split('\n');
    const row = JSON.parse(first) as { id: string; kind: string };
    const forged = gzipSync([JSON.stringify({ ...row, kind: 'denied' }), ...rest].join('\n'));
    await writeFile(path, forged);
    const sha256 = createHash('sha256').update(forged).digest('hex');
    const files = manifest.files.map((f) => (f.table === 'sighting' ? { ...f, sha256 } : f));
    const write = (value: unknown) => writeFile(join(dir, 'manifest.json'), JSON.stringify(value));
    await write({ ...manifest, files });
    await expect(restoreBackup(dir, target, to, keys)).rejects.toThrow(`sighting ${row.id} (altered)`);
    expect(await target.uow.read((r) => r.sightings.get(row.id))).toBeNull();
    for (const odd of [null, 7, [], {}, { ...manifest, files: [{ ...files[0]!, path: '../../etc/passwd' }] }]) {
      await write(odd);
      await expect(restoreBackup(dir, target, to, keys)).rejects.toMatchObject({ code: 'invalid_input' });
    }
  });

  it('names the positions that a source had lost, and says which evidence it had no bytes for', async () => {
    const { db, blobs, sha256 } = await filled('sqlite');
    await db.writer.query('DROP TRIGGER "journal_position_refuses_delete"');
    await db.writer.query('DELETE FROM "journal_position" WHERE "position" IN (0, 7, 8, 9, 1199)');
    await rm(join(folder, 'source', sha256.slice(0, 2)), { recursive: true });
    const manifest = await writeBackup(db, blobs, join(folder, 'backup'));
    expect(manifest.blobs).toEqual({ count: 0, missing: [sha256] });
    const target = await fresh('sqlite');
    const to = await openDiskBlobs(join(folder, 'target'));
    await expect(restoreBackup(join(folder, 'backup'), target, to, keys)).rejects.toMatchObject({
      code: 'invalid_input',
      extra: {
        position: 0,
        missing: [
          [0, 0],
          [7, 9],
          [1199, 1199],
        ],
      },
    });
  });
});
