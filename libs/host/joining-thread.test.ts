import { hash, randomBytes } from 'node:crypto';
import { joinHere, joinLeaves } from '#core/journal/chunk.js';
import { chainHash, chainStart } from '#core/journal/entry.js';
import { rootOfLeaves } from '#core/journal/merkle.js';
import { HelperThread } from './helper-thread.js';
import { joinAside } from './joining-thread.js';

/** Leaves and the running hash before the first and after each, in bytes that begin somewhere in a larger piece. */
function told(count: number) {
  const leaves = Array.from({ length: count }, () => randomBytes(32).toString('hex'));
  const chain = [chainStart];
  for (const leaf of leaves) chain.push(chainHash(chain.at(-1)!, leaf));
  const bytes = (texts: string[]) => Buffer.concat([Buffer.of(0), Buffer.from(texts.join(''), 'hex')]).subarray(1);
  return { leaves, own: bytes(leaves), before: bytes(chain) };
}

describe('the thread that joins leaves', () => {
  it('comes to the same tree and running hash as the caller’s own, many at a time', async () => {
    const join = joinAside();
    const asked = [1, 2, 4, 64, 256, 1024].map(told);
    const found = await Promise.all(asked.map(({ own, before }) => join(own, before)));
    for (const [i, { leaves, own, before }] of asked.entries()) {
      expect(found[i]!.map((level) => level.length)).toEqual(joinLeaves(hash, own, before)!.map((l) => l.length));
      expect(found[i]).toEqual(await joinHere(own, before));
      expect(found[i]![0]!.equals(own)).toBe(true);
      expect(found[i]!.at(-1)!.toString('hex')).toBe(rootOfLeaves(leaves));
    }
  });

  it('refuses a running hash with one bit changed, wherever it is', async () => {
    const join = joinAside();
    const { own, before } = told(16);
    for (const at of [0, 31, 32, 200, before.length - 1]) {
      const changed = Buffer.from(before);
      changed[at]! ^= 1;
      expect(await join(own, changed)).toBeNull();
      expect(await joinHere(own, changed)).toBeNull();
    }
    expect(await join(own, before)).not.toBeNull();
  });

  it('leaves nobody without an answer where a thread cannot go on', async () => {
    const broken = new HelperThread<number, number>(
      'throw new Error("no")',
      () => null,
      (n) => n + 1,
      {},
    );
    expect(await Promise.all([1, 2, 3].map((n) => broken.ask(n)))).toEqual([2, 3, 4]);
    const failing = `require('node:worker_threads').parentPort.on('message', (n) => {
      if (n === 2) throw new Error('no');
      require('node:worker_threads').parentPort.postMessage(10 * n);
    })`;
    const some = new HelperThread<number, number>(
      failing,
      () => null,
      (n) => -n,
      {},
    );
    expect(await some.ask(1)).toBe(10);
    expect(await Promise.all([2, 3].map((n) => some.ask(n)))).toEqual([-2, -3]);
    expect(await some.ask(4)).toBe(40);
  });
});
