import { Loop } from './loop.js';

const quiet = { error: () => undefined, info: () => undefined };

describe('loop', () => {
  it('goes on at once while there is more, pauses when idle, and can be woken', async () => {
    let rounds = 0;
    const loop = new Loop({
      name: 'test',
      round: async () => (++rounds % 5 === 0 ? 'idle' : 'more'),
      idleMs: 60_000,
      errorMs: 1,
      log: quiet,
    });
    loop.start();
    await new Promise((r) => setTimeout(r, 20));
    expect(rounds).toBe(5);
    loop.kick();
    await new Promise((r) => setTimeout(r, 20));
    expect(rounds).toBe(10);
    await loop.stop();
    expect(rounds).toBe(10);
  });

  it('survives failing rounds, says so, and says when it works again', async () => {
    let rounds = 0;
    const said: string[] = [];
    const loop = new Loop({
      name: 'test',
      round: async () => {
        if (++rounds <= 2) throw new Error('store is down');
        return 'idle';
      },
      idleMs: 60_000,
      errorMs: 1,
      log: {
        error: ((_: object, text: string) => said.push(text)) as never,
        info: ((_: object, text: string) => said.push(text)) as never,
      },
    });
    loop.start();
    await new Promise((r) => setTimeout(r, 50));
    await loop.stop();
    expect(rounds).toBe(3);
    expect(said).toEqual([
      'loop round failed, will try again',
      'loop round failed, will try again',
      'loop works again',
    ]);
  });

  it('waits for the round under way before it is stopped', async () => {
    let ended = false;
    const loop = new Loop({
      name: 'test',
      round: async () => {
        await new Promise((r) => setTimeout(r, 30));
        ended = true;
        return 'idle';
      },
      idleMs: 60_000,
      errorMs: 1,
      log: quiet,
    });
    loop.start();
    await loop.stop();
    expect(ended).toBe(true);
  });
});
