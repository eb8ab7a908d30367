import { LineIndex } from '../geo/line.js';
import type { Sighting } from '../intake/types.js';
import type { Mission } from '../mission/types.js';
import { ledgerOf } from './ledger.js';
import type { LedgerIncident } from './machine-items.js';
import { workingRules } from './rules.js';
import type { Dispute, KeptItem, LedgerState } from './types.js';

/** The line runs east along latitude -41; "up" lies north of it (left when walking east). */
const line = new LineIndex({
  id: 'first',
  effectiveFrom: '2026-01-01T00:00:00.000Z',
  label: { en: 'first' },
  coordinates: [
    [
      [60, -41],
      [63, -41],
    ],
  ],
  left: 'up',
  right: 'down',
  sigmaMetres: 100,
  illustrative: true,
});
const name = (id: string) => ({ id, name: { en: id }, adjective: { en: id } });
const mission = {
  parties: [name('up'), name('down')],
  eventKinds: [
    { id: 'impact', category: 'ceasefire' },
    { id: 'gun-seen', category: 'weapons' },
  ],
  weapons: [{ id: 'mortar', weaponClass: 'mortar', rangeMetres: 7000 }],
  digest: 'x',
} as unknown as Mission;
const geography = {
  sideOf: (p: Parameters<LineIndex['sides']>[0]) => {
    const { left, right } = line.sides(p);
    return { up: left, down: right };
  },
};
const estimate = { lat: -41.018, lon: 61.5, covEE: 2500, covEN: 0, covNN: 2500, method: 'fix' as const };
/** Two kilometres south of the line. */
const incident: LedgerIncident = {
  id: 'i',
  version: 3,
  kind: 'impact',
  weapon: 'mortar',
  start: '2026-02-01T10:00:00.000Z',
  estimate,
  side: geography.sideOf(estimate),
};

function sighting(id: string, change: Partial<Sighting>): Sighting {
  return {
    id,
    patrolId: id,
    platformId: null,
    provider: 'mission',
    allegedParty: null,
    estimate,
    ...change,
  } as Sighting;
}
const crater = (id: string, bearing: number, change: Partial<Sighting> = {}) =>
  sighting(id, { origin: { method: 'crater', bearing, sigmaDegrees: 8 }, ...change });

const ledger = (
  sightings: Sighting[],
  kept: KeptItem[] = [],
  disputes: Dispute[] = [],
  of = incident,
  pack = mission,
) => ledgerOf(of, sightings, kept, disputes, pack, geography);
const p = (state: LedgerState, id: string) => state.hypotheses.find((h) => h.id === id)!;

const kept = (change: Partial<KeptItem>): KeptItem => ({
  id: 'k1',
  incidentId: 'i',
  kind: 'other',
  statement: 'A fragment with a lot number.',
  logRatio: { up: Math.log(6), down: 0, other: 0, accident: 0 },
  sigma: 0.5,
  weighedBy: 'estimate',
  reason: 'Lots of this number were delivered to one depot.',
  basis: [],
  source: 'depot',
  replaces: null,
  by: 'analyst-1',
  at: '2026-02-02T10:00:00.000Z',
  ...change,
});

