import { Problem } from '../errors.js';
import type { JobHandler, ManyJob, PreparedJob, WorkBus } from '../ports.js';
import type { Work } from './types.js';
import { buryWork, carryOut, carryOutMany, isPermanent, noteFailure, reconcile, relayDue } from './work.js';
import { owedWork } from '../../../test/setup/owedwork.js';

let time = Date.parse('2026-11-22T05:00:00.000Z');
const now = () => new Date(time);

/** Remembers what it holds, by id and epoch, as the real queue does. */
function bus(): WorkBus & { held: string[]; away: boolean | 'when told' } {
  const key = (work: { id: string; epoch: number }) => `${work.id}-${work.epoch}`;
  return {
    held: [],
    away: false,
    async add(works, before) {
      if (this.away === true) throw new Problem('unavailable', 'away');
      await before?.(new Map(works.map((work) => [work.id, key(work)])));
      if (this.away) throw new Problem('unavailable', 'away since');
      this.held.push(...works.map(key).filter((id) => !this.held.includes(id)));
    },
    async forgotten(works) {
      return works.filter((work) => !this.held.includes(key(work))).map((work) => work.id);
    },
  };
}

describe('owed work', () => {
  it('is done once, however often it is delivered', async () => {
    const world = owedWork(now);
    world.owe(1, 'fuse');
    const seen: string[] = [];
    const fuse: JobHandler = async (_tx, _deps, subjectId) => void seen.push(subjectId);
    expect(await carryOut(world.deps, { fuse }, { workId: 'e0.fuse', epoch: 0 })).toBe('done');
    expect(await carryOut(world.deps, { fuse }, { workId: 'e0.fuse', epoch: 0 })).toBe('already done');
    expect(await carryOut(world.deps, { fuse }, { workId: 'e0.fuse', epoch: 1 })).toBe('already done');
    expect(seen).toEqual(['s0']);
  });

  it('is done together; a bad subject stops nobody else, and its reason is told', async () => {
    const world = owedWork(now);
    world.owe(5, 'fuse');
    const seen: string[] = [];
    const together: string[][] = [];
    const one: JobHandler = async (_tx, _deps, subjectId) => {
      if (subjectId === 's2') throw new Problem('not_found', 'There is no s2');
      seen.push(subjectId);
    };
    const fuse: ManyJob = {
      one,
      many: async (deps, subjectIds) => async (tx) => {
        together.push(subjectIds);
        for (const id of subjectIds) await one(tx, deps, id);
      },
    };
    const hints = (ids: number[]) => ids.map((i) => ({ workId: `e${i}.fuse`, epoch: 0, subjectId: `s${i}` }));
    expect(await carryOutMany(world.deps, { fuse }, hints([0, 1]))).toEqual([]);
    expect(seen.splice(0)).toEqual(['s0', 's1']);
    const failed = await carryOutMany(world.deps, { fuse }, hints([1, 2, 3, 4]));
    expect(failed.map(({ hint, error }) => [hint.workId, error.message])).toEqual([['e2.fuse', 'There is no s2']]);
    expect([...world.works.values()].map((work) => work.state)).toEqual(['done', 'done', 'owed', 'done', 'done']);
    expect(together).toEqual([['s0', 's1']]);
    const again = await carryOutMany(world.deps, { fuse }, hints([2, 3]));
    expect(again).toHaveLength(1);
  });

  it('is left together while a store is away, and asks it once, not for each', async () => {
    const world = owedWork(now);
    world.owe(3, 'fuse');
    let asked = 0;
    const away = () => {
      asked++;
      throw new Problem('unavailable', 'away');
    };
    const hints = [0, 1, 2].map((i) => ({ workId: `e${i}.fuse`, epoch: 0, subjectId: `s${i}` }));
    const fuse: ManyJob = { one: async () => away(), many: async () => away() };
    await expect(carryOutMany(world.deps, { fuse }, hints)).rejects.toMatchObject({ code: 'unavailable' });
    await expect(carryOutMany(world.deps, { fuse: async () => away() }, hints)).rejects.toThrow('away');
    expect(asked).toBe(2);
  });

  it('stays owed when its handler fails', async () => {
    const world = owedWork(now);
    world.owe(1, 'fuse');
    const fuse: JobHandler = async () => {
      throw new Error('disk');
    };
    await expect(carryOut(world.deps, { fuse }, { workId: 'e0.fuse', epoch: 0 })).rejects.toThrow('disk');
    expect(world.works.get('e0.fuse')?.state).toBe('owed');
  });

  it('cannot be carried out when the database does not know it', async () => {
    const failure = carryOut(owedWork(now).deps, {}, { workId: 'nothing', epoch: 0 });
    await expect(failure).rejects.toMatchObject({ code: 'not_found' });
  });

  it('tells faults that pass from those that stay', () => {
    expect(isPermanent(new Problem('not_possible', 'no'))).toBe(true);
    expect(isPermanent(new Problem('conflict', 'another was first'))).toBe(false);
    expect(isPermanent(new Error('connection lost'))).toBe(false);
  });

  it('keeps the reason of a try that will be repeated', async () => {
    const world = owedWork(now);
    world.owe(1, 'rule');
    await noteFailure(world.deps, 'e0.rule', new Error('busy'), '2026-11-22T05:00:01.000Z');
    expect(world.works.get('e0.rule')).toMatchObject({ state: 'owed', attempts: 1, lastError: 'Error: busy' });
  });

  it('becomes a dead letter with one entry in the journal that gives the reason', async () => {
    const world = owedWork(now);
    world.owe(1, 'rule');
    await buryWork(world.deps, 'e0.rule', new Problem('not_possible', 'The incident\nis merged'));
    await buryWork(world.deps, 'e0.rule', new Error('again'));
    expect(world.works.get('e0.rule')?.state).toBe('dead');
    expect(world.entries).toEqual([
      {
        actor: 'system',
        type: 'work.dead',
        subject: { kind: 'work', id: 'e0.rule' },
        payload: { job: 'rule', subjectId: 's0', epoch: 0, reason: 'not_possible: The incident is merged' },
      },
    ]);
  });

  it('is not buried once it is done', async () => {
    const world = owedWork(now);
    world.owe(1, 'rule');
    await carryOut(world.deps, { rule: async () => undefined }, { workId: 'e0.rule', epoch: 0 });
    await buryWork(world.deps, 'e0.rule', new Error('late'));
    expect(world.works.get('e0.rule')?.state).toBe('done');
    expect(world.entries).toEqual([]);
  });
});

