import { setTimeout as pause } from 'node:timers/promises';
import { Problem } from '#core/errors.js';
import { jobNames, type JobName } from '#core/journal/followup.js';
import { carryOut, reconcile, relayDue } from '#core/journal/work.js';
import { openBus, type Bus } from './bus.js';
import type { Failure } from './crew.js';
import { jobTable, type Hint } from './jobs.js';
import { owedWork } from '../../test/setup/owedwork.js';
import { randomName } from '../../test/setup/servers.js';
import { backends, type Backend } from './testing/backends.js';

const quick = Object.fromEntries(
  jobNames.map((n) => [n, { ...jobTable[n], attempts: 3, backoffMs: 40 }]),
) as typeof jobTable;

for (const [name, open] of backends) {
  const given = open ? describe : describe.skip;
  given(`the bus on ${name}${open ? '' : ' (skipped: no redis-server or valkey-server on PATH)'}`, () => {
    const prefix = randomName();
    let backend: Backend;
    const buses: Bus[] = [];
    let opened = 0;
    const failures: Failure[] = [];
    const errors: Error[] = [];
    const bus = async () => {
      const one = await openBus(backend.connection, `${prefix}_${++opened}`, quick);
      buses.push(one);
      // Its tables are made when it is first asked, which a busy machine may take longer for than a bus waits.
      await until(() => one.forgotten([work('none')]).then(Boolean, () => false), 25_000);
      return one;
    };
    const workOn = (on: Bus, handler: (hint: Hint, job: JobName) => Promise<unknown>) =>
      on.work(Object.fromEntries(jobNames.map((job) => [job, (hint: Hint) => handler(hint, job)])) as never, {
        onFailed: async (failure) => void failures.push(failure),
        onError: (error) => void errors.push(error),
      });
    const work = (id: string, epoch = 0, job: JobName = 'fuse') => ({
      id,
      job,
      epoch,
      subjectId: `s-${id}`,
      carrier: null,
    });

    beforeAll(async () => void (backend = await open!()));
    beforeEach(() => void failures.splice(0));
    afterEach(async () => {
      for (const one of buses.splice(0)) {
        await one.obliterate();
        await one.close();
      }
    });
    afterAll(async () => backend.remove());

    it('does each job by the handler of its name', async () => {
      const one = await bus();
      const seen: string[] = [];
      workOn(one, async (hint, job) => void seen.push(`${job} ${hint.workId} ${hint.epoch} ${hint.subjectId}`));
      await one.add(jobNames.map((job) => work(`a.${job}`, 0, job)));
      await until(() => seen.length === jobNames.length);
      expect(seen.sort()).toEqual(jobNames.map((job) => `${job} a.${job} 0 s-a.${job}`).sort());
      await one.close(); // the last bookkeeping of a job comes after its handler
      const again = await openBus(backend.connection, `${prefix}_${opened}`, quick);
      buses.splice(0, 1, again);
      expect(await again.progress()).toMatchObject({ waiting: 0, active: 0, delayed: 0, failed: 0, running: [] });
    });

    it('ignores what it already holds, and takes a higher epoch', async () => {
      const one = await bus();
      const seen: string[] = [];
      await one.add([work('a'), work('a')]);
      await one.add([work('a')]);
      expect((await one.progress()).waiting).toBe(1);
      expect(await one.forgotten([work('a'), work('a', 1), work('b')])).toEqual(['a', 'b']);
      workOn(one, async (hint) => void seen.push(`${hint.workId}-${hint.epoch}`));
      await until(() => seen.length === 1);
      await one.add([work('a', 1)]);
      await until(() => seen.length === 2);
      expect(seen).toEqual(['a-0', 'a-1']);
    });

    it('tries again after growing waits, then tells that it gives up', async () => {
      const one = await bus();
      const times: number[] = [];
      workOn(one, async () => {
        times.push(performance.now());
        throw new Error('still down');
      });
      await one.add([work('a')]);
      await until(() => failures.length === 3);
      expect(failures.map((f) => f.final)).toEqual([false, false, true]);
      expect(failures[2]).toMatchObject({ job: 'fuse', hint: { workId: 'a', epoch: 0, subjectId: 's-a' } });
      expect(times[1]! - times[0]!).toBeGreaterThanOrEqual(20); // 40 ms, spread by half
      expect(times[2]! - times[1]!).toBeGreaterThanOrEqual(40); // 80 ms, spread by half
      expect(await one.progress()).toMatchObject({ failed: 1, delayed: 0, handled: 0 });
    });

    it('does not try again what can never succeed; a failed id is ignored until its epoch is raised', async () => {
      const one = await bus();
      let mended = false;
      const seen: number[] = [];
      workOn(one, async (hint) => {
        seen.push(hint.epoch);
        if (!mended) throw new Problem('not_possible', 'The incident is merged');
      });
      await one.add([work('a')]);
      await until(() => failures.length === 1);
      expect(failures[0]).toMatchObject({ final: true, error: { code: 'not_possible' } });
      mended = true;
      expect(await one.forgotten([work('a')])).toEqual(['a']);
      await one.add([work('a')]);
      await one.add([work('a', 1)]);
      await until(() => seen.length === 2);
      await pause(200);
      expect(seen).toEqual([0, 1]);
    });

    it('hands over much at once in few jobs; what fails in company goes on alone and stops nobody else', async () => {
      const one = await bus();
      const tries: string[] = [];
      const works = ['a', 'b', 'c', 'd', 'e'].map((id) => work(id));
      let carriers: ReadonlyMap<string, string> = new Map();
      await one.add(works, async (told) => void (carriers = told));
      const given = works.map((w) => ({ ...w, carrier: carriers.get(w.id)! }));
      expect(new Set(carriers.values()).size).toBe(1);
      expect((await one.progress()).waiting).toBe(1);
      expect(await one.forgotten(given)).toEqual([]);
      let goOn = (): void => {};
      const held = new Promise<void>((resolve) => (goOn = resolve));
      workOn(one, async ({ workId }) => {
        tries.push(workId);
        if (workId === 'b') throw new Problem('not_possible', 'never');
        if (workId !== 'd') return;
        if (tries.filter((t) => t === 'd').length < 2) throw new Error('not now');
        await held;
      });
      await until(() => tries.length === 6);
      await until(async () => (await one.progress()).handled === 3);
      expect(await one.forgotten(given)).toEqual(['a', 'b', 'c', 'e']); // it has "d" under its own id
      goOn();
      await until(async () => (await one.progress()).handled === 4);
      expect(tries.sort()).toEqual(['a', 'b', 'c', 'd', 'd', 'e']);
      expect(failures.map(({ hint, final }) => [hint.workId, final])).toEqual([
        ['b', true],
        ['d', false],
      ]);
      expect(await one.forgotten(given)).toHaveLength(5);
    });

    it('lets what goes in its turn share no job with what waits behind it', async () => {
      const one = await bus();
      const works = ['a', 'b', 'c', 'd'].map((id, i) => ({ ...work(id), rank: i % 2 === 0 ? 5 : 0 }));
      let carriers: ReadonlyMap<string, string> = new Map();
      await one.add(works, async (told) => void (carriers = told));
      const [a, b, c, d] = ['a', 'b', 'c', 'd'].map((id) => carriers.get(id));
      expect([a === c, b === d, a === b]).toEqual([true, true, false]);
      expect((await one.progress()).waiting).toBe(2);
    });

    it('does what has a lower rank first', async () => {
      const one = await bus();
      await one.add([3, 1, 2].map((rank) => ({ ...work(`ranked-${rank}`, 0, 'retest'), rank })));
      await one.add([work('unranked', 0, 'retest')]);
      const seen: string[] = [];
      workOn(one, async (hint) => void seen.push(hint.workId));
      await until(() => seen.length === 4);
      expect(seen).toEqual(['unranked', 'ranked-1', 'ranked-2', 'ranked-3']);
    });

    it('refuses work of an unknown kind and a second crew', async () => {
      const one = await bus();
      await expect(one.add([{ ...work('a'), job: 'paint' }])).rejects.toMatchObject({ code: 'invalid_input' });
      expect(() => one.work({ fuse: async () => 0 } as never, { onFailed: async () => {}, onError: () => {} })).toThrow(
        'no handler for: verify, rule, escalate',
      );
      workOn(one, async () => undefined);
      expect(() => workOn(one, async () => undefined)).toThrow('works already');
    });

    it('finishes what it has in hand before it closes', async () => {
      const one = await openBus(backend.connection, `${prefix}_closing`, quick);
      let finished = false;
      let begun = false;
      workOn(one, async () => {
        begun = true;
        await pause(300);
        finished = true;
      });
      await one.add([work('a')]);
      await until(() => begun);
      await one.close();
      expect(finished).toBe(true);
    });

    it('goes on when its connections are cut', async () => {
      const one = await bus();
      const seen: string[] = [];
      workOn(one, async (hint) => void seen.push(hint.workId));
      await one.add([work('a')]);
      await until(() => seen.length === 1);
      await backend.cut();
      await until(() =>
        one.add([work('b')]).then(
          () => true,
          () => false,
        ),
      );
      await until(() => seen.includes('b'), 25_000);
      await one.add([work('c')]);
      await until(() => seen.includes('c'), 25_000);
    }, 60_000);

    it('forgets 1,000 pieces of work and has each done once within 60 s all the same', async () => {
      const one = await bus();
      const world = owedWork(() => new Date());
      world.owe(1000, 'fuse');
      const effects = new Map<string, number>();
      while ((await relayDue(world.deps, one, 400)) > 0);
      expect((await one.progress()).waiting).toBe(10); // 400, 400 and 200, 128 in a job
      await backend.forget(`${prefix}_${opened}`);
      expect((await one.progress()).waiting).toBe(0);
      const began = performance.now();
      const fuse = async (_tx: unknown, _deps: unknown, subject: string) =>
        void effects.set(subject, (effects.get(subject) ?? 0) + 1);
      workOn(one, (hint) => carryOut(world.deps, { fuse }, hint));
      while ([...world.works.values()].some((owed) => owed.state === 'owed')) {
        await reconcile(world.deps, one, 500);
        await pause(100);
        if (performance.now() - began > 60_000) break;
      }
      expect(performance.now() - began).toBeLessThan(60_000);
      expect([...world.works.values()].filter((owed) => owed.state === 'done')).toHaveLength(1000);
      expect(effects.size).toBe(1000);
      expect([...effects.values()].every((count) => count === 1)).toBe(true);
    }, 90_000);
  });
}

async function until(reached: () => boolean | Promise<boolean>, withinMs = 15_000): Promise<void> {
  const end = performance.now() + withinMs;
  while (!(await reached())) {
    if (performance.now() > end) throw new Error(`Not reached within ${withinMs} ms`);
    await pause(10);
  }
}