describe('the ledger', () => {
  it('knows nothing without evidence: the prior stands and no standard is reached', () => {
    const state = ledger([], [], [], { ...incident, kind: 'unheard-of' });
    expect(p(state, 'up').probability).toBeCloseTo(0.49, 12);
    expect(p(state, 'up').probability).toBe(p(state, 'down').probability);
    expect(state.hypotheses.every((h) => h.standard === null && h.low === h.high)).toBe(true);
    expect(state.result).toBe('cannot_tell');
    expect(state.items).toEqual([]);
  });

  it('is the sum of logarithms: one side of impact by hand', () => {
    const state = ledger([]);
    // Surely on the side of "down": fire from across is sixteen times as likely as from one's own side.
    const [up, down, rest] = [0.49 * (32 / 17), 0.49 * (2 / 17), 0.02];
    expect(p(state, 'up').probability).toBeCloseTo(up / (up + down + rest), 6);
    expect(p(state, 'down').probability).toBeCloseTo(down / (up + down + rest), 6);
    expect(p(state, 'up').low).toBeLessThan(p(state, 'up').probability);
    expect(p(state, 'up').high).toBeGreaterThan(p(state, 'up').probability);
  });

  it('a back-bearing across the line speaks for the far side, one away from it for the near side', () => {
    const across = ledger([crater('a', 0)]);
    const away = ledger([crater('a', 180)]);
    expect(p(across, 'up').probability).toBeGreaterThan(p(ledger([]), 'up').probability);
    expect(p(across, 'up').standard).toBe('clear_and_convincing');
    expect(across.result).toBe('up');
    expect(p(away, 'down').probability).toBeGreaterThan(p(away, 'up').probability);
    expect(p(across, 'accident').probability).toBeLessThan(p(ledger([]), 'accident').probability);
  });

  it('bearings of one source count together as one, of two sources they are crossed', () => {
    const odds = (s: LedgerState) => Math.log(p(s, 'up').probability / p(s, 'down').probability);
    const one = odds(ledger([crater('a', 20)]));
    const twice = odds(ledger([crater('a', 20), crater('b', 20, { patrolId: 'a' })]));
    const two = odds(ledger([crater('a', 20), crater('b', 20)]));
    expect(twice).toBeCloseTo(one, 9);
    expect(two).toBeGreaterThan(one);
  });

  it('a disputed item counts no more, an objection taken back lets it count again', () => {
    const at = (n: number) => `2026-02-03T10:0${n}:00.000Z`;
    const dispute = (n: number, disputed: boolean): Dispute => ({
      id: `d${n}`,
      incidentId: 'i',
      itemKey: 'direction_of_fire:a',
      disputed,
      reason: 'The crater had been dug out.',
      by: 'analyst-2',
      at: at(n),
    });
    const all = [crater('a', 180), crater('b', 170)];
    const without = ledger(all, [], [dispute(1, true)]);
    expect(without.items.find((i) => i.key === 'direction_of_fire:a')).toMatchObject({
      disputed: { by: 'analyst-2', reason: 'The crater had been dug out.' },
      share: 0,
      withoutIt: null,
    });
    expect(without.hypotheses).toEqual(ledger([crater('b', 170)]).hypotheses);
    expect(ledger(all, [], [dispute(2, false), dispute(1, true)]).hypotheses).toEqual(ledger(all).hypotheses);
  });

  it("a newer version of a person's item takes the place of the older one", () => {
    const changed = kept({ id: 'k2', replaces: 'k1', logRatio: { up: 0, down: 0, other: 0, accident: 0 } });
    expect(ledger([], [kept({})]).hypotheses).not.toEqual(ledger([]).hypotheses);
    expect(ledger([], [kept({}), changed]).hypotheses).toEqual(ledger([], [{ ...changed, replaces: null }]).hypotheses);
    expect(ledger([], [kept({}), changed]).items.map((i) => i.key)).not.toContain('k1');
  });

  it('further items of one source count for a share only', () => {
    const second = kept({ id: 'k2' });
    const shares = ledger([], [kept({}), second]).items.map((i) => [i.key, i.share]);
    expect(shares).toContainEqual(['k1', 1]);
    expect(shares).toContainEqual(['k2', workingRules.sameSourceShare]);
    expect(ledger([], [kept({}), { ...second, source: 'elsewhere' }]).items.every((i) => i.share === 1)).toBe(true);
  });

  it('marks the items whose removal changes the word or the standard, and no other', () => {
    const state = ledger(
      [crater('a', 0)],
      [kept({ id: 'k9', logRatio: { up: 0.001, down: 0, other: 0, accident: 0 } })],
    );
    const changed = (key: string) => Object.values(state.items.find((i) => i.key === key)!.withoutIt!).some(Boolean);
    expect(changed('side_of_impact:place')).toBe(true);
    expect(changed('k9')).toBe(false);
  });

  it('what stands on a side belongs to it; admissions weigh, a party’s word about another does not', () => {
    const seen = ledger([], [], [], { ...incident, kind: 'gun-seen' });
    expect(seen.result).toBe('down');
    const said = (provider: string) => ledger([sighting('a', { patrolId: null, provider, allegedParty: 'down' })]);
    expect(p(said('party:down'), 'down').probability).toBeGreaterThan(p(ledger([]), 'down').probability);
    expect(said('party:up').hypotheses).toEqual(ledger([]).hypotheses);
    expect(said('party:up').items.map((i) => i.kind)).toContain('accusation');
  });

  it('a party known not to hold the weapon class is less likely', () => {
    const rules = {
      ...workingRules,
      possession: [{ party: 'up', weaponClasses: ['rifle'], source: 'declaration' }],
    };
    const state = ledger([], [], [], incident, { ...mission, attribution: rules });
    expect(p(state, 'up').probability).toBeLessThan(p(ledger([]), 'up').probability);
  });

  it('does not depend on the order of sightings, items or parties', () => {
    const sightings = [crater('a', 10), crater('b', 330), sighting('c', { allegedParty: 'up' })];
    const items = [kept({}), kept({ id: 'k2', source: 'else' })];
    const turned = { ...mission, parties: [...mission.parties].reverse() };
    expect(ledger([...sightings].reverse(), [...items].reverse(), [], incident, turned)).toEqual(
      ledger(sightings, items),
    );
  });
});
