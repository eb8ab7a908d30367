import type { Incident } from '#core/fusion/types.js';
import { recordEffort } from '#core/intake/effort.js';
import { acceptNotification } from '#core/intake/notify.js';
import { decide, undoDecision, type DecisionInput } from '#core/verification/decide.js';
import { listTriage } from '#core/verification/desk/list.js';
import { claim, release } from '#core/verification/queue.js';
import { verifyIncident } from '#core/verification/verify.js';
import { openDesk, person, refusal, type Desk } from './desk.js';

const [ina, jon] = [person('ina', 'monitor'), person('jon', 'monitor')];
const [sam, sue] = [person('sam', 'supervisor', ['island']), person('sue', 'supervisor', ['island'])];

let desk: Desk;
beforeEach(async () => {
  desk = await openDesk();
});
afterEach(() => desk.close());

const decision = (incident: Incident, given: Partial<DecisionInput> = {}): DecisionInput => ({
  incidentId: incident.id,
  version: incident.version,
  outcome: 'verified',
  cause: null,
  reason: 'Both patrols heard it.',
  ...given,
});
const judgements = (incident: Incident) =>
  desk.deps.uow.read(async (reads) => ({
    checks: await reads.checks.ofIncident(incident.id),
    verifications: await reads.verifications.ofIncident(incident.id),
    entries: await reads.journal.ofSubject('incident', incident.id),
  }));
const oneReport = async (given = {}) => desk.incidentOf(await desk.receive(ina, { patrolId: 'west', ...given }));

describe('what the machine finds', () => {
  it('one report: seven checks with reasons, and a proposal that is only a proposal', async () => {
    const incident = await oneReport();
    const { checks, verifications } = await judgements(incident);
    expect(checks.map((c) => [c.name, c.result])).toEqual(
      expect.arrayContaining([
        ['independence', 'unknown'],
        ['plausible_time', 'pass'],
        ['plausible_range', 'pass'],
        ['evidence_integrity', 'unknown'],
        ['sensor_health', 'pass'],
        ['duplicates', 'pass'],
        ['notifications', 'unknown'],
      ]),
    );
    expect(checks).toHaveLength(7);
    for (const check of checks)
      expect(check).toMatchObject({ incidentVersion: incident.version, ruleVersion: expect.stringMatching(/\/\d+$/) });
    expect(checks.find((c) => c.name === 'plausible_range')?.reason).toMatch(
      /2\.0 km away .* 12\.0 km at which "field-gun" is heard/,
    );
    expect(verifications).toMatchObject([
      { type: 'proposed', outcome: 'not_verifiable', cause: 'evidence', by: 'machine' },
    ]);
    expect(incident).toMatchObject({ state: 'open', outcome: null, proposedOutcome: 'not_verifiable' });
  });

  it('verifying again without anything new changes nothing', async () => {
    const incident = await oneReport();
    const found = await verifyIncident.prepare(desk.deps, incident.id);
    await desk.deps.uow.run((tx) => verifyIncident.carryOut(tx, desk.deps, incident.id, found));
    expect(await desk.deps.uow.read((reads) => reads.incidents.get(incident.id))).toEqual(incident);
    expect((await judgements(incident)).verifications).toHaveLength(1);
  });

  it('a photo that is intact makes one report enough; spoilt on disk, it is found out when the next report comes', async () => {
    const photo = await desk.photograph(ina, 'crater');
    const first = await desk.receive(ina, { patrolId: 'west', evidence: [photo] });
    expect(await desk.incidentOf(first)).toMatchObject({ proposedOutcome: 'verified' });
    desk.spoil('crater');
    await desk.receive(ina, { patrolId: 'west' });
    const incident = await desk.incidentOf(first);
    expect(incident).toMatchObject({ sightingCount: 2, proposedOutcome: 'not_verifiable' });
    const check = (await judgements(incident)).checks.filter((c) => c.name === 'evidence_integrity').at(-1);
    expect(check).toMatchObject({ reason: expect.stringContaining(`evidence ${photo} is damaged`) });
  });

  it('inside an exercise announced the day before: proposed as exercise, with the notice', async () => {
    const notice = {
      id: desk.deps.ids.next(),
      party: 'orrin',
      kind: 'exercise',
      eventKinds: ['blast'],
      area: [
        [69.4, -49.4],
        [69.7, -49.4],
        [69.7, -49.2],
        [69.4, -49.2],
        [69.4, -49.4],
      ] as [number, number][],
      start: '2026-11-22T06:00:00.000Z',
      end: '2026-11-22T12:00:00.000Z',
    };
    await acceptNotification(desk.deps, person('head', 'head_of_mission'), notice);
    desk.clock.move(3 * 3600);
    const incident = await oneReport({ start: '2026-11-22T07:00:00.000Z', end: '2026-11-22T07:01:00.000Z' });
    expect(incident.proposedOutcome).toBe('exercise');
    const check = (await judgements(incident)).checks.find((c) => c.name === 'notifications');
    expect(check?.reason).toBe(`Consistent with notice ${notice.id} in kind, area and time.`);
  });

  it('a camera with a picture is enough by itself, unless its outage at that time is on record', async () => {
    const camera = {
      type: 'observation' as const,
      means: 'mast-camera',
      weapon: undefined,
      patrolId: undefined,
      confidence: 0.95,
      place: { type: 'fix' as const, lat: -49.3, lon: 69.53, precisionMetres: 30 },
    };
    const evidence = [await desk.photograph(ina, 'flash')];
    const well = await oneReport({ ...camera, platformId: 'mast-1', evidence });
    expect(well.proposedOutcome).toBe('verified');

    await recordEffort(desk.deps, sam, {
      id: desk.deps.ids.next(),
      means: 'mast-camera',
      sourceId: 'mast-2',
      sector: 'island',
      start: '2026-11-22T02:00:00.000Z',
      end: '2026-11-22T04:45:00.000Z',
      usableHours: 1,
      lostHours: 1.5,
      lostReason: 'icing',
    });
    const hour = { start: '2026-11-22T02:30:00.000Z', end: '2026-11-22T02:31:00.000Z' };
    const ill = await oneReport({
      ...camera,
      ...hour,
      platformId: 'mast-2',
      evidence: [await desk.photograph(ina, 'other')],
    });
    expect(ill.proposedOutcome).toBe('not_verifiable');
    const check = (await judgements(ill)).checks.find((c) => c.name === 'sensor_health');
    expect(check).toMatchObject({
      result: 'unknown',
      reason: expect.stringContaining('1.5 h lost at the time (icing)'),
    });
  });

  it('a patrol was turned back nearby: what one report says of it is not verifiable for want of access', async () => {
    await desk.receive(jon, {
      kind: 'passage-refused',
      means: 'eye',
      weapon: undefined,
      patrolId: 'south',
      start: '2026-11-22T02:00:00.000Z',
      end: '2026-11-22T02:30:00.000Z',
      place: { type: 'fix', lat: -49.3, lon: 69.52, precisionMetres: 20 },
    });
    const incident = await oneReport();
    expect((await judgements(incident)).verifications.at(-1)).toMatchObject({
      outcome: 'not_verifiable',
      cause: 'access',
    });
  });
});

