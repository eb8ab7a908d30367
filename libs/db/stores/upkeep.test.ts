import { applyRetention, outdated } from '#core/journal/retention.js';
import { jobsOf } from '#core/journal/followup.js';
import type { Session } from '#core/access/types.js';
import type { Deps } from '#core/ports.js';
import { newSigner } from '../testing/parts.js';
import { accepted, sighting } from '../testing/rows.js';
import { onBothDatabases } from '../testing/suite.js';

onBothDatabases('Retention', (bench) => {
  const depsWith = (retention: object | undefined): Deps =>
    ({ uow: bench().db.uow, clock: bench().clock, mission: { retention } }) as unknown as Deps;
  const policy = { doneWorkDays: 30, endedSessionsDays: 90 };

  /** One sighting with its work, done or not. @returns id of the work */
  async function work(id: string, done: boolean): Promise<string> {
    const { db } = bench();
    const [entry] = await db.uow.run(async (tx) => {
      await tx.write.sightings([sighting(id)]);
      return tx.append(accepted(id));
    });
    await db.uow.run((tx) => tx.sequence(100, jobsOf, newSigner()));
    const owed = `${entry!.id}.fuse`;
    if (done) await db.uow.run((tx) => tx.workDone(owed, 0));
    return owed;
  }

  async function session(tokenHash: string, endedAt: string | null): Promise<void> {
    const now = bench().clock.now().toISOString();
    const expiresAt = new Date(Date.parse(now) + 12 * 3_600_000).toISOString();
    const row: Session = { tokenHash, accountId: 'a-1', createdAt: now, lastSeenAt: now, expiresAt, endedAt };
    await bench().db.uow.run((tx) => tx.write.session(row));
  }

  it('removes done work and ended sessions past their time, nothing else, and says so in the journal', async () => {
    const { db, clock } = bench();
    await db.uow.run((tx) =>
      tx.write.account({
        id: 'a-1',
        loginName: 'nour',
        role: 'monitor',
        scope: { sectors: [], party: null },
        passwordHash: 'x',
        totpSecret: null,
        passwordExpiresAt: null,
        createdAt: tx.now,
        disabledAt: null,
        failures: 0,
        failedSince: null,
      } as never),
    );
    const old = await work('s-old', true);
    const owed = await work('s-owed', false);
    await session('ran-out', null);
    await session('ended', clock.now().toISOString());
    clock.move(40 * 86_400);
    const young = await work('s-young', true);
    await session('recent', clock.now().toISOString());

    const deps = depsWith(policy);
    expect(await outdated(deps)).toEqual({ doneWork: 1, endedSessions: 0 });
    clock.move(60 * 86_400);
    expect(await outdated(deps)).toEqual({ doneWork: 2, endedSessions: 2 });
    clock.move(-60 * 86_400);
    expect(await applyRetention(deps)).toEqual({ doneWork: 1, endedSessions: 0 });
    clock.move(60 * 86_400);
    expect(await applyRetention(depsWith({ ...policy, doneWorkDays: 70 }))).toEqual({ doneWork: 0, endedSessions: 2 });

    const left = await db.uow.read(async (reads) => ({
      work: (await Promise.all([old, owed, young].map((id) => reads.work.get(id)))).map((w) => w?.state ?? null),
      sessions: (await reads.sessions.ofAccount('a-1')).map((s) => s.tokenHash),
      sightings: (await reads.sightings.list({ sectors: null, limit: 10 })).items.length,
    }));
    expect(left).toEqual({ work: [null, 'owed', 'done'], sessions: ['recent'], sightings: 3 });
    await db.uow.run((tx) => tx.sequence(100, jobsOf, newSigner()));
    const page = await db.uow.read((reads) => reads.journal.page(0, 100));
    const told = page.filter((e) => e.type === 'retention.applied').map((e) => e.payload);
    expect(told).toMatchObject([
      { what: 'doneWork', rows: 1 },
      { what: 'endedSessions', rows: 2 },
    ]);
  });

  it('removes nothing where the pack has no policy', async () => {
    const id = await work('s-1', true);
    bench().clock.move(4_000 * 86_400);
    expect(await outdated(depsWith(undefined))).toBeNull();
    expect(await applyRetention(depsWith(undefined))).toBeNull();
    expect((await bench().db.uow.read((reads) => reads.work.get(id)))?.state).toBe('done');
  });
});
