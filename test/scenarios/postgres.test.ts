import { confirmAttribution, proposeAttribution } from '#core/attribution/attribute.js';
import { sweepEscalations } from '#core/escalation/escalate.js';
import { fuseSighting } from '#core/fusion/fuse.js';
import { acceptSightings } from '#core/intake/accept.js';
import { recordEffort } from '#core/intake/effort.js';
import { decideRuling } from '#core/ruling/decide-ruling.js';
import { decide } from '#core/verification/decide.js';
import { verifyIncident } from '#core/verification/verify.js';
import { postgresServer, type TestDatabase, type TestServer } from '#db/testing/databases.js';
import { openDesk, person, refusal, type Desk } from './desk.js';

const [ina, jon] = [person('ina', 'monitor'), person('jon', 'monitor')];
const [sam, sue] = [person('sam', 'supervisor', ['island']), person('sue', 'supervisor', ['island'])];
const [ana, ben, cleo] = [person('ana', 'analyst'), person('ben', 'analyst'), person('cleo', 'analyst')];

/** What only a database with many writers at once can show. */
describe('the same cases on PostgreSQL', () => {
  let server: TestServer;
  let database: TestDatabase;
  let desk: Desk;
  beforeAll(async () => {
    server = await postgresServer();
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

  it('from report to a missed clock: two supervisors at once, four sweeps at once', async () => {
    const first = await desk.receive(ina, { patrolId: 'west' });
    await desk.receive(jon, { patrolId: 'south' });
    const { id: incidentId, version, proposedOutcome } = await desk.incidentOf(first);
    expect(proposedOutcome).toBe('verified');

    const verdict = {
      incidentId,
      version,
      outcome: 'verified' as const,
      cause: null,
      reason: 'Both patrols heard it.',
    };
    const taken = await Promise.all([sam, sue].map((who) => refusal(decide(desk.deps, who, verdict))));
    expect(taken.sort()).toEqual(['conflict', 'was allowed']);
    await desk.work();

    const decided = await desk.incidentOf(first);
    const finding = { incidentId, version: decided.version, party: 'vell', probability: 0.9, reason: 'Back-bearing.' };
    const { id: attributionId } = await proposeAttribution(desk.deps, ana, finding);
    const confirmed = await Promise.all(
      [ben, cleo].map((who) => refusal(confirmAttribution(desk.deps, who, { attributionId }))),
    );
    expect(confirmed.sort()).toEqual(['not_possible', 'was allowed']);
    await desk.work();
    await decideRuling(desk.deps, cleo, {
      incidentId,
      version: decided.version,
      provisionId: 'no-fire',
      result: 'breach',
      gravity: 'serious',
      reason: 'Fire at the ford.',
    });
    await desk.work();

    desk.clock.move(86_400);
    const sweeps = await Promise.all([1, 2, 3, 4].map(() => sweepEscalations(desk.deps)));
    expect(sweeps.reduce((sum, s) => sum + s.raised, 0)).toBe(1);
    const steps = await desk.deps.uow.read((reads) => reads.escalations.ofIncident(incidentId));
    expect(steps.map((s) => s.level)).toEqual([1, 2]);
    const facts = await desk.deps.uow.read((reads) => reads.facts.newestOf(incidentId));
    expect(facts).toMatchObject([{ party: 'vell', standing: 'verified', ruled: 'breach' }]);
  });

  it('verifying the same incident from several workers at once writes one proposal', async () => {
    const sightingId = await desk.receive(ina, { patrolId: 'west' });
    const place = { type: 'fix' as const, lat: -49.3, lon: 69.5276, precisionMetres: 50 };
    const input = {
      id: desk.deps.ids.next(),
      type: 'report' as const,
      kind: 'blast',
      means: 'ear',
      patrolId: 'south',
      place,
    };
    const time = { start: '2026-11-22T04:00:00.000Z', end: '2026-11-22T04:01:00.000Z' };
    await acceptSightings(desk.deps, jon, [{ ...input, ...time }]);
    await desk.deps.uow.run((tx) => fuseSighting(tx, desk.deps, input.id));
    const { id, sightingCount } = await desk.incidentOf(sightingId);
    expect(sightingCount).toBe(2);
    const found = await verifyIncident.prepare(desk.deps, id);
    const again = () => desk.deps.uow.run((tx) => verifyIncident.carryOut(tx, desk.deps, id, found));
    await Promise.all([1, 2, 3, 4].map(again));
    const proposals = await desk.deps.uow.read((reads) => reads.verifications.ofIncident(id));
    expect(proposals.map((v) => v.outcome)).toEqual(['not_verifiable', 'verified']);
  });

  it('an outage on record is found by its source', async () => {
    const outage = {
      id: desk.deps.ids.next(),
      means: 'mast-camera',
      sourceId: 'mast-2',
      sector: 'island',
      usableHours: 1,
    };
    const time = { start: '2026-11-22T02:00:00.000Z', end: '2026-11-22T04:45:00.000Z' };
    await recordEffort(desk.deps, sam, { ...outage, ...time, lostHours: 1.5, lostReason: 'icing' });
    const lost = (sources: string[]) =>
      desk.deps.uow.read((reads) => reads.effort.lost(sources, ['2026-W47', '2026-W48']));
    expect(await lost(['mast-1', 'mast-2'])).toMatchObject([{ sourceId: 'mast-2', lostHours: 1.5 }]);
    expect(await lost(['mast-1'])).toEqual([]);
    expect(await lost([])).toEqual([]);
  });
});
