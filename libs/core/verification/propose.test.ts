import fc from 'fast-check';
import type { Sighting } from '../intake/types.js';
import { checkDuplicates } from './checks/duplicates.js';
import { checkEvidenceIntegrity, type EvidenceState } from './checks/evidence-integrity.js';
import { checkIndependence } from './checks/independence.js';
import { checkNotifications } from './checks/notifications.js';
import { checkPlausibleRange } from './checks/plausible-range.js';
import { checkPlausibleTime } from './checks/plausible-time.js';
import { checkSensorHealth } from './checks/sensor-health.js';
import { exampleIncident, exampleMission, exampleSighting as sighting } from './example.fixture.js';
import { nothingAround, proposeVerification } from './propose.js';

const tooFar = {
  means: 'heard',
  weapon: 'rifle',
  said: { type: 'bearing_range' as const, observer: { lat: 50, lon: 11 }, bearing: 0 },
};
const drone = (id: string, confidence: number, given: Partial<Sighting> = {}) =>
  sighting(id, { type: 'observation', patrolId: null, platformId: id, confidence, evidence: ['e'], ...given });

interface World {
  incident?: Parameters<typeof exampleIncident>[0];
  evidence?: EvidenceState['state'];
  notices?: Parameters<typeof checkNotifications>[1];
  others?: Parameters<typeof checkDuplicates>[1];
  restrictions?: { incidentId: string; kind: string }[];
  settled?: boolean;
}

function judge(sightings: Sighting[], world: World = {}) {
  const incident = exampleIncident(world.incident);
  const state = world.evidence ?? 'ok';
  const evidence = sightings.map((s) => ({
    id: s.id,
    evidence: s.evidence.map((evidenceId) => ({ evidenceId, sha256: evidenceId, state })),
  }));
  const own = sightings.map((s) => ({ sighting: s, hashes: [], incidentId: incident.id }));
  const checks = [
    checkIndependence(sightings, exampleMission.thresholds.verification.minIndependentSources),
    checkPlausibleTime(sightings, exampleMission),
    checkPlausibleRange(sightings, incident.estimate, exampleMission),
    checkEvidenceIntegrity(evidence),
    checkSensorHealth(sightings, { disturbances: [], effort: [], lastHeard: {} }, exampleMission),
    checkDuplicates(own, world.others ?? [], exampleMission.verification.images),
    checkNotifications(incident, world.notices ?? []),
  ];
  const around = { ...nothingAround, restrictions: world.restrictions ?? [], settledLocally: world.settled ?? false };
  return { checks, ...proposeVerification(incident, sightings, checks, exampleMission, around) };
}

const notice = (party: string) => ({
  id: 'n1',
  party,
  kind: 'exercise',
  eventKinds: ['explosion'],
  area: [
    [10, 50],
    [12, 50],
    [12, 51],
    [10, 51],
  ] as [number, number][],
  start: '2026-03-02T08:00:00.000Z',
  end: '2026-03-02T12:00:00.000Z',
  text: null,
  receivedAt: '2026-02-28T08:00:00.000Z',
  submittedBy: 'liaison',
});

