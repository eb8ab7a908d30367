import { say } from '#core/said.js';
import { Problem } from '#core/errors.js';
import type { Clock } from '#core/ports.js';

/** Keys remembered; the one seen longest ago gives way. */
const memory = 50_000;

/** One bucket per key that refills evenly: bursts up to a minute's worth, then `perMinute`. */
export class RateLimit {
  private readonly buckets = new Map<string, { left: number; at: number }>();

  constructor(
    private readonly clock: Clock,
    private readonly perMinute: number,
  ) {}

  /** @throws Problem too_many_requests (with `retryAfterSeconds`) */
  take(key: string): void {
    const now = this.clock.now().getTime();
    const before = this.buckets.get(key) ?? { left: this.perMinute, at: now };
    const refill = (Math.max(0, now - before.at) / 60_000) * this.perMinute;
    const left = Math.min(this.perMinute, before.left + refill);
    this.buckets.delete(key);
    this.buckets.set(key, { left: Math.max(0, left - 1), at: now });
    if (this.buckets.size > memory) this.buckets.delete(this.buckets.keys().next().value!);
    if (left >= 1) return;
    const retryAfterSeconds = Math.max(1, Math.ceil(((1 - left) / this.perMinute) * 60));
    throw new Problem('too_many_requests', say`Wait ${retryAfterSeconds} s and try again.`, [], { retryAfterSeconds });
  }
}
