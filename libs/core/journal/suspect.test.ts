import { owedWork } from '../../../test/setup/owedwork.js';
import { maySuspectRun, triesAlone } from './suspect.js';

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

  it('is known by how often it was tried alone, which is never for what is done', async () => {
    const world = owedWork(now);
    world.owe(4, 'fuse');
    const hints = [0, 1, 2, 3].map((i) => ({ workId: `e${i}.fuse` }));
    for (const id of ['e0.fuse', 'e1.fuse', 'e1.fuse', 'e2.fuse']) await maySuspectRun(world.deps, id);
    world.works.get('e0.fuse')!.state = 'done';
    expect(await triesAlone(world.deps, hints)).toEqual([0, 2, 1, 0]);
  });
});
