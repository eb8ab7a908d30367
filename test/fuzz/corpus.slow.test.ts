import { keptOf } from './engine/corpus.js';
import { brokenNumber, faultOfThrown } from './engine/judge.js';
import type { Target } from './engine/target.js';
import { allTargets } from './targets/all.js';

let targets: Target[];
beforeAll(async () => {
  targets = await allTargets();
});
afterAll(async () => {
  for (const target of targets) await target.close?.();
});

/** What is wrong with how a target reads a case, or null. */
async function faultOf(target: Target, input: Buffer): Promise<string | null> {
  try {
    return brokenNumber(await target.read(input));
  } catch (error) {
    return faultOfThrown(error, target.refusals ?? []);
  }
}

describe('the kept cases of the fuzzing', () => {
  it('and its seeds are all read, or refused in our own words', async () => {
    const wrong: string[] = [];
    let read = 0;
    for (const target of targets)
      for (const input of [...target.seeds.map((seed) => Buffer.from(seed)), ...keptOf(target.name)]) {
        const fault = await faultOf(target, input);
        read++;
        if (fault !== null) wrong.push(`${target.name}: ${fault} ${JSON.stringify(input.toString('latin1', 0, 80))}`);
      }
    expect(wrong).toEqual([]);
    expect(read).toBeGreaterThan(100);
  });

  it('would tell of a reader that fails in its own way', async () => {
    const bad: Target = { name: 'bad', reads: 'x', seeds: [], read: (bytes) => ({ n: Number(bytes.toString()) }) };
    expect(await faultOf(bad, Buffer.from('x'))).toBe('/n is NaN');
    expect(await faultOf({ ...bad, read: () => JSON.parse('{') as unknown }, Buffer.from('x'))).toMatch(/^SyntaxError/);
  });
});

describe('what must be whole', () => {
  it('is whole as it was made, and found out with any byte changed', async () => {
    const target = targets.find(({ name }) => name === 'package')!;
    const seed = Buffer.from(target.seeds[0]!);
    expect(await target.read(seed)).toMatchObject({ ok: true, faults: [] });
    for (let at = 0; at < seed.length; at++) {
      const other = Buffer.from(seed);
      other[at]! ^= 1 << (at % 8);
      expect([at, ((await target.read(other)) as { ok: boolean }).ok]).toEqual([at, false]);
    }
  });
});
