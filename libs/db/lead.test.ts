import { setTimeout as pause } from 'node:timers/promises';
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
});
