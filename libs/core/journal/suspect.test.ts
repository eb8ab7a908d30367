import { owedWork } from '../../../test/setup/owedwork.js';
import type { Deps } from '../ports.js';
import { maySuspectsRun, triesApart } from './suspect.js';

const now = () => new Date('2026-11-22T05:00:00.000Z');
const mayRun = async (deps: Deps, id: string) => (await maySuspectsRun(deps, [id]))[0];

describe('work that a process was lost with', () => {
  it('is tried alone three times, then it is a dead letter with its reason', async () => {
    const world = owedWork(now);
    world.owe(1, 'fuse');
    const tries = [];
    for (let i = 0; i < 4; i++) tries.push(await mayRun(world.deps, 'e0.fuse'));
    expect(tries).toEqual([true, true, true, false]);
    expect(world.works.get('e0.fuse')).toMatchObject({ state: 'dead', lastError: expect.stringContaining('process') });
  });

  it('is left to whoever has done it meanwhile', async () => {
    const world = owedWork(now);
    world.owe(1, 'fuse');
    world.works.get('e0.fuse')!.state = 'done';
    for (let i = 0; i < 9; i++) expect(await mayRun(world.deps, 'e0.fuse')).toBe(true);
    expect(world.works.get('e0.fuse')).toMatchObject({ state: 'done', attempts: 0 });
  });

  it('is known by how often it was tried apart, and what is done is not tried again', async () => {
    const world = owedWork(now);
    world.owe(4, 'fuse');
    const hints = [0, 1, 2, 3].map((i) => ({ workId: `e${i}.fuse` }));
    for (const id of ['e0.fuse', 'e1.fuse', 'e1.fuse', 'e2.fuse']) await mayRun(world.deps, id);
    world.works.get('e0.fuse')!.state = 'done';
    expect(await triesApart(world.deps, hints)).toEqual([null, 2, 1, 0]);
  });

  it('is counted in company as well, and only what has had its tries is given up', async () => {
    const world = owedWork(now);
    world.owe(3, 'fuse');
    const ids = ['e0.fuse', 'e1.fuse', 'e2.fuse'];
    for (let i = 0; i < 3; i++) await mayRun(world.deps, 'e1.fuse');
    expect(await maySuspectsRun(world.deps, ids)).toEqual([true, false, true]);
    expect(ids.map((id) => world.works.get(id)!.state)).toEqual(['owed', 'dead', 'owed']);
    expect(
      await triesApart(
        world.deps,
        ids.map((workId) => ({ workId })),
      ),
    ).toEqual([1, null, 1]);
  });
});
