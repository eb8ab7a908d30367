import { setTimeout as wait } from 'node:timers/promises';
import { type Database, openDatabase } from './open.js';
import { postgresServer, type TestDatabase, type TestServer } from './testing/databases.js';
import { growingIds, handClock, newSigner } from './testing/parts.js';
import { accepted, incident, sighting } from './testing/rows.js';

describe('Concurrent transactions on PostgreSQL', () => {
  let server: TestServer;
  let at: TestDatabase;
  let db: Database;
  beforeAll(async () => {
    server = await postgresServer();
    at = await server.create();
    db = await openDatabase(at.options, { clock: handClock(), ids: growingIds() });
    await db.migrate();
  }, 60_000);
  afterAll(async () => {
    await db.close();
    await at.drop();
    await server.stop();
  });

  it('runs the victim of a deadlock again, whole', async () => {
    let attempts = 0;
    let survived = () => {};
    const survivor = new Promise<void>((done) => (survived = done));
    let holding = 0;
    let bothHold = () => {};
    const crossed = new Promise<void>((done) => (bothHold = done));
    const crossing = async (first: string, second: string) => {
      let tried = 0;
      await db.uow.run(async (tx) => {
        attempts++;
        // The victim may be back before the other is awake and has its row: it would cross it once more.
        if (++tried > 1) await survivor;
        await tx.write.meta(first, first);
        await tx.meta.get(first); // answered once the row is held
        if (++holding === 2) bothHold();
        await crossed;
        await tx.write.meta(second, first);
        await tx.append(accepted(first));
      });
      survived();
    };
    // Each takes what the other wants next.
    await Promise.all([crossing('a', 'b'), crossing('b', 'a')]);
    expect(attempts).toBe(3);
    const values = await db.uow.read(async (r) => [await r.meta.get('a'), await r.meta.get('b')]);
    expect(values[0]).toBe(values[1]);
    expect((await db.uow.read((r) => r.journal.backlog())).count).toBe(2);
  });

  it('runs a body again that was outrun on an incident it had read', async () => {
    await db.uow.run((tx) => tx.write.incidentNew(incident('a')));
    const count = () =>
      db.uow.run(async (tx) => {
        const row = (await tx.incidents.get('a'))!;
        await wait(30);
        await tx.write.incidentUpdate({ ...row, version: row.version + 1, sightingCount: row.sightingCount + 1 });
      });
    await Promise.all([count(), count()]);
    expect(await db.uow.read((r) => r.incidents.get('a'))).toMatchObject({ version: 3, sightingCount: 3 });
  });

  it.each(['40001', '40P01'])('tries %s again a bounded number of times', async (code) => {
    let attempts = 0;
    const failing = (until: number) =>
      db.uow.run(async () => {
        if (++attempts < until) throw Object.assign(new Error('made to fail'), { code });
        return attempts;
      });
    expect(await failing(3)).toBe(3);
    attempts = 0;
    await expect(failing(100)).rejects.toThrow('made to fail');
    expect(attempts).toBe(8);
  });

  it('lets the second of two that insert the same key see the first', async () => {
    const accept = () =>
      db.uow.run(async (tx) => {
        if (await tx.sightings.get('twice')) return 'was there';
        await wait(40);
        await tx.write.sightings([sighting('twice')]);
        return 'accepted';
      });
    expect((await Promise.all([accept(), accept()])).sort()).toEqual(['accepted', 'was there']);
  });

  it('is hopeful once: after a key that was taken the body looks first', async () => {
    await db.uow.run((tx) => tx.write.sightings([sighting('taken')]));
    const hopes: boolean[] = [];
    const found = await db.uow.run(async (tx) => {
      hopes.push(tx.hopeful);
      if (!tx.hopeful && (await tx.sightings.get('taken'))) return 'was there';
      await tx.write.sightings([sighting('taken')]);
      return 'accepted';
    });
    expect([found, hopes]).toEqual(['was there', [true, false]]);
  });

  it('serialises holders of the same key and no others', async () => {
    let inside = 0;
    let most = 0;
    const hold = (key: string) =>
      db.uow.run(async (tx) => {
        await tx.lock([key, 'x']);
        most = Math.max(most, ++inside);
        await wait(15);
        inside--;
      });
    await Promise.all([hold('a'), hold('b'), hold('c')]);
    expect(most).toBe(1);
  });

  it('gives positions without gaps or doubles while many append and two sequencers run', async () => {
    const signer = newSigner();
    const before = (await db.uow.read((r) => r.journal.lastPosition())) ?? -1;
    const backlog = (await db.uow.read((r) => r.journal.backlog())).count;
    const append = async () => {
      for (let i = 0; i < 5; i++) {
        await db.uow.run(async (tx) => {
          await tx.append(accepted('twice'));
          await wait(Math.random() * 10);
        });
      }
    };
    const sequence = async () => {
      for (let i = 0; i < 10; i++) {
        await db.uow.run((tx) => tx.sequence(7, () => [], signer));
        await wait(5);
      }
    };
    await Promise.all([append(), append(), append(), append(), sequence(), sequence()]);
    while ((await db.uow.run((tx) => tx.sequence(7, () => [], signer))).length > 0);
    const entries = await db.uow.read((r) => r.journal.page(before + 1, 1000));
    expect(entries.map((e) => e.position)).toEqual(Array.from({ length: backlog + 20 }, (_, i) => before + 1 + i));
  });
});
