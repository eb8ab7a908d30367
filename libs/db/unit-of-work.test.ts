import { setTimeout as wait } from 'node:timers/promises';
import Database from 'better-sqlite3';
import { Problem } from '#core/errors.js';
import type { Tx } from '#core/ports.js';
import { openDatabase } from './open.js';
import { sealType } from './seal.js';
import { growingIds, handClock, newSigner } from './testing/parts.js';
import { accepted, incident, sighting } from './testing/rows.js';
import { onBothDatabases } from './testing/suite.js';

const failure = new Error('this body fails on purpose');

onBothDatabases('The unit of work', (bench) => {
  const stored = () =>
    bench().db.uow.read(async (r) =>
      (await r.sightings.list({ sectors: null, limit: 100 })).items.map((s) => s.id).sort(),
    );
  const put =
    (...ids: string[]) =>
    (tx: Tx) =>
      tx.write.sightings(ids.map((id) => sighting(id)));

  describe('loses no acknowledged write (the four cases)', () => {
    it('keeps what commits inside the window of one that fails', async () => {
      const { uow } = bench().db;
      const a = uow.run(async (tx) => {
        await put('a')(tx);
        await wait(40);
        throw failure;
      });
      await wait(10);
      const b = uow.run(put('b'));
      expect(await Promise.allSettled([a, b])).toEqual([
        { status: 'rejected', reason: failure },
        { status: 'fulfilled', value: undefined },
      ]);
      expect(await stored()).toEqual(['b']);
    });

    it('keeps both writes of one within whose window another fails', async () => {
      const { uow } = bench().db;
      const a = uow.run(async (tx) => {
        await put('a1')(tx);
        await wait(40);
        await put('a2')(tx);
      });
      await wait(10);
      const b = uow.run(async (tx) => {
        await put('b')(tx);
        throw failure;
      });
      const [first, second] = await Promise.allSettled([a, b]);
      expect([first.status, second.status]).toEqual(['fulfilled', 'rejected']);
      expect(await stored()).toEqual(['a1', 'a2']);
    });

    it('keeps a single insert made while one is open that fails', async () => {
      const { uow } = bench().db;
      let open: () => void = () => {};
      const opened = new Promise<void>((resolve) => (open = resolve));
      const a = uow.run(async (tx) => {
        await put('a')(tx);
        open();
        await wait(30);
        throw failure;
      });
      await opened;
      // On PostgreSQL the single one may be the later to end.
      expect(await Promise.allSettled([a, uow.run(put('single'))])).toEqual([
        { status: 'rejected', reason: failure },
        { status: 'fulfilled', value: undefined },
      ]);
      expect(await stored()).toEqual(['single']);
    });

    it('keeps three that start together', async () => {
      const { uow } = bench().db;
      await Promise.all(['a', 'b', 'c'].map((id) => uow.run(put(id))));
      expect(await stored()).toEqual(['a', 'b', 'c']);
    });
  });

  it('takes back rows and entries of a failing body together, and nothing of its 40 neighbours', async () => {
    const { uow } = bench().db;
    const ids = Array.from({ length: 40 }, (_, i) => `s-${i + 10}`);
    const results = await Promise.allSettled(
      ids.map((id, i) =>
        uow.run(async (tx) => {
          await put(id)(tx);
          await tx.append(accepted(id));
          if (i % 7 === 3) throw failure;
          return id;
        }),
      ),
    );
    const kept = ids.filter((_, i) => i % 7 !== 3);
    expect(results.flatMap((r) => (r.status === 'fulfilled' ? r.value : []))).toEqual(kept);
    expect(await stored()).toEqual(kept);
    const placed = await uow.run((tx) => tx.sequence(1000, () => [], newSigner()));
    expect(placed.filter((e) => e.type !== sealType)).toHaveLength(kept.length);
  });

  it('shows readers only what is committed, and each reader one snapshot', async () => {
    const { uow } = bench().db;
    await uow.run(put('before'));
    let seenInside: unknown[] = [];
    await uow.run(async (tx) => {
      await put('open')(tx);
      seenInside = await new Promise((resolve, reject) => outside(() => stored().then(resolve, reject)));
    });
    expect(seenInside).toEqual(['before']);
    const both = await uow.read(async (r) => {
      const first = (await r.sightings.getMany(['later'])).length;
      await new Promise<void>((resolve, reject) => outside(() => uow.run(put('later')).then(resolve, reject)));
      return [first, (await r.sightings.getMany(['later'])).length];
    });
    expect(both).toEqual([0, 0]);
    expect(await stored()).toEqual(['before', 'later', 'open']);
  });

  it('refuses to nest, but lets a read be acted upon before it ends', async () => {
    const { uow } = bench().db;
    await expect(uow.run(() => uow.run(async () => 1))).rejects.toThrow('inside uow.run()');
    await expect(uow.run(() => uow.read(async () => 1))).rejects.toThrow('inside uow.run()');
    await expect(uow.read(() => uow.read(async () => 1))).rejects.toThrow('inside uow.read()');
    await uow.read(() => uow.run(put('found')));
    expect(await stored()).toEqual(['found']);
  });

  it('refuses a transaction that is used after its end', async () => {
    const { uow } = bench().db;
    let leaked: Tx | undefined;
    await uow.run(async (tx) => {
      leaked = tx;
    });
    await expect(leaked!.write.sightings([sighting('late')])).rejects.toThrow('has ended');
    expect(await stored()).toEqual([]);
  });

  it('lets a timer started in a body open a transaction of its own later', async () => {
    const { uow } = bench().db;
    let later: Promise<void> = Promise.resolve();
    await uow.run(async () => {
      later = wait(20).then(() => uow.run(put('later')));
    });
    await later;
    expect(await stored()).toEqual(['later']);
  });

  it('says conflict where a key exists already', async () => {
    const { uow } = bench().db;
    await uow.run(put('same'));
    const again = uow.run(put('same'));
    await expect(again).rejects.toBeInstanceOf(Problem);
    await expect(again).rejects.toMatchObject({ code: 'conflict' });
  });

  it('commits nothing of a body that swallowed an error of the database', async () => {
    const { uow } = bench().db;
    await uow.run(put('same'));
    const swallowing = uow.run(async (tx) => {
      await put('other')(tx);
      await put('same')(tx).catch(() => undefined);
    });
    await expect(swallowing).rejects.toMatchObject({ code: 'conflict' });
    expect(await stored()).toEqual(['same']);
  });

  it('tells of the first failure, whatever is asked after it', async () => {
    const { uow } = bench().db;
    await uow.run(put('same'));
    const asking = uow.run(async (tx) => {
      await put('same')(tx).catch(() => undefined);
      return tx.sightings.getMany(['same']);
    });
    await expect(asking).rejects.toMatchObject({ code: 'conflict' });
  });

  it('writes in the order given, however much is on its way', async () => {
    const { uow } = bench().db;
    const ids = Array.from({ length: 40 }, (_, i) => `s-${String(i).padStart(2, '0')}`);
    const seen = await uow.run(async (tx) => {
      for (const id of ids) await put(id)(tx);
      return tx.sightings.getMany(ids);
    });
    expect(seen.map(({ id }) => id)).toEqual(ids);
    expect(await stored()).toEqual(ids);
    const last = ids.at(-1)!;
    const late = uow.run(async (tx) => {
      for (const id of ['new', ...ids.slice(0, 30)]) await put(id)(tx).catch(() => undefined);
    });
    await expect(late).rejects.toMatchObject({ code: 'conflict' });
    expect((await stored()).at(-1)).toBe(last);
  });

  it('lets only one of two writers of the same incident version through', async () => {
    const { uow } = bench().db;
    await uow.run((tx) => tx.write.incidentNew(incident('i')));
    const raise = (kind: string) =>
      uow.run(async (tx) => {
        const row = (await tx.incidents.get('i'))!;
        await wait(20);
        await tx.write.incidentUpdate({ ...row, version: 2, kind });
        return kind;
      });
    const results = await Promise.allSettled([raise('first'), raise('second')]);
    const through = results.flatMap((r) => (r.status === 'fulfilled' ? r.value : []));
    expect(through).toHaveLength(1);
    expect(results.find((r) => r.status === 'rejected')?.reason).toMatchObject({ code: 'conflict' });
    expect(await uow.read((r) => r.incidents.get('i'))).toMatchObject({ version: 2, kind: through[0] });
  });

  it('keeps everything over closing and opening', async () => {
    const { db, at } = bench();
    const late = db.uow.run(put('last'));
    await Promise.all([late, db.close()]);
    const again = await openDatabase(at.options, { clock: handClock(), ids: growingIds() });
    Object.assign(bench(), { db: again });
    expect(await stored()).toEqual(['last']);
  });
});

