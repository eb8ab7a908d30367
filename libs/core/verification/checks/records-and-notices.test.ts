import { englishOf, type Said } from '../../said.js';
import { exampleIncident, exampleMission, examplePlace, exampleSighting as sighting } from '../example.fixture.js';
import { checkDuplicates as duplicatesBy } from './duplicates.js';
import { checkEvidenceIntegrity } from './evidence-integrity.js';
import { checkNotifications, distanceToArea } from './notifications.js';
import { checkSensorHealth } from './sensor-health.js';
import type { Notification } from '../../intake/types.js';

const words = ({ reason }: { reason: Said[] }): string => englishOf(...reason);

type Copies = Parameters<typeof duplicatesBy>;
const checkDuplicates = (own: Copies[0], others: Copies[1]) =>
  duplicatesBy(own, others, exampleMission.verification.images);

describe('evidence integrity', () => {
  const file = (state: 'ok' | 'missing' | 'damaged' | 'unrecorded') => ({
    evidenceId: 'e1',
    sha256: 'c'.repeat(64),
    state,
  });
  it('intact passes; missing, damaged or unrecorded fails; none at all is unknown', () => {
    expect(checkEvidenceIntegrity([{ id: 'a', evidence: [file('ok')] }]).result).toBe('pass');
    for (const state of ['missing', 'damaged', 'unrecorded'] as const) {
      const check = checkEvidenceIntegrity([{ id: 'a', evidence: [file('ok'), file(state)] }]);
      expect([check.result, words(check)]).toEqual(['fail', expect.stringContaining(`evidence e1 is ${state}`)]);
    }
    expect(checkEvidenceIntegrity([{ id: 'a', evidence: [] }]).result).toBe('unknown');
  });
});

describe('sensor health', () => {
  const drone = sighting('a', { type: 'observation', platformId: 'uav-1', confidence: 0.9 });
  const calm = { disturbances: [], effort: [], lastHeard: { 'uav-1': '2026-03-02T09:59:00.000Z' } };
  const judge = (given: object, s = drone) => checkSensorHealth([s], { ...calm, ...given }, exampleMission);

  it('confident, in calm surroundings: passes', () => expect(judge({}).result).toBe('pass'));

  it('below the confidence of the pack, or without any: unknown; below half of it: fails', () => {
    expect(words(judge({}, { ...drone, confidence: 0.6 }))).toContain('confidence 0.60, below 0.70');
    expect(judge({}, { ...drone, confidence: 0.6 }).result).toBe('unknown');
    expect(judge({}, { ...drone, confidence: 0.3 }).result).toBe('fail');
    expect(judge({}, { ...drone, confidence: null }).result).toBe('unknown');
  });

  it('jamming half an hour before: unknown; three hours before: passes', () => {
    const jam = (start: string, end: string) => ({ disturbances: [{ incidentId: 'j', kind: 'jamming', start, end }] });
    expect(judge(jam('2026-03-02T09:00:00.000Z', '2026-03-02T09:30:00.000Z')).result).toBe('unknown');
    expect(judge(jam('2026-03-02T06:00:00.000Z', '2026-03-02T07:00:00.000Z')).result).toBe('pass');
  });

  it('an outage on record at that time: unknown, with its reason', () => {
    const outage = {
      sourceId: 'uav-1',
      start: '2026-03-02T08:00:00.000Z',
      end: '2026-03-02T12:00:00.000Z',
      lostHours: 2,
      lostReason: 'icing',
    };
    expect(words(judge({ effort: [outage] }))).toContain('2 h lost at the time (icing)');
    expect(judge({ effort: [{ ...outage, sourceId: 'uav-2' }] }).result).toBe('pass');
  });

  it('first word after 40 hours: unknown', () => {
    expect(words(judge({ lastHeard: { 'uav-1': '2026-02-28T18:00:00.000Z' } }))).toContain('after 40.0 h of silence');
  });

  it('persons are not judged by it', () => expect(judge({}, sighting('b')).result).toBe('pass'));
});

