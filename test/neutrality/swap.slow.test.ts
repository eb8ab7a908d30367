import { swapFaults } from './worlds.js';

it('swapping the parties swaps the outcome of the whole chain and changes nothing else, on 20 worlds', async () => {
  const { faults, tried } = await swapFaults(Array.from({ length: 20 }, (_, i) => 9000 + i));
  expect(faults).toEqual([]);
  expect(tried.incidents).toBeGreaterThan(80);
  expect(Math.min(tried.namedParties, tried.breaches, tried.bearings)).toBeGreaterThan(15);
});
