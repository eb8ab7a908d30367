import { confirmAttribution, proposeAttribution, withdrawAttribution } from '#core/attribution/attribute.js';
import { acknowledge, closeEscalation, sweepEscalations } from '#core/escalation/escalate.js';
import type { Incident } from '#core/fusion/types.js';
import type { Ruling } from '#core/ruling/types.js';
import { confirmRuling, decideRuling } from '#core/ruling/decide-ruling.js';
import { decide, undoDecision } from '#core/verification/decide.js';
import { openDesk, person, refusal, type Desk } from './desk.js';

const [ina, jon] = [person('ina', 'monitor'), person('jon', 'monitor')];
const sam = person('sam', 'supervisor', ['island']);
const [ana, ben, cleo] = [person('ana', 'analyst'), person('ben', 'analyst'), person('cleo', 'analyst')];
const head = person('head', 'head_of_mission');

let desk: Desk;
beforeEach(async () => {
  desk = await openDesk();
});
afterEach(() => desk.close());

const again = (incident: Incident) => desk.deps.uow.read(async (reads) => (await reads.incidents.get(incident.id))!);
const stepsOf = (incident: Incident) => desk.deps.uow.read((reads) => reads.escalations.ofIncident(incident.id));
const rulingsOf = (incident: Incident) => desk.deps.uow.read((reads) => reads.rulings.ofIncident(incident.id));
const factsOf = (incident: Incident) => desk.deps.uow.read((reads) => reads.facts.newestOf(incident.id));

/** Two patrols hear a blast at the ford; it is fused, proposed as verified, and decided so by Sam. */
async function verifiedBlast(allegedParty?: string): Promise<Incident> {
  const alleged = allegedParty === undefined ? {} : { allegedParty };
  const first = await desk.receive(ina, { patrolId: 'west', ...alleged });
  await desk.receive(jon, {
    patrolId: 'south',
    ...alleged,
    place: {
      type: 'bearing_range',
      observer: { lat: -49.32, lon: 69.5275 },
      bearing: 0,
      distanceFromMetres: 2000,
      distanceToMetres: 2400,
    },
  });
  const incident = await desk.incidentOf(first);
  const { id, version } = incident;
  const reason = 'Both patrols heard it.';
  await decide(desk.deps, sam, { incidentId: id, version, outcome: 'verified', cause: null, reason });
  await desk.work();
  return again(incident);
}

async function attributed(incident: Incident, party: string | null): Promise<string> {
  const { id } = await proposeAttribution(desk.deps, ana, {
    incidentId: incident.id,
    version: incident.version,
    party,
    probability: 0.9,
    reason: 'Back-bearing of two craters.',
  });
  await confirmAttribution(desk.deps, ben, { attributionId: id });
  await desk.work();
  return id;
}

const rule = (incident: Incident, gravity: Ruling['gravity'], by = cleo) =>
  decideRuling(desk.deps, by, {
    incidentId: incident.id,
    version: incident.version,
    provisionId: 'no-fire',
    result: 'breach',
    gravity,
    reason: 'Fire at the ford.',
  });

