import type { Incident } from '#core/fusion/types.js';
import type { Effort, Notification } from '#core/intake/types.js';
import type { Page, Tx } from '#core/ports.js';
import type { IncidentFact } from '#core/mission/types.js';
import { newSigner } from '../testing/parts.js';
import { accepted, incident, link, sighting } from '../testing/rows.js';
import { onBothDatabases } from '../testing/suite.js';

const ids = (rows: { id: string }[]) => rows.map((row) => row.id);

/** Walks all pages of a list and gives the ids in order. */
async function walk<T extends { id: string }>(page: (cursor?: string) => Promise<Page<T>>): Promise<string[]> {
  const found: string[] = [];
  for (let cursor: string | undefined; ;) {
    const { items, next } = await page(cursor);
    found.push(...ids(items));
    if (next === null) return found;
    cursor = next;
  }
}

onBothDatabases('The stores', (bench) => {
  const run = <T>(body: (tx: Tx) => Promise<T>) => bench().db.uow.run(body);
  const read: ReturnType<typeof bench>['db']['uow']['read'] = (body) => bench().db.uow.read(body);

  it('keep sightings as they came, find them near a place and time, and page through them', async () => {
    const at = (start: string, end: string) => ({ start: `2026-11-${start}:00.000Z`, end: `2026-11-${end}:00.000Z` });
    const rows = [
      sighting('a', at('21T10:00', '21T10:05')),
      sighting('instant', at('21T11:00', '21T11:00')),
      sighting('hours', at('20T22:00', '21T10:30')),
      sighting('days', at('10T00:00', '21T10:30')),
      sighting('before', at('21T09:00', '21T10:00')),
      sighting('after', at('21T12:00', '21T12:05')),
      sighting('elsewhere', { ...at('21T10:00', '21T10:05'), cell5: '851e2b7fffffff', sector: null, platformId: 'p1' }),
    ].map((row, i) => ({ ...row, receivedAt: `2026-11-22T00:00:0${i}.000Z` }));
    await run((tx) => tx.write.sightings(rows));
    expect(await read((r) => r.sightings.getMany(['hours', 'none', 'a']))).toEqual([rows[2], rows[0]]);
    const box = { cells5: ['851e2b3fffffff'], from: '2026-11-21T10:00:00.000Z', to: '2026-11-21T12:00:00.000Z' };
    expect(ids(await read((r) => r.sightings.near(box)))).toEqual(['days', 'hours', 'a', 'instant']);
    expect(await read((r) => r.sightings.countNear(box))).toBe(4);
    expect(await read((r) => r.sightings.near({ ...box, cells5: [] }))).toEqual([]);
    const list = (filter: object) =>
      walk((cursor) => read((r) => r.sightings.list({ sectors: null, limit: 3, cursor, ...filter })));
    expect(await list({})).toEqual(ids(rows).reverse());
    expect(await list({ sectors: ['east-1'] })).toEqual(ids(rows).slice(0, 6).reverse());
    expect(await list({ sectors: [] })).toEqual([]);
    expect(await list({ type: 'observation' })).toEqual([]);
    expect(await list({ submittedBy: 'somebody else' })).toEqual([]);
    const last = (before: string) => read((r) => r.sightings.lastFrom('p1', before));
    expect((await last('2026-11-21T10:00:00.001Z'))?.id).toBe('elsewhere');
    expect(await last('2026-11-21T10:00:00.000Z')).toBeNull();
    await expect(list({ cursor: 'nonsense' })).rejects.toMatchObject({ code: 'invalid_input' });
  });

  it('order the triage list by urgency, harm and waiting, filter it and page through it', async () => {
    const at = '2026-11-22T05:00:00.000Z';
    const rows: Incident[] = [
      incident('calm', { urgency: 0.1, harm: 0.1 }),
      incident('grave', { urgency: 0.9, harm: 0.9, sector: 'west-1', allegedParty: 'one' }),
      incident('long', { urgency: 0.1, harm: 0.1, openedAt: '2026-11-19T11:00:00.000Z', kind: 'shot' }),
      incident('nothing', { urgency: 0, harm: 0 }),
      incident('decided', { urgency: 1, harm: 1, state: 'decided', outcome: 'verified' }),
      incident('merged', {
        urgency: 1,
        harm: 1,
        state: 'merged',
        mergedInto: 'calm',
        start: '2026-11-21T10:01:00.000Z',
      }),
    ];
    await run(async (tx) => {
      for (const row of rows) await tx.write.incidentNew(row);
    });
    const list = (filter: object) =>
      walk((cursor) =>
        read((r) => r.incidents.list({ sectors: null, limit: 2, order: 'triage', at, cursor, ...filter })),
      );
    expect(await list({ undecidedOnly: true })).toEqual(['long', 'grave', 'calm', 'nothing']);
    expect(await list({ undecidedOnly: true, sectors: ['west-1'] })).toEqual(['grave']);
    expect(await list({ sectors: [] })).toEqual([]);
    expect(await list({ state: 'decided' })).toEqual(['decided']);
    expect(await list({ kind: 'shot' })).toEqual(['long']);
    expect(await list({ party: 'one' })).toEqual(['grave']);
    expect(await list({ week: '2026-W46' })).toEqual([]);
    expect(await list({ order: 'recent' })).toEqual(['merged', 'nothing', 'long', 'grave', 'decided', 'calm']);
    expect(await read((r) => r.incidents.get('grave'))).toEqual(rows[1]);
    const box = { cells5: ['851e2b3fffffff'], from: '2026-11-21T10:04:00.000Z', to: '2026-11-21T12:00:00.000Z' };
    expect(ids(await read((r) => r.incidents.near(box)))).toEqual(['calm', 'decided', 'grave', 'long', 'nothing']);
    await run((tx) => tx.write.incidentUpdate({ ...rows[0]!, version: 2, urgency: 1, harm: 1 }));
    expect((await list({ undecidedOnly: true }))[1]).toBe('calm');
    await expect(run((tx) => tx.write.incidentUpdate({ ...rows[0]!, version: 2 }))).rejects.toMatchObject({
      code: 'conflict',
    });
  });

  it('end, revive and guard links, and remember what a split or merge did', async () => {
    await run(async (tx) => {
      await tx.write.sightings([sighting('s1'), sighting('s2')]);
      await tx.write.incidentNew(incident('i1'));
      await tx.write.incidentNew(incident('i2'));
      await tx.write.links([link('l1', 's1', 'i1'), link('l2', 's2', 'i1')]);
    });
    await expect(run((tx) => tx.write.links([link('l3', 's2', 'i2')]))).rejects.toMatchObject({ code: 'conflict' });
    const split = {
      id: 'r1',
      type: 'split' as const,
      from: ['i1'],
      to: ['i1', 'i2'],
      ended: ['l2'],
      made: ['l3'],
      reason: 'two places',
      by: 'anna',
      at: '2026-11-22T05:00:00.000Z',
      undoneBy: null,
      undoneAt: null,
    };
    await run(async (tx) => {
      await tx.write.endLinks(['l2'], 'anna', 'r1');
      await tx.write.links([link('l3', 's2', 'i2')]);
      await tx.write.restructure(split);
    });
    expect(ids(await read((r) => r.links.ofIncident('i1')))).toEqual(['l1']);
    expect(ids(await read((r) => r.links.ofIncident('i1', true)))).toEqual(['l1', 'l2']);
    expect(ids(await read((r) => r.links.ofIncidents(['i1', 'i2'])))).toEqual(['l1', 'l3']);
    expect((await read((r) => r.links.activeOf('s2')))?.id).toBe('l3');
    expect((await read((r) => r.links.get(['l2'])))[0]).toMatchObject({
      endedBy: 'anna',
      endedAt: '2026-11-22T05:00:00.000Z',
      endedFor: 'r1',
    });
    expect(await read((r) => r.restructures.ofIncident('i2'))).toEqual([split]);
    await expect(run((tx) => tx.write.endLinks(['l2'], 'bert', null))).rejects.toMatchObject({ code: 'conflict' });
    await run(async (tx) => {
      await tx.write.endLinks(['l3'], 'anna', 'r1');
      await tx.write.reviveLinks(['l2']);
      await tx.write.restructureUndone('r1', 'anna');
    });
    expect(await read((r) => r.links.activeOf('s2'))).toEqual(link('l2', 's2', 'i1'));
    expect(await read((r) => r.restructures.get('r1'))).toMatchObject({
      undoneBy: 'anna',
      undoneAt: '2026-11-22T05:00:00.000Z',
    });
    await expect(run((tx) => tx.write.restructureUndone('r1', 'anna'))).rejects.toMatchObject({ code: 'conflict' });
    await expect(run((tx) => tx.write.reviveLinks(['l2']))).rejects.toMatchObject({ code: 'conflict' });
  });

  it('keep judgements and escalations', async () => {
    const attribution = {
      id: 'at1',
      incidentId: 'i',
      party: null,
      probability: 0.4,
      reason: 'unclear',
      state: 'proposed' as const,
      proposedBy: 'a',
      proposedAt: '2026-11-22T05:00:00.000Z',
      confirmedBy: null,
      confirmedAt: null,
    };
    const ruling = {
      id: 'ru1',
      incidentId: 'i',
      provisionId: 'p',
      provisionVersion: '1',
      party: 'one',
      result: 'breach' as const,
      gravity: 'grave' as const,
      reason: 'x',
      state: 'proposed' as const,
      proposedBy: 'machine',
      proposedAt: '2026-11-22T05:00:00.000Z',
      ruledBy: null,
      ruledAt: null,
      confirmedBy: null,
      confirmedAt: null,
    };
    const escalation = (id: string, acknowledgeBy: string) => ({
      id,
      incidentId: 'i',
      level: 1,
      role: 'supervisor',
      reason: 'grave',
      raisedAt: '2026-11-22T05:00:00.000Z',
      acknowledgeBy,
      acknowledgedBy: null,
      acknowledgedAt: null,
      missedAt: null,
      closedAt: null as string | null,
    });
    await run(async (tx) => {
      await tx.write.incidentNew(incident('i'));
      await tx.write.attribution(attribution);
      await tx.write.ruling(ruling);
      await tx.write.escalation(escalation('e1', '2026-11-22T05:30:00.000Z'));
      await tx.write.escalation(escalation('e2', '2026-11-22T06:30:00.000Z'));
    });
    await run(async (tx) => {
      await tx.write.attribution({ ...attribution, state: 'confirmed', confirmedBy: 'b', confirmedAt: tx.now });
      await tx.write.ruling({ ...ruling, state: 'withdrawn' });
    });
    expect(await read((r) => r.attributions.ofIncident('i'))).toEqual([
      { ...attribution, state: 'confirmed', confirmedBy: 'b', confirmedAt: '2026-11-22T05:00:00.000Z' },
    ]);
    expect(await read((r) => r.rulings.get('ru1'))).toEqual({ ...ruling, state: 'withdrawn' });
    expect(ids(await read((r) => r.escalations.open()))).toEqual(['e1', 'e2']);
    expect(ids(await read((r) => r.escalations.overdue('2026-11-22T05:30:00.000Z')))).toEqual(['e1']);
    await run((tx) => tx.write.escalation({ ...escalation('e1', '2026-11-22T05:30:00.000Z'), closedAt: tx.now }));
    expect(ids(await read((r) => r.escalations.open()))).toEqual(['e2']);
  });

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
    await step(['i1', {}], ['i1', { provisionId: 'p2' }], ['i2', {}], ['i3', {}]); // position 0
    await step(['i1', { standing: 'verified', ruled: 'breach' }]); // 1
    await step(['i2', { live: 0 }]); // 2
    await step(['i3', { reportingWeek: '2026-W46' }]); // 3
    const counts = async (week: string, cutoff: number) =>
      (await read((r) => r.facts.counts(week, cutoff))).map(
        (c) => `${c.provisionId} ${c.standing} ${c.ruled} ${c.incidents}`,
      );
    expect(await counts('2026-W47', 0)).toEqual([]);
    expect(await counts('2026-W47', 1)).toEqual(['p1 alleged none 3', 'p2 alleged none 1']);
    expect(await counts('2026-W47', 2)).toEqual(['p1 alleged none 2', 'p1 verified breach 1', 'p2 alleged none 1']);
    expect(await counts('2026-W47', 4)).toEqual(['p1 verified breach 1', 'p2 alleged none 1']);
    expect(await counts('2026-W46', 4)).toEqual(['p1 alleged none 1']);
    expect(await read((r) => r.facts.incidents('2026-W47', 1))).toEqual([
      { sector: 'east-1', kind: 'explosion', incidents: 3 },
    ]);
    expect(await read((r) => r.facts.incidents('2026-W47', 4))).toEqual([
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
    expect(await read((r) => r.journal.page(1, 10))).toEqual([first[1], second[0]]);
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
    await run((tx) => tx.workRelayed([id]));
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
