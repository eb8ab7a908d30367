import { fuseSighting } from '#core/fusion/fuse.js';
import { makeGeography } from '#core/geo/geography.js';
import { verifyIncident } from '#core/verification/verify.js';
import { crowd, crowds, type CrowdName } from '../bench/crowds.js';
import { Memory } from './memory.js';
import { inventedMission } from './mission.js';

const mission = inventedMission();
const geography = makeGeography(mission);
const now = '2026-04-01T12:00:00.000Z';

/** Counts the rows that an object's methods answer with, at any depth of the object. */
function counting<T extends object>(target: T, count: { rows: number }): T {
  return new Proxy(target, {
    get(of, name) {
      const value: unknown = Reflect.get(of, name);
      if (typeof value === 'function' && name !== 'then')
        return (...given: unknown[]) => {
          const answer: unknown = (value as (...g: unknown[]) => unknown).apply(of, given);
          return answer instanceof Promise
            ? answer.then((found: unknown) => {
                count.rows += Array.isArray(found) ? found.length : 1;
                return found;
              })
            : answer;
        };
      return typeof value === 'object' && value !== null ? counting(value, count) : value;
    },
  });
}

/** Rows read by each fuse, and by a verify of the incident that it led to, while the crowd grows. */
async function rowsRead(name: CrowdName, size: number): Promise<{ memory: Memory; fuse: number[]; verify: number[] }> {
  const memory = new Memory(7);
  memory.now = now;
  const deps = memory.deps(mission, geography);
  const [fuse, verify]: [number[], number[]] = [[], []];
  for (const [i, row] of crowd({ mission, geography, clock: { now: () => new Date(now) } }, name, size).entries()) {
    memory.addSighting(row);
    const count = { rows: 0 };
    await fuseSighting(counting(memory.tx, count), deps, row.id);
    fuse.push(count.rows);
    if (i % 25 !== 0 && i < size - 3) continue;
    count.rows = 0;
    const incidentId = (await memory.tx.links.activeOf(row.id))!.incidentId;
    const reads = counting(memory.tx, count);
    const uow = { run: memory.uow.run, read: <T>(body: (r: typeof memory.tx) => Promise<T>) => body(reads) };
    const found = await verifyIncident.prepare({ mission, geography, uow } as unknown as typeof deps, incidentId);
    await verifyIncident.carryOut(counting(memory.tx, count), deps, incidentId, found);
    verify.push(count.rows);
  }
  return { memory, fuse, verify };
}

describe.each([...crowds])('a crowd of 260 sightings: %s', (name) => {
  it('reads no more for each than a fixed number of rows, however many came before', async () => {
    const { memory, fuse, verify } = await rowsRead(name, 260);
    // To fuse: 100 before, 100 after, 120 telling members. To verify: those 120 three times, 200 of the same instant twice.
    expect(Math.max(...fuse)).toBeLessThan(360);
    expect(Math.max(...verify)).toBeLessThan(780);
    // Nothing is lost, and each incident counts its sightings exactly.
    const sizes = new Map<string, number>();
    for (const l of memory.activeLinks()) sizes.set(l.incidentId, (sizes.get(l.incidentId) ?? 0) + 1);
    expect(memory.activeLinks()).toHaveLength(260);
    for (const [id, size] of sizes) expect(memory.incidents.get(id)!.sightingCount).toBe(size);
  }, 60_000);
});

describe('a flood by one account into one incident', () => {
  it('does not hide what two others say of it', async () => {
    const deps = { mission, geography, clock: { now: () => new Date(now) } };
    const { memory } = await rowsRead('exchange', 150);
    const home = memory.activeLinks()[0]!.incidentId;
    const others = crowd(deps, 'evening', 40).slice(0, 2);
    const last = [...memory.sightings.values()].at(-1)!;
    for (const [i, other] of others.entries()) {
      const row = {
        ...other,
        kind: last.kind,
        start: last.start,
        end: last.end,
        estimate: last.estimate,
        cell5: last.cell5,
        patrolId: `patrol-${i}`,
        submittedBy: `other-${i}`,
      };
      memory.addSighting(row);
      await fuseSighting(memory.tx, memory.deps(mission, geography), row.id);
      expect((await memory.tx.links.activeOf(row.id))!.incidentId).toBe(home);
    }
    expect(memory.incidents.get(home)).toMatchObject({ sightingCount: 152, independentCount: 3 });
  }, 60_000);
});