describe('the queue', () => {
  it('lists open incidents of the own sectors by priority, the stored order being the stated one', async () => {
    await oneReport({ kind: 'gunfire', weapon: 'rifle' });
    desk.clock.move(3600);
    await oneReport({
      start: '2026-11-22T05:30:00.000Z',
      end: '2026-11-22T05:31:00.000Z',
      casualties: { killed: 1, injured: 0 },
    });
    desk.clock.move(3600);
    await oneReport({ start: '2026-11-22T06:30:00.000Z', end: '2026-11-22T06:31:00.000Z' });
    const { items } = await listTriage(desk.deps, sam);
    expect(items).toHaveLength(3);
    const priorities = items.map((i) => i.priority);
    expect(priorities).toEqual([...priorities].sort((a, b) => b - a));
    expect(items[0]).toMatchObject({ state: 'waiting', waitingHours: 1, stale: false });
    expect(items[0]!.incident.casualties).toEqual({ killed: 1, injured: 0 });

    const firstTwo = await listTriage(desk.deps, sam, { limit: 2 });
    const rest = await listTriage(desk.deps, sam, { limit: 2, cursor: firstTwo.next! });
    expect([...firstTwo.items, ...rest.items].map((i) => i.incident.id)).toEqual(items.map((i) => i.incident.id));
    expect((await listTriage(desk.deps, person('far', 'supervisor', ['elsewhere']))).items).toEqual([]);
    expect(await refusal(listTriage(desk.deps, ina))).toBe('not_allowed');
  });

  it('a claim keeps others out for thirty minutes, then runs out; only its holder gives it back', async () => {
    const incident = await oneReport();
    await claim(desk.deps, sam, { incidentId: incident.id });
    expect(await refusal(claim(desk.deps, sue, { incidentId: incident.id }))).toBe('conflict');
    expect(await refusal(release(desk.deps, sue, { incidentId: incident.id }))).toBe('conflict');
    const held = await desk.incidentOf(
      (await desk.deps.uow.read((r) => r.links.ofIncident(incident.id)))[0]!.sightingId,
    );
    expect(await refusal(decide(desk.deps, sue, decision(held)))).toBe('conflict');
    desk.clock.move(30 * 60);
    const taken = await claim(desk.deps, sue, { incidentId: incident.id });
    expect(taken).toMatchObject({ claimedBy: 'sue', version: held.version + 1 });
    await release(desk.deps, sue, { incidentId: incident.id });
    expect(await refusal(release(desk.deps, sue, { incidentId: incident.id }))).toBe('not_possible');
  });
});