describe('from report to closure', () => {
  it('two patrols hear a blast; it is verified, attributed, ruled a breach, escalated, acknowledged and closed', async () => {
    const incident = await verifiedBlast();
    expect(incident).toMatchObject({
      sightingCount: 2,
      independentCount: 2,
      proposedOutcome: 'verified',
      outcome: 'verified',
    });

    await attributed(incident, 'orrin');
    const [early] = await rulingsOf(incident);
    expect(early).toMatchObject({ proposedBy: 'machine', state: 'withdrawn', result: 'not_decided' });
    const proposals = (await rulingsOf(incident)).filter((r) => r.state === 'proposed');
    expect(proposals).toMatchObject([{ provisionId: 'no-fire', result: 'breach', party: 'orrin', gravity: 'serious' }]);

    await rule(incident, 'serious');
    await desk.work();
    expect(await factsOf(incident)).toMatchObject([
      { provisionId: 'no-fire', party: 'orrin', sector: 'island', standing: 'verified', ruled: 'breach', live: 1 },
    ]);

    const [step] = await stepsOf(incident);
    expect(step).toMatchObject({ level: 1, role: 'supervisor', acknowledgeBy: '2026-11-22T06:00:00.000Z' });
    await acknowledge(desk.deps, sam, { escalationId: step!.id });
    desk.clock.move(7200);
    expect(await sweepEscalations(desk.deps)).toEqual({ missed: 0, raised: 0 });
    await closeEscalation(desk.deps, sam, { escalationId: step!.id, reason: 'Both liaisons were told.' });

    expect(await desk.story(incident.id)).toEqual([
      'incident.opened',
      'verification.proposed',
      'incident.joined',
      'verification.proposed',
      'verification.decided',
      'ruling.proposed',
      'attribution.proposed',
      'attribution.confirmed',
      'ruling.proposed',
      'ruling.ruled',
      'escalation.raised',
      'escalation.acknowledged',
      'escalation.closed',
    ]);
  });

  it('what cannot be attributed is a breach that names nobody, also where one party was alleged', async () => {
    const incident = await verifiedBlast('vell');
    expect(await factsOf(incident)).toMatchObject([{ party: 'vell', standing: 'verified', ruled: 'none' }]);
    await attributed(incident, null);
    const ruling = await rule(incident, 'serious');
    expect(ruling).toMatchObject({ result: 'breach', party: null });
    expect(await factsOf(incident)).toMatchObject([{ party: 'none', ruled: 'breach' }]);
  });

  it('the same case with the parties exchanged ends the same, with the parties exchanged', async () => {
    const ends: unknown[] = [];
    for (const party of ['orrin', 'vell']) {
      const incident = await verifiedBlast(party);
      await attributed(incident, party);
      await rule(incident, 'serious');
      await desk.work();
      const text = JSON.stringify([
        (await factsOf(incident)).map(({ provisionId, party, standing, ruled }) => [
          provisionId,
          party,
          standing,
          ruled,
        ]),
        (await rulingsOf(incident)).map(({ party, result, gravity, reason, state }) => [
          party,
          result,
          gravity,
          reason,
          state,
        ]),
        (await stepsOf(incident)).map(({ level, acknowledgeBy, reason }) => [level, acknowledgeBy, reason]),
        await desk.story(incident.id),
      ]);
      ends.push(text.replaceAll(party, 'the one'));
      await desk.close();
      desk = await openDesk();
    }
    expect(ends[0]).toEqual(ends[1]);
  });
});

describe('who may not', () => {
  it('nobody confirms an attribution that they proposed, reported or verified', async () => {
    const incident = await verifiedBlast();
    const input = {
      incidentId: incident.id,
      version: incident.version,
      party: 'vell',
      probability: 0.7,
      reason: 'Seen.',
    };
    const { id } = await proposeAttribution(desk.deps, ana, input);
    expect(await refusal(confirmAttribution(desk.deps, ana, { attributionId: id }))).toBe('not_allowed');
    for (const involved of ['sam', 'ina']) {
      const later = person(involved, 'analyst');
      expect(await refusal(confirmAttribution(desk.deps, later, { attributionId: id }))).toBe('not_allowed');
    }
    await confirmAttribution(desk.deps, ben, { attributionId: id });
    expect(await refusal(confirmAttribution(desk.deps, head, { attributionId: id }))).toBe('not_possible');
  });

  it('no breach before a confirmed attribution, no attribution before verification, no ruling by the verifier', async () => {
    const incident = await verifiedBlast();
    expect(await refusal(rule(incident, null))).toBe('not_possible');
    await attributed(incident, 'orrin');
    expect(await refusal(rule(incident, null, person('sam', 'analyst')))).toBe('not_allowed');
    const open = await undoDecision(desk.deps, sam, {
      incidentId: incident.id,
      version: incident.version,
      reason: 'Heard again.',
    });
    const input = { incidentId: open.id, version: open.version, party: 'vell', probability: 0.7, reason: 'Seen.' };
    expect(await refusal(proposeAttribution(desk.deps, ana, input))).toBe('not_possible');
  });

  it('a reason that mixes likelihood and confidence is sent back, and so is a party that the pack does not know', async () => {
    const incident = await verifiedBlast();
    const input = {
      incidentId: incident.id,
      version: incident.version,
      party: 'vell',
      probability: 0.7,
      reason: 'Seen.',
    };
    const mixed = 'It is likely, with high confidence, theirs.';
    expect(await refusal(proposeAttribution(desk.deps, ana, { ...input, reason: mixed }))).toBe('wording');
    expect(await refusal(proposeAttribution(desk.deps, ana, { ...input, party: 'third' }))).toBe('invalid_input');
  });
});

