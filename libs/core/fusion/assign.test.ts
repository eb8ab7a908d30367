import { assign, type Group } from './assign.js';
import type { Item } from './item.js';
import { fusionDefaults, type FusionModel } from './model.js';
import type { Surroundings } from './rate.js';

const model: FusionModel = {
  numbers: { ...fusionDefaults, joinLogRatio: 0, maxMetres: 15_000, maxSeconds: 3600, baseRatePerKm2Hour: 0.0001 },
  kinds: ['explosion'],
  confusion: [[1]],
  weapons: [],
  naming: [],
  machines: new Set(),
};

function item(id: string, east: number, time: number, sigma = 60): Item {
  return {
    id,
    east,
    north: 0,
    covEE: sigma ** 2,
    covEN: 0,
    covNN: sigma ** 2,
    time,
    timeVariance: 100,
    halfLength: 0,
    clockVariance: 100,
    source: id,
    machine: true,
    told: false,
    quotes: null,
    kind: 0,
    weapon: -1,
  };
}

function run(groups: Group[], added: Item): Group[] {
  const items = [...groups.flatMap((g) => g.items), added];
  const around: Surroundings = {
    logRate: new Map(items.map((i) => [i.id, Math.log(0.1 / 1e6 / 3600)])),
    kinds: [1],
    weapons: [],
    saidKinds: [1],
    saidWeapons: [],
  };
  return assign(model, around, groups, added);
}

const group = (incident: string, items: Item[], fixed: string[] = []): Group => ({
  incident,
  items,
  fixed: new Set(fixed),
  whole: true,
});
const members = (groups: Group[]) =>
  groups
    .filter((g) => g.items.length > 0)
    .map(
      (g) =>
        `${g.incident ?? 'new'}: ${g.items
          .map((i) => i.id)
          .sort()
          .join(' ')}`,
    )
    .sort();

describe('assigning one new record', () => {
  it('joins the likelier of two incidents and opens a new one far from both', () => {
    const groups = [group('A', [item('a', 0, 0)]), group('B', [item('b', 900, 0)])];
    expect(members(run(groups, item('x', 850, 5)))).toEqual(['A: a', 'B: b x']);
    expect(members(run(groups, item('x', 5000, 5)))).toEqual(['A: a', 'B: b', 'new: x']);
    expect(members(run(groups, item('x', 0, 900)))).toEqual(['A: a', 'B: b', 'new: x']);
  });

  it('leaves the groups it was given as they were', () => {
    const groups = [group('A', [item('a', 0, 0)])];
    run(groups, item('x', 20, 2));
    expect(members(groups)).toEqual(['A: a']);
  });

  it('merges two incidents that the new record shows to be one', () => {
    const wide = (id: string, east: number) => item(id, east, 0, 450);
    const groups = [group('A', [wide('a1', 0), wide('a2', 60)]), group('B', [wide('b1', 2300)])];
    expect(members(run(groups, item('x', 1150, 1)))).toEqual(['A: a1 a2 b1 x']);
  });

  it('takes a record back out of an incident that a sharper neighbour explains better', () => {
    const vague = item('v', 500, 0, 400);
    const groups = [group('A', [item('a', 0, 0), vague])];
    const after = run([...groups, group('B', [item('b', 620, 0)])], item('x', 600, 1));
    expect(members(after)).toContain('A: a');
  });

  it('never moves what a person fixed, nor merges two incidents that people have touched', () => {
    const groups = [group('A', [item('a', 0, 0)], ['a']), group('B', [item('b', 10, 1)], ['b'])];
    const after = members(run(groups, item('x', 5, 1)));
    expect(after.some((m) => m.startsWith('A: a'))).toBe(true);
    expect(after.some((m) => m.startsWith('B: b'))).toBe(true);
    expect(after.length).toBe(2);
  });
});
