import fc from 'fast-check';
import type { Actor } from '#core/access/types.js';
import { fuseSighting } from '#core/fusion/fuse.js';
import { mergeIncidents, splitIncident, undoRestructure } from '#core/fusion/restructure.js';
import { makeGeography } from '#core/geo/geography.js';
import { prepareSighting } from '#core/intake/prepare.js';
import type { SightingInput } from '#core/intake/types.js';
import { makeRandom } from '#core/simulation/random.js';
import { Memory } from './memory.js';
import { inventedMission } from './mission.js';

const mission = inventedMission();
const geography = makeGeography(mission);
const analyst: Actor = { id: 'analyst-1', role: 'analyst', scope: { sectors: [], party: null }, type: 'person' };
const monitor: Actor = { id: 'monitor-1', role: 'monitor', scope: { sectors: [], party: null }, type: 'person' };
const random = makeRandom(7);

/** Events two kilometres and ten minutes apart, three drones' fixes each. */
async function filled(events: number) {
  const memory = new Memory();
  const deps = memory.deps(mission, geography);
  memory.now = '2026-03-05T12:00:00.000Z';
  for (let event = 0; event < events; event++)
    for (let drone = 0; drone < 3; drone++) await report(memory, event, `drone-${drone}`);
  return { memory, deps };
}

async function report(
  memory: Memory,
  event: number,
  platformId: string,
  place = { lat: -41.3 + event * 0.02, lon: 61.4, precisionMetres: 60 },
): Promise<string> {
  const deps = memory.deps(mission, geography);
  const at = Date.parse('2026-03-05T08:00:00.000Z') + event * 600_000;
  const input: SightingInput = {
    id: random.uuid(at),
    type: 'observation',
    kind: 'explosion',
    means: 'drone',
    start: new Date(at).toISOString(),
    end: new Date(at + 5000).toISOString(),
    place: { type: 'fix', ...place },
    platformId,
  };
  const row = prepareSighting(deps, monitor, input);
  memory.addSighting(row);
  await fuseSighting(memory.tx, deps, row.id);
  return row.id;
}

/** Which sightings are together, independent of incident ids. */
function partition(memory: Memory): string[] {
  const groups = new Map<string, string[]>();
  for (const l of memory.activeLinks()) groups.set(l.incidentId, [...(groups.get(l.incidentId) ?? []), l.sightingId]);
  return [...groups.values()].map((g) => g.sort().join()).sort();
}

function live(memory: Memory) {
  return [...memory.incidents.values()].filter((i) => i.state !== 'merged').sort((a, b) => (a.id < b.id ? -1 : 1));
}

function expectWhole(memory: Memory): void {
  const linked = memory.activeLinks().map((l) => l.sightingId);
  expect(linked.sort()).toEqual([...memory.sightings.keys()].sort());
  for (const incident of live(memory)) {
    const own = memory.activeLinks().filter((l) => l.incidentId === incident.id);
    expect(own.length).toBe(incident.sightingCount);
    expect(own.length).toBeGreaterThan(0);
  }
}