describe('the way to the queue and back', () => {
  it('hands over what is due, once, and waits with the rest', async () => {
    const world = owedWork(now);
    world.owe(3, 'fuse');
    world.works.get('e2.fuse')!.notBefore = new Date(time + 60_000).toISOString();
    const queue = bus();
    expect(await relayDue(world.deps, queue, 10)).toBe(2);
    expect(await relayDue(world.deps, queue, 10)).toBe(0);
    time += 60_000;
    expect(await relayDue(world.deps, queue, 10)).toBe(1);
    expect(queue.held).toEqual(['e0.fuse-0', 'e1.fuse-0', 'e2.fuse-0']);
  });

  it('keeps work owed and unrelayed while the queue is away', async () => {
    const world = owedWork(now);
    world.owe(2, 'fuse');
    const queue = bus();
    for (const away of [true, 'when told'] as const) {
      queue.away = away;
      await expect(relayDue(world.deps, queue, 10)).rejects.toMatchObject({ code: 'unavailable' });
      expect([...world.works.values()].map((work) => work.relayedAt)).toEqual([null, null]);
    }
    queue.away = false;
    expect(await relayDue(world.deps, queue, 10)).toBe(2);
  });

  it('marks work as handed over before anybody can have it in hand', async () => {
    const world = owedWork(now);
    world.owe(2, 'fuse');
    const queue = bus();
    const marks: (string | null)[] = [];
    const adding: WorkBus = {
      ...queue,
      async add(works, before) {
        await before?.(new Map(works.map((work) => [work.id, 'j'])));
        marks.push(...[...world.works.values()].map((work) => work.carrier));
      },
    };
    await relayDue(world.deps, adding, 10);
    expect(marks).toEqual(['j', 'j']);
  });

  it('finds what the queue forgot and hands it over under a new epoch', async () => {
    const world = owedWork(now);
    world.owe(3, 'fuse');
    const queue = bus();
    await relayDue(world.deps, queue, 10);
    queue.held = ['e1.fuse-0'];
    expect(await reconcile(world.deps, queue, 30_000)).toEqual({ lost: 0, relayed: 0 });
    time += 30_001;
    expect(await reconcile(world.deps, queue, 30_000)).toEqual({ lost: 2, relayed: 2 });
    expect(queue.held).toEqual(['e1.fuse-0', 'e0.fuse-1', 'e2.fuse-1']);
    expect(await reconcile(world.deps, queue, 30_000)).toEqual({ lost: 0, relayed: 0 });
  });

  it('is not held up by a full page of work that the queue still holds', async () => {
    const world = owedWork(now);
    world.owe(4, 'fuse');
    const queue = bus();
    await relayDue(world.deps, queue, 10);
    queue.held = ['e0.fuse-0', 'e1.fuse-0'];
    time += 1_001;
    expect(await reconcile(world.deps, queue, 1_000, 2)).toEqual({ lost: 0, relayed: 0 });
    expect(await reconcile(world.deps, queue, 1_000, 2)).toEqual({ lost: 2, relayed: 2 });
    const epochs = [...world.works.values()].map((work: Work) => work.epoch);
    expect(epochs).toEqual([0, 0, 1, 1]);
  });
});

describe('work in two parts', () => {
  const hint = { workId: 'e0.verify', epoch: 0 };

  it('reads before its transaction and hands over what it found, once', async () => {
    const world = owedWork(now);
    world.owe(1, 'verify');
    const seen: string[] = [];
    const verify: PreparedJob<string> = {
      prepare: async (_deps, subjectId) => {
        seen.push(`read ${subjectId}`);
        return 'the file';
      },
      carryOut: async (_tx, _deps, subjectId, found) => void seen.push(`${found} of ${subjectId}`),
    };
    expect(await carryOut(world.deps, { verify }, hint)).toBe('done');
    expect(await carryOut(world.deps, { verify }, hint)).toBe('already done');
    expect(seen).toEqual(['read s0', 'the file of s0']);
  });

  it('stays owed when reading fails', async () => {
    const world = owedWork(now);
    world.owe(1, 'verify');
    const verify: PreparedJob = {
      prepare: async () => {
        throw new Error('disk');
      },
      carryOut: async () => undefined,
    };
    await expect(carryOut(world.deps, { verify }, hint)).rejects.toThrow('disk');
    expect(world.works.get('e0.verify')?.state).toBe('owed');
  });
});
