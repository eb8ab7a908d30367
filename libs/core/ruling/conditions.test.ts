import type { Provision } from '../mission/types.js';
import { exampleMission } from '../verification/example.fixture.js';
import { dutyState, type ConditionFact } from './conditions.js';
import { gravityOf, reaches } from './gravity.js';
import { testProvision } from './provisions.js';

const make = (id: string, number: string, given: Partial<Provision>): Provision => ({
  ...exampleMission.provisions[0]!,
  id,
  number,
  binds: [],
  inForceFrom: '2026-01-01T00:00:00.000Z',
  inForceUntil: null,
  ...given,
});
const mission = {
  provisions: [
    make('duty', '13', {}),
    make('other', '11', {}),
    make('link', '14.1', { kind: 'condition', condition: { while: 'other', then: 'duty' } }),
  ],
};
const breach = (party: string, at: string): ConditionFact => ({ provisionId: 'other', party, at, breached: true });
const kept = (party: string, at: string): ConditionFact => ({ provisionId: 'other', party, at, breached: false });
const [march, april, may] = ['2026-03-01', '2026-04-01', '2026-05-01'].map((d) => `${d}T00:00:00.000Z`) as [
  string,
  string,
  string,
];
const state = (party: string, at: string, facts: ConditionFact[]) =>
  dutyState(mission, { id: 'duty' }, party, at, facts)?.state;

describe("a duty that holds while another's is kept", () => {
  it('holds until the other party breaches, lapses from then on, and holds again once it is found kept', () => {
    const facts = [breach('south', march), kept('south', may)];
    expect(state('north', '2026-02-01T00:00:00.000Z', facts)).toBe('holds');
    expect(state('north', march, facts)).toBe('lapsed');
    expect(state('north', april, facts)).toBe('lapsed');
    expect(state('north', may, facts)).toBe('holds');
  });

  it("does not lapse by the party's own breach, nor by a breach that names nobody", () => {
    expect(state('south', april, [breach('south', march)])).toBe('holds');
    const nobody: ConditionFact = { provisionId: 'other', party: null, at: march, breached: true };
    expect(state('north', april, [nobody])).toBe('holds');
  });

  it('what a person ruled on the condition itself goes first, for the party it was ruled for', () => {
    const ruled = (breached: boolean, party: string): ConditionFact => ({
      provisionId: 'link',
      party,
      at: april,
      breached,
    });
    expect(state('north', may, [breach('south', march), ruled(false, 'north')])).toBe('holds');
    expect(state('north', may, [ruled(true, 'north')])).toBe('lapsed');
    expect(state('north', may, [ruled(true, 'south')])).toBe('holds');
  });

  it('is nothing where no condition is in force', () => {
    expect(dutyState(mission, { id: 'other' }, 'north', may, [])).toBeNull();
    expect(dutyState(mission, { id: 'duty' }, 'north', '2025-12-31T00:00:00.000Z', [])).toBeNull();
  });

  it('a lapsed duty is never proposed as breached: a person must rule', () => {
    const fire = { kind: 'explosion', weapon: null, zones: [], casualties: null, civilianObject: false };
    const test = (facts: ConditionFact[]) =>
      testProvision(
        exampleMission.provisions.find((p) => p.id === 'fire')!,
        fire,
        { party: 'north' },
        exampleMission,
        { metres: 0, sigmaMetres: 1 },
        dutyState(mission, { id: 'duty' }, 'north', april, facts),
      );
    expect(test([]).result).toBe('breach');
    expect(test([breach('south', march)])).toMatchObject({ result: 'not_decided', party: null, gravity: null });
  });
});

describe('the gravity matrix', () => {
  const pack = {
    weapons: exampleMission.weapons,
    gravityMatrix: [
      { casualties: 'injured' as const, gravity: 'serious' as const },
      { casualties: 'killed' as const, gravity: 'grave' as const },
      { weaponClasses: ['artillery'], civilianObject: true, gravity: 'grave' as const },
      { zones: ['dam'], kinds: ['shot'], gravity: 'serious' as const },
    ],
  };
  const provision = { gravity: { '*': 'minor' as const } };
  const shot = { kind: 'shot', weapon: null, zones: [], casualties: null, civilianObject: false };
  const judge = (given: object) => gravityOf(provision, { ...shot, ...given }, pack);

  it('kind × weapon × casualties × zone × civilian object', () => {
    expect(judge({})).toBe('minor');
    expect(judge({ casualties: { killed: 0, injured: 0 } })).toBe('minor');
    expect(judge({ casualties: { killed: 0, injured: 2 } })).toBe('serious');
    expect(judge({ casualties: { killed: 1, injured: 0 } })).toBe('grave');
    expect(judge({ weapon: 'howitzer' })).toBe('minor');
    expect(judge({ weapon: 'howitzer', civilianObject: true })).toBe('grave');
    expect(judge({ civilianObject: true })).toBe('minor');
    expect(judge({ zones: ['dam'] })).toBe('serious');
    expect(judge({ zones: ['dam'], kind: 'explosion' })).toBe('minor');
  });

  it('only raises: a provision that says grave stays grave', () => {
    expect(gravityOf({ gravity: { '*': 'grave' } }, { ...shot, casualties: { killed: 0, injured: 1 } }, pack)).toBe(
      'grave',
    );
  });

  it('standards of proof have their order', () => {
    expect(reaches('clear_and_convincing', 'reasonable_grounds')).toBe(true);
    expect(reaches('reasonable_suspicion', 'reasonable_grounds')).toBe(false);
  });
});
