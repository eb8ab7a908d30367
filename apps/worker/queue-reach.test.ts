import { Problem } from '#core/errors.js';
import type { UnitOfWork } from '#core/ports.js';
import { firstPatienceMs, QueueReach } from './queue-reach.js';

describe('a leader that cannot reach the queue', () => {
  it('steps aside after its patience, later each time, and counts anew whenever it leads again', async () => {
    let [leads, away, now, aside] = [true, true, 0, 0];
    const uow = {} as UnitOfWork;
    const reach = new QueueReach(
      { check: () => (away ? Promise.reject(new Problem('unavailable', 'away')) : Promise.resolve()) },
      { lead: () => (leads ? uow : null), stepAside: () => void aside++ },
      { warn: () => undefined },
      () => now,
    );
    const lookAfter = async (ms: number) => {
      now += ms;
      await reach.look();
      return aside;
    };
    await lookAfter(0);
    expect(await lookAfter(firstPatienceMs - 1)).toBe(0);
    leads = false;
    await lookAfter(3_600_000);
    leads = true;
    expect(await lookAfter(5_000)).toBe(0);
    expect(await lookAfter(firstPatienceMs)).toBe(1);
    await lookAfter(0);
    expect(await lookAfter(firstPatienceMs)).toBe(1);
    expect(await lookAfter(firstPatienceMs)).toBe(2);
    away = false;
    await lookAfter(0);
    away = true;
    await lookAfter(0);
    expect(await lookAfter(firstPatienceMs)).toBe(3);
  });
});