describe('what the machine proposes', () => {
  it('two patrols saw it: verified', () => {
    expect(judge([sighting('a'), sighting('b')])).toMatchObject({
      outcome: 'verified',
      rule: 'independent-sources-agree',
    });
  });

  it('one drone of the mission with intact pictures: verified; with damaged ones: not verifiable, evidence', () => {
    expect(judge([drone('u', 0.9)])).toMatchObject({ outcome: 'verified', rule: 'own-source-with-intact-evidence' });
    expect(judge([drone('u', 0.9)], { evidence: 'damaged' })).toMatchObject({
      outcome: 'not_verifiable',
      cause: 'evidence',
      rule: 'evidence-failed',
    });
  });

  it('a drone that half trusts itself: not enough alone, enough beside a patrol', () => {
    expect(judge([drone('u', 0.5)]).outcome).toBe('not_verifiable');
    expect(judge([drone('u', 0.5), sighting('a')]).outcome).toBe('verified');
  });

  it('a drone that does not trust itself and one patrol: not enough', () => {
    const proposal = judge([drone('u', 0.3), sighting('a')]);
    expect(proposal).toMatchObject({
      outcome: 'not_verifiable',
      cause: 'evidence',
      rule: 'too-few-independent-sources',
    });
    expect(proposal.reason).toBe('Independent sources: 1; needed: 2; set aside for a failed check: 1.');
  });

  it('one picture from an ally, however good: not enough by itself', () => {
    expect(judge([drone('u', 0.99, { provider: 'ally:x' })]).outcome).toBe('not_verifiable');
  });

  it('everybody heard a rifle from 11 km away: not verified', () => {
    expect(judge([sighting('a', tooFar), sighting('b', tooFar)])).toMatchObject({
      outcome: 'not_verified',
      cause: null,
    });
  });

  it('inside an announced exercise: exercise, even with many sources', () => {
    expect(judge([sighting('a'), sighting('b')], { notices: [notice('north')] })).toMatchObject({
      outcome: 'exercise',
    });
  });

  it('before the ceasefire: out of scope', () => {
    const before = { start: '2025-12-30T10:00:00.000Z', end: '2025-12-30T10:01:00.000Z' };
    expect(judge([sighting('a', before), sighting('b', before)]).outcome).toBe('out_of_scope');
  });

  it('outside all sectors: not verifiable, mandate', () => {
    expect(judge([sighting('a'), sighting('b')], { incident: { sector: null } })).toMatchObject({
      outcome: 'not_verifiable',
      cause: 'mandate',
    });
  });

  it('one report and the patrol was turned back there: not verifiable, access', () => {
    expect(judge([sighting('a')], { restrictions: [{ incidentId: 'r', kind: 'denied' }] })).toMatchObject({
      cause: 'access',
    });
  });

  it('a complaint of seven weeks ago by one person: not verifiable, time', () => {
    expect(judge([sighting('a', { receivedAt: '2026-04-22T10:00:00.000Z' })])).toMatchObject({ cause: 'time' });
  });

  it('only a copy of what another incident holds: duplicate', () => {
    const original = { sighting: sighting('0', { patrolId: 'p' }), hashes: [], incidentId: 'incident-0' };
    const copy = sighting('a', { quotes: '0', receivedAt: '2026-03-02T12:00:00.000Z' });
    expect(judge([copy], { others: [original] })).toMatchObject({
      outcome: 'duplicate',
      reason: expect.stringContaining('incident-0'),
    });
  });

  it('only the parties say so, each for itself: not verifiable', () => {
    const claims = [sighting('a', { provider: 'party:north' }), sighting('b', { provider: 'party:south' })];
    expect(judge(claims)).toMatchObject({
      outcome: 'not_verifiable',
      reason: 'Independent sources: 0; needed: 2; set aside for a failed check: 0.',
    });
  });

  it('every promise on the hotline was kept: resolved locally, unless it is shown to have happened', () => {
    const settled = { settled: true, restrictions: [{ incidentId: 'r', kind: 'denied' }] };
    expect(judge([sighting('a')], settled)).toMatchObject({
      outcome: 'resolved_locally',
      rule: 'settled-on-the-hotline',
      facts: { settledLocally: true, independentSources: 1 },
    });
    expect(judge([sighting('a'), sighting('b')], settled).outcome).toBe('verified');
  });

  it('nothing known at all: the last rule, with the facts that it looked at', () => {
    expect(judge([])).toMatchObject({
      rule: 'too-few-independent-sources',
      facts: { independentSources: 0, setAside: 0 },
    });
  });
});

describe('neutrality', () => {
  const swapOf: Record<string, string> = { north: 'south', south: 'north' };
  /** Swaps the parties' ids in every text and every key. */
  const swap = <T>(value: T): T =>
    JSON.parse(JSON.stringify(value).replace(/\b(north|south)\b/g, (id) => swapOf[id]!)) as T;
  const party = fc.constantFrom('north', 'south');
  const one = fc.record({
    provider: fc.oneof(
      fc.constant('mission'),
      fc.constant('ally:x'),
      party.map((p) => `party:${p}`),
    ),
    patrolId: fc.constantFrom(null, 'p1', 'p2'),
    allegedParty: fc.option(party, { nil: null }),
    means: fc.constantFrom('heard', 'seen'),
    weapon: fc.constantFrom(null, 'rifle', 'howitzer'),
    quotes: fc.constantFrom(null, 's0', 'outside'),
    type: fc.constantFrom('report' as const, 'observation' as const),
    confidence: fc.constantFrom(null, 0.5, 0.9),
  });

  it('swapping the parties swaps them in every check and proposal, and changes nothing else', () => {
    fc.assert(
      fc.property(
        fc.array(one, { minLength: 1, maxLength: 5 }),
        fc.option(party, { nil: null }),
        party,
        (drawn, alleged, notifying) => {
          const sightings = drawn.map((d, i) => sighting(`s${i}`, d));
          const world = { incident: { allegedParty: alleged }, notices: [notice(notifying)] };
          expect(judge(swap(sightings), swap(world))).toEqual(swap(judge(sightings, world)));
        },
      ),
      { numRuns: 300 },
    );
  });
});
