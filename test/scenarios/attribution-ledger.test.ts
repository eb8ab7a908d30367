import type { Actor } from '#core/access/types.js';
import { confirmAttribution, proposeAttribution, withdrawAttribution } from '#core/attribution/attribute.js';
import { giveOpinion, readBlind } from '#core/attribution/blind-review.js';
import { recordDissent } from '#core/attribution/dissent.js';
import { addItem, disputeItem, readLedger } from '#core/attribution/keep.js';
import { neutralityReport } from '#core/attribution/neutrality-report.js';
import type { Incident } from '#core/fusion/types.js';
import { canonicalSha256 } from '#core/journal/canonical.js';
import { decide } from '#core/verification/decide.js';
import { postgresServer, sqliteFiles, type TestDatabase, type TestServer } from '#db/testing/databases.js';
import { openDesk, person, refusal, type Desk } from './desk.js';

const [ina, jon] = [person('ina', 'monitor'), person('jon', 'monitor')];
const sam = person('sam', 'supervisor', ['island']);
const [ana, ben, cleo] = [person('ana', 'analyst'), person('ben', 'analyst'), person('cleo', 'analyst')];
const head = person('head', 'head_of_mission');
const machine: Actor = { id: 'system', role: 'administrator', scope: { sectors: [], party: null }, type: 'system' };

