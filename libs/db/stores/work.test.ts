import { accepted } from '../testing/rows.js';
import { newSigner } from '../testing/parts.js';
import { onBothDatabases } from '../testing/suite.js';

onBothDatabases('Work from a clock that was ahead', (bench) => {
  it('is owed at once when the clock is right again, and other work stays as it is', async () => {
    const { db, clock } = bench();
    const owe = async (id: string) => {
      await db.uow.run((tx) => tx.append(accepted(id)));
      const jobs = () => [{ job: 'fuse', subjectId: id }];
      await db.uow.run((tx) => tx.sequence(10, jobs, newSigner()));
    };
    const due = (at: Date) => db.uow.read((reads) => reads.work.due(at.toISOString(), '1970-01-01T00:00:00.000Z', 10));
    const ten = 10 * 365 * 86_400;
    const right = clock.now();
    await owe('s-1');
    expect(await db.uow.run((tx) => tx.workSetRight())).toBe(0);
    clock.move(ten);
    await owe('s-2');
    await db.uow.run(async (tx) => tx.workRelayed(await tx.work.due(tx.now, '1970-01-01T00:00:00.000Z', 10)));
    clock.move(-ten);
    expect(await due(right)).toEqual([]);
    expect(await db.uow.run((tx) => tx.workSetRight())).toBe(2);
    expect((await due(right)).map((w) => [w.subjectId, w.epoch])).toEqual([
      ['s-1', 1],
      ['s-2', 1],
    ]);
  });
});

onBothDatabases('Work that somebody has in hand', (bench) => {
  it('is passed over when what was handed over is marked: nobody waits for a worker', async () => {
    const { db, at } = bench();
    for (const id of ['s-1', 's-2']) await db.uow.run((tx) => tx.append(accepted(id)));
    const jobs = ({ subject }: { subject: { id: string } }) => [{ job: 'fuse', subjectId: subject.id }];
    const [one, two] = (await db.uow.run((tx) => tx.sequence(10, jobs, newSigner()))).map(({ id }) => `${id}.fuse`);
    let take = (): void => undefined;
    let letGo = (): void => undefined;
    const taken = new Promise<void>((resolve) => (take = resolve));
    const goOn = new Promise<void>((resolve) => (letGo = resolve));
    const carried = db.uow.run(async (tx) => {
      await tx.workDone(one!, 0);
      take();
      await goOn;
    });
    await taken;
    const carrier = 'j1';
    const marked = db.uow.run((tx) => tx.workRelayed([one!, two!].map((id) => ({ id, carrier }))));
    // SQLite has one writer: whoever marks comes after whoever carries out.
    if (at.options.type === 'postgres') await marked;
    letGo();
    await Promise.all([carried, marked]);
    expect(await db.uow.read((reads) => reads.work.get(one!))).toMatchObject({ state: 'done' });
    expect(await db.uow.read((reads) => reads.work.get(two!))).toMatchObject({ state: 'owed', carrier });
    await db.uow.run((tx) => tx.workNotRelayed([two!]));
    expect(await db.uow.read((reads) => reads.work.get(two!))).toMatchObject({ relayedAt: null, carrier: null });
  });
});
