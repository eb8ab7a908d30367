import { owedWork } from '../../../test/setup/owedwork.js';
import { leastSuspectFirst, maySuspectRun } from './suspect.js';

const now = () => new Date('2026-11-22T05:00:00.000Z');

describe('work that a process was lost with', () => {
  it('is tried alone three times, then it is a dead letter with its reason', async () => {
    const world = owedWork(now);
    world.owe(1, 'fuse');
    const tries = [];
    for (let i = 0; i < 4; i++) tries.push(await maySuspectRun(world.deps, 'e0.fuse'));
    expect(tries).toEqual([true, true, true, false]);
    expect(world.works.get('e0.fuse')).toMatchObject({ state: 'dead', lastError: expect.stringContaining('process') });
  });

  it('is left to whoever has done it meanwhile', async () => {
    const world = owedWork(now);
    world.owe(1, 'fuse');
    world.works.get('e0.fuse')!.state = 'done';
    for (let i = 0; i < 9; i++) expect(await maySuspectRun(world.deps, 'e0.fuse')).toBe(true);
    expect(world.works.get('e0.fuse')).toMatchObject({ state: 'done', attempts: 0 });
  });

  it('comes after what was not tried yet, so that nobody waits behind what ends processes', async () => {
    const world = owedWork(now);
    world.owe(4, 'fuse');
    const hints = [0, 1, 2, 3].map((i) => ({ workId: `e${i}.fuse` }));
    world.works.get('e0.fuse')!.state = 'done';
    for (const id of ['e0.fuse', 'e1.fuse', 'e1.fuse', 'e2.fuse']) await maySuspectRun(world.deps, id);
    const order = await leastSuspectFirst(world.deps, hints);
    expect(order.map(({ workId }) => workId)).toEqual(['e0.fuse', 'e3.fuse', 'e2.fuse', 'e1.fuse']);
  });
});
