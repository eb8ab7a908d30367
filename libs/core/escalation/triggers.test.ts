import fc from 'fast-check';
import type { CountTrigger, EscalationRules } from '../mission/ladder-types.js';
import type { TriggerIncident } from '../ports-escalation.js';
import { exampleMission } from '../verification/example.fixture.js';
import { countTriggers, matches, singleTriggers } from './triggers.js';

const incident = (id: string, given: Partial<TriggerIncident> = {}): TriggerIncident => ({
  id,
  kind: 'explosion',
  weapon: null,
  zones: [],
  casualties: null,
  civilianObject: false,
  outcome: null,
  sector: 'middle',
  start: '2026-03-02T10:00:00.000Z',
  ...given,
});
const hour = (h: number) => new Date(Date.UTC(2026, 2, 2) + h * 3_600_000).toISOString();
const rule = { id: 'r', rung: 'head', from: 'reported' as const };
const three: CountTrigger = { ...rule, count: 3, hours: 6 };
const rules = (given: Partial<EscalationRules>): EscalationRules => ({
  severity: [],
  repetition: [],
  fireAtMission: [],
  massEvents: [],
  notOlderThanHours: 72,
  snooze: { maxMinutes: 60, maxTimes: 1 },
  words: {} as EscalationRules['words'],
  ...given,
});

describe('what a rule applies to', () => {
  it('everything that it names, and nothing that was set aside', () => {
    const fits = (given: object, of: Partial<TriggerIncident>) =>
      matches({ ...rule, ...given }, incident('i', of), exampleMission);
    expect(fits({}, {})).toBe(true);
    expect(fits({ from: 'verified' }, {})).toBe(false);
    expect(fits({ from: 'verified' }, { outcome: 'verified' })).toBe(true);
    for (const outcome of ['not_verified', 'exercise', 'duplicate']) expect(fits({}, { outcome })).toBe(false);
    expect(fits({ casualties: 'injured' }, { casualties: { killed: 1, injured: 0 } })).toBe(true);
    expect(fits({ casualties: 'killed' }, { casualties: { killed: 0, injured: 4 } })).toBe(false);
    expect(fits({ weaponClasses: ['artillery'] }, { weapon: 'howitzer' })).toBe(true);
    expect(fits({ weaponClasses: ['artillery'] }, { weapon: null })).toBe(false);
    expect(fits({ zones: ['a', 'b'] }, { zones: ['b'] })).toBe(true);
    expect(fits({ civilianObject: true }, { civilianObject: false })).toBe(false);
  });

  it('the matrix and fire at the mission are told apart', () => {
    const found = singleTriggers(
      rules({ severity: [rule], fireAtMission: [{ ...rule, id: 'f' }] }),
      [incident('i')],
      exampleMission,
    );
    expect(found.map((t) => [t.trigger, t.ruleId])).toEqual([
      ['severity', 'r'],
      ['fire_at_mission', 'f'],
    ]);
  });
});

describe('repetition', () => {
  const at = (hours: number[], changed: number[]) =>
    countTriggers(
      rules({ repetition: [three] }),
      new Set(changed.map(String)),
      hours.map((h, i) => incident(String(i), { start: hour(h) })),
      exampleMission,
    ).map((t) => t.incident.id);

  it('begins with the number asked for, within the time and the sector', () => {
    expect(at([0, 3], [1])).toEqual([]);
    expect(at([0, 3, 6], [2])).toEqual(['2']);
    expect(at([0, 3, 6.01], [2])).toEqual([]);
    expect(at([0, 3, 6], [])).toEqual([]);
    const apart = [incident('a'), incident('b'), incident('c', { sector: 'other' }), incident('d', { sector: null })];
    expect(countTriggers(rules({ massEvents: [three] }), new Set(['a', 'b', 'c', 'd']), apart, exampleMission)).toEqual(
      [],
    );
  });

  it('a late record completes a number as well, whatever the order of arrival', () => {
    expect(at([0, 3, 6], [0])).toEqual(['2']);
    fc.assert(
      fc.property(fc.shuffledSubarray([0, 1, 2, 3, 4], { minLength: 5, maxLength: 5 }), (order) => {
        const list = order.map((i) => incident(String(i), { start: hour(i) }));
        const found = countTriggers(rules({ repetition: [three] }), new Set(['4']), list, exampleMission);
        return found.length === 1 && found[0]!.incident.id === '4';
      }),
    );
  });
});
