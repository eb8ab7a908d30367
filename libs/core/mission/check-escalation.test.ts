import { exampleMission } from '../verification/example.fixture.js';
import { escalationFaults } from './check-escalation.js';
import type { EscalationRules } from './ladder-types.js';
import type { Mission } from './types.js';

const words = (text: string) => ({ en: text });
const rules: EscalationRules = {
  starts: { serious: 'sector', grave: 'head' },
  severity: [{ id: 'killed', rung: 'head', from: 'verified', casualties: 'killed' }],
  repetition: [],
  fireAtMission: [{ id: 'fire', rung: 'head', from: 'reported', kinds: ['explosion'] }],
  massEvents: [],
  notOlderThanHours: 72,
  snooze: { maxMinutes: 60, maxTimes: 1 },
  words: {
    subject: words('{mission} {level}'),
    text: words('{cause} {kind}'),
    alarm: words('{alarm}'),
    causes: {
      ruling: words('a'),
      severity: words('b'),
      repetition: words('c'),
      fire_at_mission: words('d'),
      mass_event: words('e'),
      alarm: words('f'),
      person: words('g'),
      silence: words('h'),
    },
  },
};
const faultsOf = (given: Partial<EscalationRules>): string[] =>
  escalationFaults({ ...exampleMission, escalationRules: { ...rules, ...given } } as Mission).map((f) => f.path);

describe('rules of escalation in a pack', () => {
  it('are sound, or absent', () => {
    expect(faultsOf({})).toEqual([]);
    expect(escalationFaults(exampleMission)).toEqual([]);
  });

  it('name only what the pack has', () => {
    expect(faultsOf({ starts: { serious: 'moon', grave: 'head' }, alarms: 'sun' })).toEqual([
      '/escalationRules/starts/serious',
      '/escalationRules/alarms',
    ]);
    const wrong = {
      id: 'x',
      rung: 'moon',
      from: 'verified' as const,
      kinds: ['rain'],
      zones: ['z'],
      weaponClasses: ['w'],
    };
    expect(faultsOf({ severity: [wrong] })).toHaveLength(4);
  });

  it('say to which incidents they apply, under an id of their own', () => {
    expect(faultsOf({ severity: [{ id: 'fire', rung: 'head', from: 'verified' }] })).toEqual([
      '/escalationRules/severity/0',
      '/escalationRules/fireAtMission/0/id',
    ]);
    expect(faultsOf({ fireAtMission: [{ id: 'fire', rung: 'head', from: 'reported' }] })).toEqual([
      '/escalationRules/fireAtMission/0',
    ]);
  });

  it('bring words in every language, and ask only for what is there', () => {
    const text = { de: '{cause}' } as unknown as { en: string };
    expect(faultsOf({ words: { ...rules.words, text } })).toEqual(['/escalationRules/words/text']);
    expect(faultsOf({ words: { ...rules.words, subject: words('{party}') } })).toEqual([
      '/escalationRules/words/subject/en',
    ]);
    const causes = { ...rules.words.causes, person: words('{kind}') };
    expect(faultsOf({ words: { ...rules.words, causes } })).toEqual(['/escalationRules/words/causes/person/en']);
  });
});
