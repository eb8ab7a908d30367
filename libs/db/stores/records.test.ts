import type { Effort, Notification } from '#core/intake/types.js';
import type { Tx } from '#core/ports.js';
import type { IncidentFact } from '#core/mission/types.js';
import { newSigner } from '../testing/parts.js';
import { accepted, incident } from '../testing/rows.js';
import { onBothDatabases } from '../testing/suite.js';
import { ids, walk } from '../testing/walk.js';

onBothDatabases('The stores of records', (bench) => {
  const run = <T>(body: (tx: Tx) => Promise<T>) => bench().db.uow.run(body);
  const read: ReturnType<typeof bench>['db']['uow']['read'] = (body) => bench().db.uow.read(body);

  it('count the newest fact of each incident and provision below a cut-off, in its week only', async () => {
    const signer = newSigner();
    const fact = (entryId: string, incidentId: string, change: Partial<IncidentFact> = {}): IncidentFact => ({
      entryId,
      incidentId,
      provisionId: 'p1',
      party: 'one',
      sector: 'east-1',
      reportingDay: '2026-11-21',
      reportingWeek: '2026-W47',
      kind: 'explosion',
      standing: 'alleged',
      ruled: 'none',
      live: 1,
      ...change,
    });
    const step = async (...changes: [string, Partial<IncidentFact>][]) => {
      await run(async (tx) => {
        const [entry] = await tx.append({ ...accepted('x'), type: 'incident.opened' });
        await tx.write.facts(changes.map(([id, change]) => fact(entry!.id, id, change)));
      });
      await run((tx) => tx.sequence(10, () => [], signer));
    };
    await run(async (tx) => {
      for (const id of ['i1', 'i2', 'i3']) await tx.write.incidentNew(incident(id));
    });
    await step(['i1', {}], ['i1', { provisionId: 'p2' }], ['i2', {}], ['i3', {}]); // position 0, and 1 the seal of its rows
    await step(['i1', { standing: 'verified', ruled: 'breach' }]); // 2
    await step(['i2', { live: 0 }]); // 4
    await step(['i3', { reportingWeek: '2026-W46' }]); // 6
    const counts = async (week: string, cutoff: number) =>
      (await read((r) => r.facts.counts(week, cutoff))).map(
        (c) => `${c.provisionId} ${c.standing} ${c.ruled} ${c.incidents}`,
      );
    expect(await counts('2026-W47', 0)).toEqual([]);
    expect(await counts('2026-W47', 1)).toEqual(['p1 alleged none 3', 'p2 alleged none 1']);
    expect(await counts('2026-W47', 3)).toEqual(['p1 alleged none 2', 'p1 verified breach 1', 'p2 alleged none 1']);
    expect(await counts('2026-W47', 8)).toEqual(['p1 verified breach 1', 'p2 alleged none 1']);
    expect(await counts('2026-W46', 8)).toEqual(['p1 alleged none 1']);
    expect(await read((r) => r.facts.incidents('2026-W47', 1))).toEqual([
      { sector: 'east-1', kind: 'explosion', incidents: 3 },
    ]);
    expect(await read((r) => r.facts.incidents('2026-W47', 8))).toEqual([
      { sector: 'east-1', kind: 'explosion', incidents: 1 },
    ]);
    expect((await read((r) => r.facts.newestOf('i1'))).map((f) => [f.provisionId, f.standing])).toEqual([
      ['p1', 'verified'],
      ['p2', 'alleged'],
    ]);
  });

  it('keep notifications, effort and evidence', async () => {
    const notification = (id: string, party: string, start: string, end: string): Notification => ({
      id,
      party,
      kind: 'exercise',
      eventKinds: ['explosion'],
      area: [
        [37, 48],
        [38, 48],
        [38, 49],
        [37, 48],
      ],
      start: `2026-11-${start}:00.000Z`,
      end: `2026-11-${end}:00.000Z`,
      text: null,
      receivedAt: `2026-11-1${id}T00:00:00.000Z`,
      submittedBy: 'l',
      prohibits: ['gunfire'],
    });
    const rows = [
      notification('1', 'one', '21T10:00', '21T12:00'),
      notification('2', 'two', '14T10:00', '22T12:00'),
      notification('3', 'one', '23T10:00', '23T12:00'),
    ];
    const effort = (id: string, usableHours: number): Effort => ({
      id,
      means: 'camera',
      sourceId: 'c',
      sector: 'east-1',
      side: null,
      start: '2026-11-21T10:00:00.000Z',
      end: '2026-11-21T12:00:00.000Z',
      usableHours,
      lostHours: 0.25,
      lostReason: 'fog',
      reportingWeek: '2026-W47',
      submittedBy: 'm',
      receivedAt: '2026-11-22T05:00:00.000Z',
      dayHours: usableHours / 4,
      nightHours: null,
      watchId: null,
    });
    await run(async (tx) => {
      for (const row of rows) await tx.write.notification(row);
      const [first, second] = await tx.append(accepted('x'), accepted('y'));
      await tx.write.effort([effort('f1', 1.5), effort('f2', 1)], [first!.id]);
      await tx.write.effort([effort('f3', 2)], [second!.id]);
      await tx.write.evidence({
        id: 'ev1',
        sha256: 'a'.repeat(64),
        size: 5e9,
        mediaType: 'video/mp4',
        name: null,
        uploadedBy: 'm',
        receivedAt: tx.now,
      });
      await tx.write.evidence({
        id: 'ev2',
        sha256: 'a'.repeat(64),
        size: 5e9,
        mediaType: 'video/mp4',
        name: 'б',
        uploadedBy: 'm',
        receivedAt: tx.now,
      });
    });
    await run((tx) => tx.sequence(10, () => [], newSigner()));
    expect(await read((r) => r.notifications.during('2026-11-21T11:00:00.000Z', '2026-11-23T10:00:00.000Z'))).toEqual([
      rows[1],
      rows[0],
    ]);
    const list = (party: string | null) =>
      walk((cursor) => read((r) => r.notifications.list({ party, limit: 1, cursor })));
    expect(await list('one')).toEqual(['3', '1']);
    expect(await list(null)).toEqual(['3', '2', '1']);
    expect(await read((r) => r.effort.ofWeek('2026-W47'))).toEqual([
      effort('f1', 1.5),
      effort('f2', 1),
      effort('f3', 2),
    ]);
    const figures = { sector: 'east-1', side: null, means: 'camera' };
    expect(await read((r) => r.facts.effort('2026-W47', 1))).toEqual([
      { ...figures, usableHours: 2.5, lostHours: 0.5 },
    ]);
    expect(await read((r) => r.facts.effort('2026-W47', 2))).toEqual([
      { ...figures, usableHours: 4.5, lostHours: 0.75 },
    ]);
    expect((await read((r) => r.evidence.getMany(['ev2', 'ev1']))).map((e) => e.size)).toEqual([5e9, 5e9]);
    expect(await read((r) => r.evidence.blobs())).toEqual(['a'.repeat(64)]);
  });

  it('keep accounts, sessions, devices, settings and personal data, which can be erased', async () => {
    const account = {
      id: 'a1',
      loginName: 'anna',
      role: 'monitor' as const,
      scope: { sectors: ['east-1'], party: null },
      passwordHash: 'h',
      totpSecret: null,
      passwordExpiresAt: null,
      disabledAt: null,
      createdAt: '2026-11-22T05:00:00.000Z',
      failedSince: null,
      failures: 0,
    };
    const device = {
      id: 'd1',
      name: 'camera 1',
      publicKey: 'k',
      scope: { sectors: [], party: null },
      lastSequence: 0,
      disabledAt: null,
      createdAt: '2026-11-22T05:00:00.000Z',
    };
    const session = {
      tokenHash: 't',
      accountId: 'a1',
      createdAt: account.createdAt,
      lastSeenAt: account.createdAt,
      expiresAt: account.createdAt,
      endedAt: null,
    };
    await run(async (tx) => {
      await tx.write.account(account);
      await tx.write.account({ ...account, failures: 2 });
      await tx.write.session(session);
      await tx.write.device(device);
      await tx.write.meta('k', '1');
      await tx.write.meta('k', '2');
      await tx.write.personal('a1', { name: 'Anna' });
    });
    expect(await read((r) => r.accounts.byLoginName('anna'))).toEqual({ ...account, failures: 2 });
    expect(await read((r) => r.sessions.ofAccount('a1'))).toEqual([session]);
    const raise = (sequence: number) => run((tx) => tx.write.deviceSequence('d1', sequence));
    expect([await raise(5), await raise(5), await raise(4), await raise(6)]).toEqual([true, false, false, true]);
    await run((tx) => tx.write.device({ ...device, name: 'camera one' }));
    expect(await read((r) => r.devices.list())).toEqual([{ ...device, name: 'camera one', lastSequence: 6 }]);
    expect(await read((r) => r.meta.get('k'))).toBe('2');
    expect(await read((r) => r.personal.get('a1'))).toEqual({ name: 'Anna' });
    await run((tx) => tx.write.personal('a1', null));
    expect(await read((r) => r.personal.get('a1'))).toBeNull();
    await expect(run((tx) => tx.write.account({ ...account, id: 'a2' }))).rejects.toMatchObject({ code: 'conflict' });
  });

  it('sequence entries in the order of their writing and file the work they leave behind', async () => {
    const { clock } = bench();
    const signer = newSigner();
    await run((tx) => tx.append(accepted('s1'), accepted('s2')));
    await run((tx) => tx.append({ ...accepted('s3'), type: 'sighting.noted' }));
    expect(await read((r) => r.journal.backlog())).toEqual({ count: 3, oldestAt: '2026-11-22T05:00:00.000Z' });
    const jobs = (entry: { type: string; subject: { id: string } }) =>
      entry.type === 'sighting.accepted' ? [{ job: 'fuse', subjectId: entry.subject.id, delaySeconds: 60 }] : [];
    const first = await run((tx) => tx.sequence(2, jobs, signer));
    const second = await run((tx) => tx.sequence(2, jobs, signer));
    expect([...first, ...second].map((e) => [e.position, e.subject.id])).toEqual([
      [0, 's1'],
      [1, 's2'],
      [2, 's3'],
    ]);
    expect(await run((tx) => tx.sequence(2, jobs, signer))).toEqual([]);
    expect(await read((r) => r.journal.written(1, 10))).toEqual([first[1], second[0]]);
    expect((await read((r) => r.journal.heads(5))).map((h) => h.size)).toEqual([3, 2]);
    expect(await read((r) => r.journal.ofSubject('sighting', 's3'))).toMatchObject([
      { position: 2, type: 'sighting.noted' },
    ]);

    const id = `${first[0]!.id}.fuse`;
    const due = async (at: string, relayedBefore: string) => ids(await read((r) => r.work.due(at, relayedBefore, 10)));
    const now = () => clock.now().toISOString();
    expect(await due(now(), now())).toEqual([]);
    clock.move(60);
    expect(await due(now(), now())).toEqual([id, `${first[1]!.id}.fuse`]);
    await run((tx) => tx.workRelayed([{ id, carrier: 'j1' }]));
    expect(await due(now(), now())).toEqual([`${first[1]!.id}.fuse`]);
    const relayedAt = now();
    clock.move(60);
    expect(await due(now(), now())).toEqual([`${first[1]!.id}.fuse`, id]);
    expect(await read((r) => r.work.get(id))).toMatchObject({ relayedAt, state: 'owed', epoch: 0, attempts: 0 });

    await run((tx) => tx.workFailed(id, 'no luck', '2026-11-22T06:00:00.000Z'));
    expect(await read((r) => r.work.get(id))).toMatchObject({
      state: 'owed',
      attempts: 1,
      lastError: 'no luck',
      notBefore: '2026-11-22T06:00:00.000Z',
    });
    await run((tx) => tx.workFailed(id, 'never', null));
    expect(ids((await read((r) => r.work.dead({ limit: 5 }))).items)).toEqual([id]);
    expect(await run((tx) => tx.workDone(id, 0))).toBe(false);
    await run((tx) => tx.workRedrive(id));
    expect(await read((r) => r.work.get(id))).toMatchObject({
      state: 'owed',
      epoch: 1,
      relayedAt: null,
      carrier: 'j1',
      notBefore: now(),
    });
    expect([
      await run((tx) => tx.workDone(id, 0)),
      await run((tx) => tx.workDone(id, 1)),
      await run((tx) => tx.workDone(id, 1)),
    ]).toEqual([false, true, false]);
    await expect(run((tx) => tx.workRedrive(id))).rejects.toMatchObject({ code: 'not_possible' });
    await expect(run((tx) => tx.workRedrive('none'))).rejects.toMatchObject({ code: 'not_found' });
    expect(await read((r) => r.work.counts())).toEqual({
      owed: 1,
      done: 1,
      dead: 0,
      oldestOwedAt: '2026-11-22T05:00:00.000Z',
    });
  });
});
