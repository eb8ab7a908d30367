import { Lanes } from './lanes.js';

describe('the order in which work is handed over', () => {
  it('lets whoever submits very much wait behind the others', () => {
    const lanes = new Lanes();
    const ranks = Array.from({ length: 70_000 }, () => lanes.rank('flood', 0));
    expect(ranks.slice(0, 1_000).every((rank) => rank === 0)).toBe(true);
    expect(ranks[1_000]).toBe(1);
    expect(ranks.every((rank, i) => i === 0 || rank >= ranks[i - 1]!)).toBe(true);
    expect(ranks.at(-1)).toBe(346);
    expect(lanes.rank('another', 0)).toBe(0);
    expect(lanes.rank(null, 0)).toBe(0);
  });

  it('forgets in minutes', () => {
    const lanes = new Lanes();
    for (let i = 0; i < 70_000; i++) lanes.rank('flood', 0);
    expect(lanes.rank('flood', 60_000)).toBeGreaterThan(0);
    expect(lanes.rank('flood', 10 * 60_000)).toBe(0);
  });

  it('takes every submitter alike, and many without end', () => {
    const lanes = new Lanes();
    const ranks = Array.from({ length: 30_000 }, (_, i) => lanes.rank(`source-${i}`, i));
    expect(Math.max(...ranks)).toBe(0);
    expect((lanes as unknown as { lanes: Map<string, unknown> }).lanes.size).toBeLessThanOrEqual(10_000);
  });
});
