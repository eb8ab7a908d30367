import { swapFaults } from './worlds.js';
import { swapped } from './swap.js';

describe('swapping the parties throughout the input', () => {
  it('swaps names in values, keys and texts, and twice is not at all', () => {
    const value = { novia: 0.3, side: ['sutra'], text: 'party:novia and sutra' };
    expect(swapped(value)).toEqual({ sutra: 0.3, side: ['novia'], text: 'party:sutra and novia' });
    expect(swapped(swapped(value))).toEqual(value);
  });

  // Twenty worlds are in swap.slow.test.ts, five hundred in `npm run evaluate:neutrality`.
  it('swaps the outcome of the whole chain and changes nothing else, on 4 worlds', async () => {
    const { faults, tried } = await swapFaults(Array.from({ length: 4 }, (_, i) => 9000 + i));
    expect(faults).toEqual([]);
    expect(Math.min(tried.incidents, tried.namedParties, tried.breaches, tried.bearings)).toBeGreaterThan(3);
  }, 60_000);
});
