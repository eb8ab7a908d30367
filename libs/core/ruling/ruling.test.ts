import fc from 'fast-check';
import type { Provision } from '../mission/types.js';
import { exampleMission } from '../verification/example.fixture.js';
import { reachable } from '../verification/transitions.js';
import { gravityOf } from './gravity.js';
import { probabilityWithin, testProvision } from './provisions.js';
import { barred, needsSecond, refuseInvolved, rulingMachine, rulingStateOf, type Involvement } from './who.js';

const provision = (id: string, given: Partial<Provision> = {}): Provision => ({
  ...exampleMission.provisions.find((p) => p.id === id)!,
  ...given,
});
const at = (metres: number, sigmaMetres = 100) => ({ metres, sigmaMetres });
const harmless = { zones: [], casualties: null, civilianObject: false };
const fire = { kind: 'explosion', weapon: null, ...harmless };
const howitzer = { kind: 'weapon_seen', weapon: 'howitzer', ...harmless };
const by = (party: string | null) => ({ party });

describe('what the machine proposes under a provision', () => {
  it('fire attributed to a party: breach by that party, whichever it is, as grave as the pack says', () => {
    for (const party of ['north', 'south'])
      expect(testProvision(provision('fire'), fire, by(party), exampleMission, at(0))).toMatchObject({
        result: 'breach',
        party,
        gravity: 'serious',
      });
  });

  it('fire that cannot be attributed: a breach that names nobody', () => {
    const ruling = testProvision(provision('fire'), fire, by(null), exampleMission, at(0));
    expect(ruling).toMatchObject({ result: 'breach', party: null });
    expect(ruling.reason).toContain('names nobody');
  });

  it('fire without a confirmed attribution: not decided, and no party', () => {
    expect(testProvision(provision('fire'), fire, null, exampleMission, at(0))).toMatchObject({
      result: 'not_decided',
      party: null,
      gravity: null,
    });
  });

  it('a provision that binds only one party is not breached by the other', () => {
    const bound = provision('fire', { binds: ['north'] });
    expect(testProvision(bound, fire, by('south'), exampleMission, at(0)).result).toBe('no_breach');
    expect(testProvision(bound, fire, by('north'), exampleMission, at(0)).result).toBe('breach');
  });

  it('a howitzer 30 km from the line where 50 km are required: breach; at 70 km: none; at 50.1 km: cannot be told', () => {
    const judge = (metres: number, sigma: number) =>
      testProvision(provision('weapons'), howitzer, by('north'), exampleMission, at(metres, sigma));
    expect(judge(30_000, 2000)).toMatchObject({ result: 'breach', gravity: 'grave' });
    expect(judge(70_000, 2000)).toMatchObject({ result: 'no_breach', gravity: null });
    const near = judge(50_100, 2000);
    expect([near.result, near.party]).toEqual(['not_decided', null]);
    expect(near.reason).toContain('50.1 km from the line (standard deviation 2.0 km), 50 km required for "artillery"');
  });

  it('a weapon that is far enough away breaches nothing, also before anybody is attributed', () => {
    expect(testProvision(provision('weapons'), howitzer, null, exampleMission, at(80_000)).result).toBe('no_breach');
  });

  it('what counts over time is left to a person', () => {
    for (const kind of ['ceiling', 'presence', 'condition'] as const)
      expect(testProvision(provision('fire', { kind }), fire, by('north'), exampleMission, at(0)).result).toBe(
        'not_decided',
      );
  });

  it('gravity: by kind, else for any, else minor', () => {
    const shot = { ...fire, kind: 'shot' };
    expect(gravityOf(provision('fire'), fire, exampleMission)).toBe('serious');
    expect(gravityOf(provision('fire'), shot, exampleMission)).toBe('minor');
    expect(gravityOf(provision('fire', { gravity: {} }), shot, exampleMission)).toBe('minor');
  });

  it('probability of being nearer than a limit: half at the limit, 0.975 two sigmas (1.96) inside, both sides counted', () => {
    expect(probabilityWithin(50_000, 50_000, 1000)).toBeCloseTo(0.5, 9);
    expect(probabilityWithin(50_000, 50_000 - 1959.964, 1000)).toBeCloseTo(0.975, 6);
    expect(probabilityWithin(1000, 0, 1000)).toBeCloseTo(0.682689492, 8);
    expect([probabilityWithin(10, 9, 0), probabilityWithin(10, 11, 0)]).toEqual([1, 0]);
  });

  it('swapping the parties swaps them in every ruling, and changes nothing else', () => {
    const swapOf: Record<string, string> = { north: 'south', south: 'north' };
    const swap = <T>(value: T): T =>
      JSON.parse(JSON.stringify(value).replace(/\b(north|south)\b/g, (id) => swapOf[id]!)) as T;
    const arbitrary = fc.record({
      id: fc.constantFrom('fire', 'weapons', 'movement'),
      binds: fc.subarray(['north', 'south']),
      party: fc.constantFrom('north', 'south', null),
      attributed: fc.boolean(),
      kind: fc.constantFrom('explosion', 'weapon_seen', 'denied'),
      weapon: fc.constantFrom(null, 'howitzer', 'rifle'),
      metres: fc.nat(100_000),
      sigma: fc.integer({ min: 1, max: 5000 }),
    });
    fc.assert(
      fc.property(arbitrary, (a) => {
        const rule = (x: typeof a) =>
          testProvision(
            provision(x.id, { binds: x.binds }),
            { ...harmless, ...x },
            x.attributed ? by(x.party) : null,
            exampleMission,
            at(x.metres, x.sigma),
          );
        expect(rule(swap(a))).toEqual(swap(rule(a)));
      }),
      { numRuns: 500 },
    );
  });
});

describe('who rules', () => {
  const nothing: Involvement = { reported: false, verified: false, attributed: false, ruled: false };

  it('the state machine reaches every state, and no step is named twice from one state', () => {
    expect(reachable(rulingMachine, 'proposed')).toEqual(
      new Set(['proposed', 'awaiting_second', 'ruled', 'withdrawn']),
    );
    expect(new Set(rulingMachine.map((t) => `${t.from}.${t.name}`)).size).toBe(rulingMachine.length);
  });

  it('a grave breach takes two: ruled by one it waits, and does not hold', () => {
    expect(needsSecond({ result: 'breach', gravity: 'grave' })).toBe(true);
    expect(needsSecond({ result: 'breach', gravity: 'serious' })).toBe(false);
    expect(rulingStateOf({ state: 'proposed', ruledBy: 'ann' })).toBe('awaiting_second');
    expect(rulingStateOf({ state: 'proposed', ruledBy: null })).toBe('proposed');
  });

  it('reporter and verifier can neither rule nor confirm; the ruler cannot confirm', () => {
    for (const step of ['rule', 'confirm'] as const) {
      expect(() => refuseInvolved(step, nothing)).not.toThrow();
      for (const key of barred[step])
        expect(() => refuseInvolved(step, { ...nothing, [key]: true })).toThrow(/another person/);
    }
    expect(barred.confirm).toContain('ruled');
    expect(() => refuseInvolved('rule', { ...nothing, attributed: true })).not.toThrow();
  });
});
