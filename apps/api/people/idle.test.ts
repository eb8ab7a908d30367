import { endAllSessions } from '#core/access/sessions.js';
import { startTestApi, type TestApi } from '../testing/api.js';

/** A clock that the test moves. */
let now = Date.parse('2026-11-22T05:00:00.000Z');
const minutes = (n: number): void => void (now += n * 60_000);

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi({}, { now: () => new Date(now) });
});
afterAll(() => api.close());

const status = async (token: string): Promise<number> => (await api.ask('GET', '/v1/me', { token })).status;

describe('a session over the day', () => {
  it('ends after half an hour without use', async () => {
    const { token } = await api.person('monitor');
    minutes(29);
    expect(await status(token)).toBe(200);
    minutes(29);
    expect(await status(token)).toBe(200);
    minutes(30);
    expect(await status(token)).toBe(401);
  });

  it('ends after twelve hours of steady use', async () => {
    const { token } = await api.person('monitor');
    for (let i = 0; i < 35; i++) {
      minutes(20);
      expect([i, await status(token)]).toEqual([i, 200]);
    }
    minutes(20);
    expect(await status(token)).toBe(401);
  });

  it('counts as stuck when what was accepted gets no place in the journal', async () => {
    expect((await api.ask('GET', '/health/live')).status).toBe(503);
    await api.deps.uow.run((tx) => tx.sequence(10_000, () => [], api.deps.signer));
    expect((await api.ask('GET', '/health/live')).json).toMatchObject({ status: 'live', oldestUnprocessedSeconds: 0 });
  });

  it('ends with all others once a backup has been restored', async () => {
    const people = [await api.person('monitor'), await api.person('analyst')];
    await endAllSessions(api.deps);
    for (const { id, token } of people) {
      expect(await status(token)).toBe(401);
      const entries = await api.deps.uow.read((reads) => reads.journal.ofSubject('account', id));
      expect(entries.at(-1)).toMatchObject({ type: 'session.ended', payload: { reason: 'restored' } });
    }
  });
});
