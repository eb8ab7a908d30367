import { setTimeout as pause } from 'node:timers/promises';
import { asideMs } from './lead.js';
import { Standing, until } from './testing/standing.js';
import { onBothDatabases } from './testing/suite.js';

onBothDatabases('The lead', (bench) => {
  const standing = new Standing();
  afterEach(() => standing.end());

  it('is held by one, and taken by another within seconds of being laid down', async () => {
    const first = standing.stand(bench().db);
    await until(() => first.lead() !== null);
    const second = standing.stand(await standing.neighbourOf(bench().at));
    await pause(1_500);
    expect(second.lead()).toBeNull();
    await first.lead()!.run((tx) => tx.write.meta('by', 'the leader'));
    expect(await bench().db.uow.read((r) => r.meta.get('by'))).toBe('the leader');
    await first.close();
    expect(first.lead()).toBeNull();
    await until(() => second.lead() !== null, 3_000);
    expect(standing.told.get(second)).toHaveLength(1);
  });

  it('is left to another for a while by whoever steps aside, and taken again where nobody else stands', async () => {
    const first = standing.stand(bench().db);
    await until(() => first.lead() !== null);
    first.stepAside();
    await pause(1_500);
    const alone = bench().db.dialect === 'sqlite';
    expect(first.lead() !== null).toBe(alone);
    if (alone) return;
    await until(() => first.lead() !== null, asideMs + 3_000);
    const second = standing.stand(await standing.neighbourOf(bench().at));
    first.stepAside();
    await until(() => second.lead() !== null, 4_000);
    await second.lead()!.run((tx) => tx.write.meta('by', 'the second'));
    await pause(asideMs + 1_500);
    expect(first.lead()).toBeNull();
    expect(standing.told.get(first)).toEqual([1, null, 2, null]);
  });
});
