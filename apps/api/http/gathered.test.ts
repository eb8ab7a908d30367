import fc from 'fast-check';
import { Gathered } from './gathered.js';

/** Answers the double, and notes which questions were asked together. */
function doubling(refused: (n: number) => boolean = () => false) {
  const turns: number[][] = [];
  const gathered = new Gathered<number, number>(async (numbers) => {
    turns.push(numbers);
    if (numbers.some(refused)) throw new Error(`refused ${numbers.find(refused)}`);
    return numbers.map((n) => 2 * n);
  }, 4);
  return { turns, gathered };
}

describe('gathered questions', () => {
  it('share a turn where they come together, and no turn is larger than allowed', async () => {
    const { turns, gathered } = doubling();
    expect(await Promise.all([1, 2, 3, 4, 5].map((n) => gathered.one(n)))).toEqual([2, 4, 6, 8, 10]);
    expect(turns).toEqual([[1, 2, 3, 4], [5]]);
  });

  it('wait as long as each turn of the event loop brings another', async () => {
    const { turns, gathered } = doubling();
    const answers: Promise<number>[] = [];
    for (let n = 1; n <= 3; n++) {
      const turn = new Promise(setImmediate); // over before the one that the answer waits for
      answers.push(gathered.one(n));
      await turn;
    }
    expect(await Promise.all(answers)).toEqual([2, 4, 6]);
    expect(turns).toEqual([[1, 2, 3]]);
  });

  it('never join a turn that has begun: its answer may be older than they are', async () => {
    let open: () => void = () => undefined;
    const door = new Promise<void>((resolve) => (open = resolve));
    const turns: string[][] = [];
    const gathered = new Gathered<string, string>(async (asked) => {
      turns.push(asked);
      if (turns.length === 1) await door;
      return asked;
    }, 10);
    const first = gathered.one('early');
    while (turns.length === 0) await new Promise(setImmediate);
    const second = gathered.one('late');
    open();
    expect(await Promise.all([first, second])).toEqual(['early', 'late']);
    expect(turns).toEqual([['early'], ['late']]);
  });

  it('give each its own answer or its own error, whoever fails beside it', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 0, max: 99 }), { maxLength: 12 }), async (numbers) => {
        const { gathered } = doubling((n) => n % 7 === 0);
        const settled = await Promise.allSettled(numbers.map((n) => gathered.one(n)));
        settled.forEach((one, i) => {
          const n = numbers[i]!;
          if (n % 7 === 0) expect(one).toMatchObject({ status: 'rejected', reason: { message: `refused ${n}` } });
          else expect(one).toEqual({ status: 'fulfilled', value: 2 * n });
        });
      }),
    );
  });

  it('work on after a turn in which all failed', async () => {
    const { gathered } = doubling((n) => n < 0);
    await expect(gathered.one(-1)).rejects.toThrow('refused -1');
    expect(await gathered.one(3)).toBe(6);
  });
});