describe('duplicates', () => {
  const item = (id: string, given = {}, hashes: string[] = [], incidentId = 'incident-1') => ({
    sighting: sighting(id, given),
    hashes,
    incidentId,
  });

  it('the same file twice in one incident: the later is a copy, the incident is not', () => {
    const check = checkDuplicates(
      [item('a', {}, ['f1']), item('b', { receivedAt: '2026-03-02T11:00:00.000Z' }, ['f1'])],
      [],
    );
    expect(check.result).toBe('pass');
    expect(check.bySighting.map((v) => v.result)).toEqual(['pass', 'fail']);
    expect(words(check)).toContain('copy of a: same file f1');
  });

  it('all that it holds was received before, in another incident: fails and names it', () => {
    const check = checkDuplicates(
      [item('b', { receivedAt: '2026-03-02T11:00:00.000Z' }, ['f1'])],
      [item('a', {}, ['f1'], 'incident-0')],
    );
    expect([check.result, check.inputs['originalsIn']]).toEqual(['fail', ['incident-0']]);
  });

  it('of two copies only the later one is a copy, wherever one looks from', () => {
    const [first, second] = [
      item('a', {}, ['f1'], 'i1'),
      item('b', { receivedAt: '2026-03-02T11:00:00.000Z' }, ['f1'], 'i2'),
    ];
    expect(checkDuplicates([first], [second]).result).toBe('pass');
    expect(checkDuplicates([second], [first]).result).toBe('fail');
  });

  it('one source saying the same again is a copy; two patrols saying the same are not', () => {
    const later = { receivedAt: '2026-03-02T11:00:00.000Z' };
    expect(checkDuplicates([item('a'), item('b', { ...later, patrolId: 'patrol-a' })], []).bySighting[1]?.result).toBe(
      'fail',
    );
    expect(checkDuplicates([item('a'), item('b', later)], []).bySighting[1]?.result).toBe('pass');
  });

  it('the same forty words for the same time are a copy in spite of punctuation', () => {
    const text = 'Heard one loud explosion to the north of the school, then silence for a while.';
    const again = { text: text.toUpperCase().replace(',', ' -'), receivedAt: '2026-03-02T11:00:00.000Z' };
    expect(checkDuplicates([item('a', { text }), item('b', again)], []).bySighting[1]?.result).toBe('fail');
  });
});

describe('notifications', () => {
  const notice = (given: Partial<Notification> = {}): Notification => ({
    id: 'n1',
    party: 'north',
    kind: 'exercise',
    eventKinds: ['explosion'],
    area: [
      [10.9, 50.05],
      [11.1, 50.05],
      [11.1, 50.15],
      [10.9, 50.15],
      [10.9, 50.05],
    ],
    start: '2026-03-02T08:00:00.000Z',
    end: '2026-03-02T12:00:00.000Z',
    text: null,
    receivedAt: '2026-02-28T08:00:00.000Z',
    submittedBy: 'liaison',
    ...given,
  });
  const judge = (given: Partial<Notification>, incident = exampleIncident()) =>
    checkNotifications(incident, [notice(given)]);

  it('inside in kind, area and time: consistent with the notice, whichever party gave it', () => {
    for (const party of ['north', 'south'])
      expect(judge({ party })).toMatchObject({ result: 'pass', inputs: { consistentWith: 'n1' } });
  });

  it('another kind: no notice concerns it', () => expect(judge({ eventKinds: ['flight'] }).result).toBe('unknown'));

  it('half an hour after the announced end: outside, with the minutes', () => {
    const check = judge({ end: '2026-03-02T09:31:00.000Z' });
    expect([check.result, words(check)]).toEqual(['fail', expect.stringContaining('ended 30 min too late')]);
  });

  it('announced only after it began: not an advance notice', () => {
    expect(words(judge({ receivedAt: '2026-03-02T10:10:00.000Z' }))).toContain('received 10 min after the event began');
  });

  it('another party is alleged than the one that gave notice: outside', () => {
    expect(judge({}, exampleIncident({ allegedParty: 'south' })).result).toBe('fail');
    expect(judge({}, exampleIncident({ allegedParty: 'north' })).result).toBe('pass');
  });

  it('5.6 km outside the area fails; 150 m outside with 100 m standard deviation is unknown', () => {
    expect(words(judge({}, exampleIncident({ estimate: examplePlace(50.2, 11) })))).toContain(
      '5.6 km outside its area',
    );
    expect(judge({}, exampleIncident({ estimate: examplePlace(50.15135, 11) })).result).toBe('unknown');
  });

  it('of two notices the one that fits counts', () => {
    const both = [notice({ id: 'n0', end: '2026-03-02T09:00:00.000Z' }), notice()];
    expect(checkNotifications(exampleIncident(), both).inputs['consistentWith']).toBe('n1');
  });

  it('distance to an area over the antimeridian and to an empty one', () => {
    const square: [number, number][] = [
      [179.9, -1],
      [-179.9, -1],
      [-179.9, 1],
      [179.9, 1],
    ];
    expect(distanceToArea({ lat: 0, lon: 180 }, square)).toBe(0);
    expect(distanceToArea({ lat: 0, lon: -179.8 }, square) / 1000).toBeCloseTo(11.13, 1);
    expect(distanceToArea({ lat: 0, lon: 0 }, [])).toBe(Infinity);
  });
});