describe.each(['sqlite', 'postgres'] as const)('who did it, on %s', (name) => {
  let server: TestServer;
  let database: TestDatabase;
  let desk: Desk;
  beforeAll(async () => {
    server = name === 'sqlite' ? sqliteFiles() : await postgresServer();
  }, 120_000);
  afterAll(() => server.stop());
  beforeEach(async () => {
    database = await server.create();
    desk = await openDesk(database.options);
  });
  afterEach(async () => {
    await desk.close();
    await database.drop();
  });

  /** Two patrols at the ford; each finds a crater that points across the line, to the west. */
  async function verified(): Promise<Incident> {
    const crater = (bearing: number) => ({ method: 'crater' as const, bearing, sigmaDegrees: 8 });
    const text = 'Fired from Orrinian ground in the west, near Port Orrin.';
    const first = await desk.receive(ina, { patrolId: 'west', origin: crater(268), text });
    await desk.receive(jon, {
      patrolId: 'south',
      origin: crater(280),
      place: {
        type: 'bearing_range',
        observer: { lat: -49.32, lon: 69.5275 },
        bearing: 0,
        distanceFromMetres: 2000,
        distanceToMetres: 2400,
      },
    });
    const { id, version } = await desk.incidentOf(first);
    const reason = 'Both patrols heard it.';
    return decide(desk.deps, sam, { incidentId: id, version, outcome: 'verified', cause: null, reason });
  }
  const proposal = (incident: Incident, reason = 'Two craters point across the line.') => ({
    incidentId: incident.id,
    version: incident.version,
    party: 'orrin',
    probability: 0.9,
    reason,
  });

  it('from craters to a confirmed attribution with dissent: every state is kept with its date', async () => {
    const incident = await verified();
    const incidentId = incident.id;
    const before = await readLedger(desk.deps, ana, incidentId);
    expect(before.versions).toEqual([]);
    expect(before.state.result).toBe('orrin');
    expect(before.state.items.filter((i) => i.kind === 'direction_of_fire')).toHaveLength(2);

    const item = await addItem(desk.deps, ana, {
      incidentId,
      kind: 'other',
      statement: 'A fuse of a make that one depot issued.',
      estimate: { orrin: 3 },
      reason: 'The depot lists were shown to the mission in spring.',
      basis: [],
      source: 'depot lists',
    });
    await disputeItem(desk.deps, ben, {
      incidentId,
      itemKey: item.id,
      disputed: true,
      reason: 'The lists are two years old.',
    });
    const attribution = await proposeAttribution(desk.deps, ana, proposal(incident));
    const view = await readLedger(desk.deps, head, incidentId);
    expect(view.versions.map((v) => [v.number, v.because])).toEqual([
      [1, 'item'],
      [2, 'dispute'],
      [3, 'proposal'],
    ]);
    expect(view.versions[2]).toMatchObject({ attributionId: attribution.id, by: 'ana' });
    for (const v of view.versions) expect(canonicalSha256(v.state)).toBe(v.sha256);
    expect(view.versions[1]!.state.hypotheses).toEqual(before.state.hypotheses);

    expect(await refusal(confirmAttribution(desk.deps, ana, { attributionId: attribution.id }))).toBe('not_allowed');
    await confirmAttribution(desk.deps, ben, { attributionId: attribution.id });
    const reason = 'One of the craters had been dug out.';
    for (const involved of [ana, ben])
      expect(await refusal(recordDissent(desk.deps, involved, { attributionId: attribution.id, reason }))).toBe(
        'not_allowed',
      );
    await recordDissent(desk.deps, cleo, { attributionId: attribution.id, reason });
    expect(await refusal(recordDissent(desk.deps, cleo, { attributionId: attribution.id, reason }))).toBe('conflict');
    expect((await readLedger(desk.deps, ana, incidentId)).dissents).toMatchObject([{ by: 'cleo', reason }]);
    expect(await desk.story(incidentId)).toEqual(
      expect.arrayContaining([
        'ledger.item_added',
        'ledger.item_disputed',
        'attribution.proposed',
        'attribution.confirmed',
        'attribution.dissented',
      ]),
    );
  });

  it('the machine finds nothing: no door is open to it, and its own work leaves no finding', async () => {
    const incident = await verified();
    await desk.work();
    const attributionId = (await proposeAttribution(desk.deps, ana, proposal(incident))).id;
    const reason = 'Because.';
    const { deps } = desk;
    const incidentId = incident.id;
    const doors = [
      proposeAttribution(deps, machine, proposal(incident)),
      confirmAttribution(deps, machine, { attributionId }),
      withdrawAttribution(deps, machine, { attributionId, reason }),
      recordDissent(deps, machine, { attributionId, reason }),
      disputeItem(deps, machine, { incidentId, itemKey: 'side_of_impact:place', disputed: true, reason }),
      giveOpinion(deps, machine, { incidentId, hypothesis: 'other', probability: 0.5, reason }),
      readBlind(deps, machine, incidentId),
    ];
    expect(await Promise.all(doors.map(refusal))).toEqual(doors.map(() => 'not_allowed'));
    const made = await deps.uow.read((reads) => reads.journal.ofSubject('incident', incidentId));
    expect(made.filter((e) => e.actor === 'system').map((e) => e.type)).not.toEqual(
      expect.arrayContaining([expect.stringMatching(/^(attribution|ledger|blind)\.|\.(decided|ruled|confirmed)$/)]),
    );
  });

  it('a blind reviewer sees no party, place or direction, says once what it looks like, and then sees the rest', async () => {
    const incident = await verified();
    const incidentId = incident.id;
    await proposeAttribution(desk.deps, ana, proposal(incident));
    const first = await readBlind(desk.deps, cleo, incidentId);
    expect(await readBlind(desk.deps, cleo, incidentId)).toEqual(first);
    const shown = JSON.stringify(first);
    expect(shown).not.toMatch(/orrin|vell|ford|-49|69\.|2026|west/i);
    expect(shown).not.toContain(incidentId);
    expect(first.case.sightings[0]!.text).toContain('[party');
    expect(first.compared).toBeNull();
    // The craters point away from one label's side: towards A or away from it, never "west".
    const bearings = first.case.sightings.map((s) => s.origin!.bearing);
    const ahead = bearings.every((b) => b < 60 || b > 300);
    const label = ahead ? 'A' : 'B';
    expect(await refusal(readLedger(desk.deps, cleo, incidentId))).toBe('not_possible');
    const words = { incidentId, probability: 0.8, reason: 'Both craters point the same way.' };
    expect(await refusal(giveOpinion(desk.deps, cleo, { ...words, hypothesis: 'orrin-2' }))).toBe('invalid_input');
    const { compared } = await giveOpinion(desk.deps, cleo, { ...words, hypothesis: label });
    expect(compared).toMatchObject({ ledgerResult: 'orrin', ledgerAgrees: true });
    expect(compared!.attributions).toMatchObject([{ hypothesis: 'orrin', agrees: true }]);
    expect(await refusal(giveOpinion(desk.deps, cleo, { ...words, hypothesis: label }))).toBe('conflict');
    expect((await readLedger(desk.deps, cleo, incidentId)).opinions).toMatchObject([
      { by: 'cleo', hypothesis: 'orrin' },
    ]);
    for (const knows of [ana, sam, ina])
      expect(await refusal(readBlind(desk.deps, knows, incidentId))).toBe('not_allowed');

    const report = await neutralityReport(desk.deps, head, incident.reportingWeek);
    expect(report.bySide).toMatchObject([{ side: 'orrin', incidents: 1, byOutcome: { verified: 1 } }]);
    expect(report.byReviewer).toMatchObject([
      { reviewer: 'ana', did: 'proposed', outcome: 'orrin', incidents: 1 },
      { reviewer: 'sam', did: 'verified', outcome: 'verified', incidents: 1 },
    ]);
    expect(report.blindAndProposed).toMatchObject({ cases: 1, agreed: 1 });
    for (const other of [ana, sam])
      expect(await refusal(neutralityReport(desk.deps, other, '2026-W47'))).toBe('not_allowed');
  });

  it('refuses words that take a side and mixed sentences, and keeps nothing of what it refused', async () => {
    const incident = await verified();
    const mixedUp = 'It very likely came from there, we say with high confidence.';
    expect(await refusal(proposeAttribution(desk.deps, ana, proposal(incident, mixedUp)))).toBe('wording');
    expect((await readLedger(desk.deps, ana, incident.id)).versions).toEqual([]);
  });
});
