import { swapFaults } from './worlds.js';

describe('swapping the parties throughout the input', () => {
  it('swaps the outcome of the whole chain and changes nothing else, on 500 worlds', async () => {
    const { faults, tried } = await swapFaults(Array.from({ length: 500 }, (_, i) => 10_000 + i));
    expect(faults).toEqual([]);
    expect(tried.incidents).toBeGreaterThan(1500);
    expect(Math.min(tried.namedParties, tried.breaches, tried.bearings)).toBeGreaterThan(300);
  }, 600_000);
});
