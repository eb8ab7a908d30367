import { say } from '#core/said.js';
import { Problem } from '#core/errors.js';
import type { Clock, SharedCounts } from '#core/ports.js';

/** Keys remembered; the one seen longest ago gives way. */
const memory = 50_000;
/** How long what was given out waits until the other processes can know of it. */
const settleAfterMs = 250;

/** Where several processes count together. */
export interface Sharing {
  /** Unlike every other limit's. */
  name: string;
  counts: SharedCounts;
  /** Told that this process counts alone from now on (why), and that it counts with the others again (null). */
  onAlone: (why: Error | null) => void;
}

/**
 * One bucket per key that refills evenly: bursts up to a minute's worth, then `perMinute`. Where processes count
 * together, each gives out by what it knows, and settles with the others a moment later: what all gave out too
 * much meanwhile is owed, so that over minutes the rate is that of one.
 */
export class RateLimit {
  private readonly buckets = new Map<string, { left: number; at: number }>();
  /** Given out and not yet told to the others. */
  private untold = new Map<string, number>();
  private settling = false;
  private alone = false;

  constructor(
    private readonly clock: Clock,
    private readonly perMinute: number,
    private readonly sharing: Sharing | null = null,
  ) {}

  /** @throws Problem too_many_requests (with `retryAfterSeconds`) */
  take(key: string): void {
    const now = this.clock.now().getTime();
    const before = this.buckets.get(key) ?? { left: this.perMinute, at: now };
    const refill = (Math.max(0, now - before.at) / 60_000) * this.perMinute;
    const left = Math.min(this.perMinute, before.left + refill);
    // Whoever goes on asking too early waits from then on.
    this.keep(key, left >= 1 ? left - 1 : Math.min(0, left), now);
    if (left >= 1) return this.tell(key);
    const retryAfterSeconds = Math.max(1, Math.ceil(((1 - left) / this.perMinute) * 60));
    throw new Problem('too_many_requests', say`Wait ${retryAfterSeconds} s and try again.`, [], { retryAfterSeconds });
  }

  private keep(key: string, left: number, at: number): void {
    this.buckets.delete(key);
    this.buckets.set(key, { left, at });
    if (this.buckets.size > memory) this.buckets.delete(this.buckets.keys().next().value!);
  }

  private tell(key: string): void {
    if (!this.sharing) return;
    this.untold.set(key, (this.untold.get(key) ?? 0) + 1);
    if (!this.settling) this.settleSoon(this.sharing);
  }

  private settleSoon(sharing: Sharing): void {
    this.settling = true;
    setTimeout(() => void this.settle(sharing), settleAfterMs).unref();
  }

  private async settle(sharing: Sharing): Promise<void> {
    const { name, counts, onAlone } = sharing;
    const taken = this.untold;
    this.untold = new Map();
    try {
      const left = await counts.settle(name, this.perMinute, taken);
      const now = this.clock.now().getTime();
      for (const [key, all] of left) this.keep(key, all - (this.untold.get(key) ?? 0), now);
      if (this.alone) onAlone(null);
      this.alone = false;
    } catch (error) {
      if (!this.alone) onAlone(error as Error);
      this.alone = true;
    }
    this.settling = false;
    if (this.untold.size > 0) this.settleSoon(sharing);
  }
}
