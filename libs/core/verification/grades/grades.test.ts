import fc from 'fast-check';
import type { Sighting } from '../../intake/types.js';
import { exampleMission, exampleSighting } from '../example.fixture.js';
import type { Check } from '../types.js';
import { credibilityOfIncident, credibilityOfItem } from './credibility.js';
import { outcomesOf, reliabilityOf as reliabilityBy, sourceKeyOf } from './reliability.js';

const check = (
  name: Check['name'],
  verdicts: Record<string, Check['result']>,
): Pick<Check, 'name' | 'result' | 'inputs'> => ({
  name,
  result: 'unknown',
  inputs: { bySighting: Object.entries(verdicts).map(([sightingId, result]) => ({ sightingId, result, because: '' })) },
});

const reliabilityOf = (history: { confirmed: number; refuted: number }) =>
  reliabilityBy(history, exampleMission.verification.reliability);

describe('reliability of a source', () => {
  it.each([
    [0, 0, 'F'],
    [9, 0, 'F'],
    [10, 0, 'A'],
    [19, 1, 'A'],
    [94, 6, 'B'],
    [8, 2, 'B'],
    [6, 4, 'C'],
    [4, 6, 'D'],
    [3, 7, 'E'],
    [0, 40, 'E'],
  ] as const)('%i confirmed and %i refuted give %s', (confirmed, refuted, letter) => {
    expect(reliabilityOf({ confirmed, refuted }).letter).toBe(letter);
  });

  it('never worsens with a further confirmed item, once it can be judged', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 500 }), fc.integer({ min: 0, max: 500 }), (confirmed, refuted) => {
        fc.pre(confirmed + refuted >= 10);
        const more = reliabilityOf({ confirmed: confirmed + 1, refuted }).letter;
        expect(more <= reliabilityOf({ confirmed, refuted }).letter).toBe(true);
      }),
    );
  });

  it('counts an item as confirmed only where another independent source speaks for it', () => {
    const [a, b] = [exampleSighting('a'), exampleSighting('b')];
    const party = exampleSighting('p', { provider: 'party:north', patrolId: null });
    const results = (list: Sighting[], outcome: 'verified' | 'not_verified' | 'exercise' | null) =>
      outcomesOf('i', outcome, list, '2026-03-02T12:00:00.000Z').map((o) => o.result);
    expect(results([a, b], 'verified')).toEqual(['confirmed', 'confirmed']);
    expect(results([a], 'verified')).toEqual(['open']);
    expect(results([a, party], 'verified')).toEqual(['open', 'confirmed']);
    expect(results([a, b], 'not_verified')).toEqual(['refuted', 'refuted']);
    expect(results([a, b], 'exercise')).toEqual(['open', 'open']);
    expect(results([a, b], null)).toEqual(['open', 'open']);
  });

  it('names the source by platform, patrol, provider or person', () => {
    const keys = [
      exampleSighting('a', { platformId: 'uav-1' }),
      exampleSighting('b', { patrolId: 'p4' }),
      exampleSighting('c', { provider: 'party:south' }),
      exampleSighting('d', { patrolId: null, submittedBy: 'ina' }),
    ].map(sourceKeyOf);
    expect(keys).toEqual(['platform:uav-1', 'patrol:p4', 'provider:party:south', 'person:ina']);
  });
});

describe('credibility of an item', () => {
  const [a, b] = [exampleSighting('a'), exampleSighting('b')];
  const fine = [check('plausible_time', { a: 'pass', b: 'pass' })];

  it('follows its rule from 1 to 6', () => {
    expect(credibilityOfItem('a', [a, b], fine).number).toBe(1);
    expect(credibilityOfItem('a', [a], [...fine, check('evidence_integrity', { a: 'pass' })]).number).toBe(2);
    expect(credibilityOfItem('a', [a], fine).number).toBe(3);
    expect(credibilityOfItem('a', [a, b], [...fine, check('sensor_health', { a: 'fail' })]).number).toBe(4);
    expect(credibilityOfItem('a', [a, b], [check('plausible_range', { a: 'fail', b: 'pass' })]).number).toBe(5);
    expect(credibilityOfItem('a', [a, b], []).number).toBe(6);
  });

  it('is not raised by what is itself impossible, nor by what a party supplies, whichever it is', () => {
    expect(credibilityOfItem('a', [a, b], [check('plausible_time', { a: 'pass', b: 'fail' })]).number).toBe(3);
    for (const party of ['north', 'south']) {
      const told = exampleSighting('b', { provider: `party:${party}`, patrolId: null });
      expect(credibilityOfItem('a', [a, told], fine).number).toBe(3);
    }
  });

  it('of an incident is that of its best-supported item; what cannot be judged pulls nothing down', () => {
    const mixed = [check('plausible_time', { a: 'pass' })];
    expect(credibilityOfIncident([a, b], mixed).number).toBe(1);
    expect(credibilityOfIncident([a], []).number).toBe(6);
    expect(credibilityOfIncident([a, b], [check('plausible_time', { a: 'fail', b: 'fail' })]).number).toBe(5);
  });
});