/** Runs outside the async context of the caller, as another request would. */
const outside = (() => {
  const tasks: (() => void)[] = [];
  setInterval(() => tasks.splice(0).forEach((task) => task()), 2).unref();
  return (task: () => void) => void tasks.push(task);
})();

onBothDatabases('Durability', (bench) => {
  it('is set to survive a power cut after the first write', async () => {
    const { db, at } = bench();
    await db.uow.run((tx) => tx.write.meta('first', 'write'));
    if (at.options.type === 'postgres') {
      expect(await db.writer.query('SHOW synchronous_commit')).toEqual([{ synchronous_commit: 'on' }]);
      return;
    }
    expect(await db.writer.query('PRAGMA synchronous')).toEqual([{ synchronous: 2 }]);
    expect(await db.writer.query('PRAGMA journal_mode')).toEqual([{ journal_mode: 'wal' }]);
    expect(await db.writer.query('PRAGMA foreign_keys')).toEqual([{ foreign_keys: 1 }]);
    expect(await db.writer.query('PRAGMA trusted_schema')).toEqual([{ trusted_schema: 0 }]);
    await expect(db.reader.query(`INSERT INTO "meta" VALUES ('a', 'b')`)).rejects.toThrow('readonly');
  });

  it('waits, without blocking the event loop, for another process that holds the file', async () => {
    const { db, at } = bench();
    if (at.options.type === 'postgres') return expect(db.dialect).toBe('postgres');
    const other = new Database(at.options.file);
    other.exec('BEGIN IMMEDIATE');
    const write = db.uow.run((tx) => tx.write.meta('waited', 'yes'));
    let turns = 0;
    for (const until = performance.now() + 400; performance.now() < until; turns++) await wait(5);
    other.exec('COMMIT');
    other.close();
    await write;
    expect(await db.uow.read((r) => r.meta.get('waited'))).toBe('yes');
    expect(turns).toBeGreaterThan(3);
  });
});
