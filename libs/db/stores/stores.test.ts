import type { Incident } from '#core/fusion/types.js';
import type { Tx } from '#core/ports.js';
import { incident, link, sighting } from '../testing/rows.js';
import { onBothDatabases } from '../testing/suite.js';
import { ids, walk } from '../testing/walk.js';

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
    expect(await last('2026-11-21T10:00:00.001Z')).toEqual({ end: rows.find((row) => row.id === 'elsewhere')!.end });
    expect(await last('2026-11-21T10:00:00.000Z')).toBeNull();
    await expect(list({ cursor: 'nonsense' })).rejects.toMatchObject({ code: 'invalid_input' });
  });

  it('list incidents newest first, filter them and page through them', async () => {
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
      walk((cursor) => read((r) => r.incidents.list({ sectors: null, limit: 2, cursor, ...filter })));
    expect(await list({ undecidedOnly: true })).toEqual(['nothing', 'long', 'grave', 'calm']);
    expect(await list({ undecidedOnly: true, sectors: ['west-1'] })).toEqual(['grave']);
    expect(await list({ sectors: [] })).toEqual([]);
    expect(await list({ state: 'decided' })).toEqual(['decided']);
    expect(await list({ kind: 'shot' })).toEqual(['long']);
    expect(await list({ party: 'one' })).toEqual(['grave']);
    expect(await list({ week: '2026-W46' })).toEqual([]);
    expect(await list({})).toEqual(['merged', 'nothing', 'long', 'grave', 'decided', 'calm']);
    expect(await read((r) => r.incidents.get('grave'))).toEqual(rows[1]);
    const box = { cells5: ['851e2b3fffffff'], from: '2026-11-21T10:04:00.000Z', to: '2026-11-21T12:00:00.000Z' };
    expect(ids(await read((r) => r.incidents.near(box)))).toEqual(['calm', 'decided', 'grave', 'long', 'nothing']);
    await run((tx) => tx.write.incidentUpdate({ ...rows[0]!, version: 2, urgency: 1, harm: 1 }));
    expect((await read((r) => r.incidents.get('calm')))?.urgency).toBe(1);
    await expect(run((tx) => tx.write.incidentUpdate({ ...rows[0]!, version: 2 }))).rejects.toMatchObject({
      code: 'conflict',
    });
  });

  it('change many incidents at once, of each what differs, and none where one is stale', async () => {
    const rows = ['a', 'b', 'c', 'd'].map((id) => incident(id));
    await run((tx) => tx.write.incidentChanges(rows.map((row) => ({ row, from: null }))));
    const next = (row: Incident, more: Partial<Incident>) => ({ ...row, version: row.version + 1, ...more });
    const changed = [
      next(rows[0]!, { kind: 'said "so"', sector: null }),
      next(rows[1]!, { kind: 'other\u2028', sector: 'west-9' }),
      next(rows[2]!, { urgency: 7, zones: ['z "1"', 'z2'] }),
    ];
    const change = (row: Incident, was: Incident) => ({ row, from: was.version, was });
    await run((tx) => tx.write.incidentChanges(changed.map((row, i) => change(row, rows[i]!))));
    expect(await read((r) => r.incidents.getMany(['a', 'b', 'c']))).toEqual(changed);
    const again = [
      next(rows[3]!, { kind: 'new' }),
      next(changed[0]!, { kind: 'new' }),
      next(rows[1]!, { kind: 'new' }),
    ];
    const stale = run((tx) =>
      tx.write.incidentChanges([
        change(again[0]!, rows[3]!),
        change(again[1]!, changed[0]!),
        change(again[2]!, rows[1]!),
      ]),
    );
    await expect(stale).rejects.toMatchObject({ code: 'conflict' });
    await expect(stale).rejects.toThrow('Of 3 incidents not all are at the version that was read');
    expect(await read((r) => r.incidents.getMany(['d', 'a', 'b']))).toEqual([rows[3], changed[0], changed[1]]);
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
      provisionText: null,
      standardOfProof: null,
      party: 'one',
      result: 'breach' as const,
      gravity: 'grave' as const,
      reason: 'x',
      said: null,
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
      said: null,
      raisedAt: '2026-11-22T05:00:00.000Z',
      acknowledgeBy,
      acknowledgedBy: null,
      acknowledgedAt: null,
      missedAt: null,
      sector: null,
      rung: 'first',
      trigger: 'ruling' as const,
      raiseKey: `ruling:${id}`,
      holder: null,
      actBy: null,
      actedAt: null,
      actMissedAt: null,
      snoozedUntil: null,
      snoozes: 0,
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
});