describe('a grave breach', () => {
  it('counts and escalates only once a second person has confirmed it', async () => {
    const incident = await verifiedBlast();
    await attributed(incident, 'orrin');
    const ruling = await rule(incident, 'grave', head);
    await desk.work();
    expect(await factsOf(incident)).toMatchObject([{ ruled: 'none' }]);
    expect(await stepsOf(incident)).toEqual([]);
    expect(await refusal(confirmRuling(desk.deps, head, { rulingId: ruling.id }))).toBe('not_allowed');
    expect(await refusal(confirmRuling(desk.deps, cleo, { rulingId: ruling.id }))).toBe('not_allowed');
    await confirmRuling(desk.deps, person('deputy', 'head_of_mission'), { rulingId: ruling.id });
    await desk.work();
    expect(await factsOf(incident)).toMatchObject([{ ruled: 'breach', party: 'orrin' }]);
    expect(await stepsOf(incident)).toMatchObject([{ level: 2, role: 'head_of_mission' }]);
  });
});

describe('when the ground goes', () => {
  it('a withdrawn attribution takes the breach with it, and the escalation closes', async () => {
    const incident = await verifiedBlast();
    const attributionId = await attributed(incident, 'orrin');
    await rule(incident, 'serious');
    await desk.work();
    await withdrawAttribution(desk.deps, ben, { attributionId, reason: 'The bearing was misread.' });
    await desk.work();
    expect((await rulingsOf(incident)).filter((r) => r.state === 'ruled')).toEqual([]);
    expect(await factsOf(incident)).toMatchObject([{ party: 'none', ruled: 'none', standing: 'verified' }]);
    expect((await stepsOf(incident)).every((s) => s.closedAt !== null)).toBe(true);
    expect((await desk.story(incident.id)).slice(-4)).toEqual([
      'attribution.withdrawn',
      'ruling.withdrawn',
      'ruling.proposed',
      'escalation.closed',
    ]);
  });

  it('an undone verification takes rulings with it; the decisions stay on record', async () => {
    const incident = await verifiedBlast();
    await attributed(incident, 'orrin');
    await rule(incident, 'serious');
    await desk.work();
    await undoDecision(desk.deps, sam, {
      incidentId: incident.id,
      version: incident.version,
      reason: 'A quarry blast?',
    });
    await desk.work();
    expect(await factsOf(incident)).toMatchObject([{ standing: 'alleged', ruled: 'none' }]);
    const decided = await desk.deps.uow.read((reads) => reads.verifications.ofIncident(incident.id));
    expect(decided.filter((v) => v.type === 'decided')).toMatchObject([{ by: 'sam', outcome: 'verified' }]);
  });
});

describe('clocks', () => {
  it('a missed clock climbs one level, once, however often and however late it is swept', async () => {
    const incident = await verifiedBlast();
    await attributed(incident, 'orrin');
    await rule(incident, 'serious');
    await desk.work();
    desk.clock.move(3599);
    expect(await sweepEscalations(desk.deps)).toEqual({ missed: 0, raised: 0 });
    desk.clock.move(30 * 86_400);
    const sweeps = await Promise.all([1, 2, 3].map(() => sweepEscalations(desk.deps)));
    expect(sweeps.reduce((sum, s) => sum + s.raised, 0)).toBe(1);
    const [low, high] = await stepsOf(incident);
    expect(low).toMatchObject({ level: 1, missedAt: '2026-12-22T05:59:59.000Z' });
    expect(high).toMatchObject({ level: 2, acknowledgeBy: '2026-12-22T06:29:59.000Z' });
    expect(await refusal(acknowledge(desk.deps, sam, { escalationId: low!.id }))).toBe('not_possible');
    desk.clock.move(86_400);
    expect(await sweepEscalations(desk.deps)).toEqual({ missed: 1, raised: 0 });
    expect(await sweepEscalations(desk.deps)).toEqual({ missed: 0, raised: 0 });
    expect((await desk.story(incident.id)).filter((t) => t === 'escalation.missed')).toHaveLength(2);
  });

  it('a clock that ran out cannot be answered even before the sweep comes by', async () => {
    const incident = await verifiedBlast();
    await attributed(incident, 'orrin');
    await rule(incident, 'serious');
    await desk.work();
    desk.clock.move(3600);
    const [step] = await stepsOf(incident);
    expect(await refusal(acknowledge(desk.deps, sam, { escalationId: step!.id }))).toBe('not_possible');
    expect(await refusal(acknowledge(desk.deps, ana, { escalationId: step!.id }))).toBe('not_allowed');
  });
});