describe('a decision', () => {
  it('is not for whoever reported, nor for another sector, nor for a monitor', async () => {
    const byHerself = await desk.incidentOf(await desk.receive(person('sue', 'supervisor'), { patrolId: 'west' }));
    expect(await refusal(decide(desk.deps, sue, decision(byHerself)))).toBe('not_allowed');
    expect(await refusal(decide(desk.deps, person('far', 'supervisor', ['elsewhere']), decision(byHerself)))).toBe(
      'not_found',
    );
    expect(await refusal(decide(desk.deps, ina, decision(byHerself)))).toBe('not_allowed');
    expect(await decide(desk.deps, sam, decision(byHerself))).toMatchObject({ state: 'decided', outcome: 'verified' });
  });

  it('needs a reason, a cause exactly where it is not verifiable, and the version that was seen', async () => {
    const incident = await oneReport();
    const attempt = (given: Partial<DecisionInput>) => refusal(decide(desk.deps, sam, decision(incident, given)));
    expect(await attempt({ reason: '  ' })).toBe('invalid_input');
    expect(await attempt({ outcome: 'not_verifiable' })).toBe('invalid_input');
    expect(await attempt({ cause: 'time' })).toBe('invalid_input');
    expect(await attempt({ version: incident.version - 1 })).toBe('conflict');
  });

  it('that overrides the proposal is marked; a later one supersedes it and both stay on record', async () => {
    const incident = await oneReport();
    const first = await decide(desk.deps, sam, decision(incident));
    desk.clock.move(60);
    await decide(desk.deps, sue, decision(first, { outcome: 'not_verified', reason: 'It was thunder.' }));
    const { verifications, entries } = await judgements(incident);
    expect(verifications.filter((v) => v.type === 'decided')).toMatchObject([
      { by: 'sam', outcome: 'verified', at: '2026-11-22T05:00:00.000Z' },
      { by: 'sue', outcome: 'not_verified', at: '2026-11-22T05:01:00.000Z' },
    ]);
    expect(entries.filter((e) => e.type === 'verification.decided').map((e) => e.payload)).toMatchObject([
      { proposed: 'not_verifiable', overridesProposal: true, supersedes: null },
      { overridesProposal: true, supersedes: 'verified' },
    ]);
    const facts = await desk.deps.uow.read((reads) => reads.facts.newestOf(incident.id));
    expect(facts).toMatchObject([{ provisionId: 'no-fire', standing: 'set_aside' }]);
  });

  it('can be undone: the incident is back in the queue and counts as alleged', async () => {
    const incident = await oneReport();
    const decided = await decide(desk.deps, sam, decision(incident));
    expect((await listTriage(desk.deps, sam)).items).toEqual([]);
    await undoDecision(desk.deps, sam, { incidentId: incident.id, version: decided.version, reason: 'Too early.' });
    expect((await listTriage(desk.deps, sam)).items).toHaveLength(1);
    expect(await desk.deps.uow.read((reads) => reads.facts.newestOf(incident.id))).toMatchObject([
      { standing: 'alleged' },
    ]);
  });

  it('of two at once only one is taken', async () => {
    const incident = await oneReport();
    const both = await Promise.all([
      refusal(decide(desk.deps, sam, decision(incident))),
      refusal(decide(desk.deps, sue, decision(incident, { outcome: 'not_verified' }))),
    ]);
    expect(both.sort()).toEqual(['conflict', 'was allowed']);
  });

  it('stands when a new report speaks against it, and the journal says so', async () => {
    const incident = await oneReport();
    await decide(desk.deps, sam, decision(incident, { outcome: 'not_verified', reason: 'One patrol only.' }));
    await desk.receive(jon, { patrolId: 'south' });
    const { entries } = await judgements(incident);
    expect(entries.at(-1)).toMatchObject({
      type: 'verification.proposed',
      payload: { outcome: 'verified', differsFromDecision: true },
    });
    expect(await desk.deps.uow.read((reads) => reads.incidents.get(incident.id))).toMatchObject({
      state: 'decided',
      outcome: 'not_verified',
    });
  });
});