describe('split, merge and undo', () => {
  it('lose no sighting in any order, and undo restores what was before', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.record({ what: fc.nat(2), a: fc.nat(50), b: fc.nat(50) }), { maxLength: 10 }),
        async (steps) => {
          const { memory, deps } = await filled(3);
          const done: { id: string; before: string[]; states: string[] }[] = [];
          const states = () => live(memory).map((i) => `${i.id} ${i.kind} ${i.sightingCount} ${i.start}`);
          for (const { what, a, b } of steps) {
            const incidents = live(memory);
            const incident = incidents[a % incidents.length]!;
            const own = memory.activeLinks().filter((l) => l.incidentId === incident.id);
            const [before, statesBefore] = [partition(memory), states()];
            if (what === 0 && own.length > 1) {
              const sightingIds = own.slice(0, 1 + (b % (own.length - 1))).map((l) => l.sightingId);
              const input = { incidentId: incident.id, version: incident.version, sightingIds, reason: 'two events' };
              const { restructureId } = await splitIncident(deps, analyst, input);
              expect(live(memory).length).toBe(incidents.length + 1);
              done.push({ id: restructureId, before, states: statesBefore });
            } else if (what === 1 && incidents.length > 1) {
              const other = incidents[(a + 1 + (b % (incidents.length - 1))) % incidents.length]!;
              const input = { into: incident.id, from: [other.id], reason: 'one event' };
              const { restructureId } = await mergeIncidents(deps, analyst, input);
              expect(live(memory).length).toBe(incidents.length - 1);
              done.push({ id: restructureId, before, states: statesBefore });
            } else if (what === 2 && done.length > 0) {
              const last = done.pop()!;
              await undoRestructure(deps, analyst, { restructureId: last.id, reason: 'mistaken' });
              expect(partition(memory)).toEqual(last.before);
              expect(states()).toEqual(last.states);
            }
            expectWhole(memory);
          }
        },
      ),
      { numRuns: 60 },
    );
  });

  it('keeps what a person has separated apart when more records come in', async () => {
    const { memory, deps } = await filled(1);
    const [incident] = live(memory);
    const [first] = memory.activeLinks();
    await splitIncident(deps, analyst, {
      incidentId: incident!.id,
      version: incident!.version,
      sightingIds: [first!.sightingId],
      reason: 'two events',
    });
    for (let i = 0; i < 4; i++) await report(memory, 0, `late-${i}`);
    const home = new Map(memory.activeLinks().map((l) => [l.sightingId, l.incidentId]));
    expect(home.get(first!.sightingId)).not.toBe(incident!.id);
    expect(live(memory).length).toBe(2);
    expectWhole(memory);
  });

  it('keeps what a person has merged together, though the machine would not', async () => {
    const { memory, deps } = await filled(2);
    const [a, b] = live(memory);
    await mergeIncidents(deps, analyst, { into: a!.id, from: [b!.id], reason: 'one long event' });
    for (let i = 0; i < 3; i++) await report(memory, i % 2, `late-${i}`);
    const homes = memory
      .activeLinks()
      .filter((l) => l.madeBy === analyst.id)
      .map((l) => l.incidentId);
    expect(new Set(homes)).toEqual(new Set([a!.id]));
    expectWhole(memory);
  });

  it('keeps apart what the machine had merged and a person took back', async () => {
    const memory = new Memory();
    memory.now = '2026-03-05T12:00:00.000Z';
    const deps = memory.deps(mission, geography);
    const vague = (north: number) => ({ lat: -41.3 + north / 111_070, lon: 61.4, precisionMetres: 450 });
    await report(memory, 0, 'drone-a', vague(0));
    await report(memory, 0, 'drone-b', vague(60));
    await report(memory, 0, 'drone-c', vague(3600));
    expect(live(memory).length).toBe(2);
    const before = partition(memory);
    const bridge = await report(memory, 0, 'drone-d', vague(1800));
    expect(live(memory).length).toBe(1);
    const [merge] = memory.restructures.values();
    expect(merge!.by).toBe('machine');
    await undoRestructure(deps, analyst, { restructureId: merge!.id, reason: 'two events' });
    expectWhole(memory);
    expect(live(memory).length).toBe(2);
    const withoutBridge = partition(memory).map((g) =>
      g
        .split(',')
        .filter((id) => id !== bridge)
        .join(),
    );
    expect(withoutBridge.sort()).toEqual(before);
    for (let i = 0; i < 3; i++) await report(memory, 0, `late-${i}`, vague(1800));
    expect(live(memory).length).toBeGreaterThanOrEqual(2);
    for (const group of before)
      expect(partition(memory).some((g) => group.split(',').every((id) => g.includes(id)))).toBe(true);
    const [first, second] = before.map((g) => g.split(',')[0]!);
    expect((await memory.tx.links.activeOf(first!))!.incidentId).not.toBe(
      (await memory.tx.links.activeOf(second!))!.incidentId,
    );
  });

  it('refuses to undo below a later change, twice, or for who may not', async () => {
    const { memory, deps } = await filled(2);
    const [a, b] = live(memory);
    const merge = await mergeIncidents(deps, analyst, { into: a!.id, from: [b!.id], reason: 'one event' });
    const whole = live(memory)[0]!;
    const some = memory.activeLinks()[0]!.sightingId;
    const split = await splitIncident(deps, analyst, {
      incidentId: whole.id,
      version: whole.version,
      sightingIds: [some],
      reason: 'not this one',
    });
    const undo = (restructureId: string, actor = analyst) =>
      undoRestructure(deps, actor, { restructureId, reason: 'mistaken' });
    await expect(undo(merge.restructureId)).rejects.toMatchObject({ code: 'not_possible' });
    await expect(undo(split.restructureId, monitor)).rejects.toMatchObject({ code: 'not_allowed' });
    const elsewhere: Actor = { ...analyst, scope: { sectors: ['other'], party: null } };
    await expect(undo(split.restructureId, elsewhere)).rejects.toMatchObject({ code: 'not_found' });
    await undo(split.restructureId);
    await expect(undo(split.restructureId)).rejects.toMatchObject({ code: 'not_possible' });
    await undo(merge.restructureId);
    expect(live(memory).map((i) => i.id)).toEqual([a!.id, b!.id].sort());
    await expect(
      splitIncident(deps, analyst, { incidentId: a!.id, version: 1, sightingIds: [some], reason: 'old version' }),
    ).rejects.toMatchObject({ code: 'conflict' });
  });
});
