import { setTimeout as pause } from 'node:timers/promises';
import { Turns } from './turns.js';

it('takes so many at a time, the lowest rank first and then in their order, also where one fails', async () => {
  const turns = new Turns(2);
  const begun: number[] = [];
  let most = 0;
  let now = 0;
  const work = (i: number) => async () => {
    begun.push(i);
    most = Math.max(most, ++now);
    await pause(5);
    now--;
    if (i === 1) throw new Error('no luck');
  };
  const ranks = [7, 7, 7, 7, 0, 3, 0];
  const results = await Promise.allSettled(ranks.map((rank, i) => turns.run(rank, work(i))));
  expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', ...Array(5).fill('fulfilled')]);
  expect(begun).toEqual([0, 1, 4, 6, 5, 2, 3]);
  expect(most).toBe(2);
  await turns.run(9, work(8));
  expect(begun.at(-1)).toBe(8);
});
