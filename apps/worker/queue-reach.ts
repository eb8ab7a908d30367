import type { Logger } from 'pino';
import { isOutage } from '#core/journal/work.js';
import type { Candidate } from '#db/lead.js';
import type { Bus } from '#queue/bus.js';

/** How long the queue may be out of the leader's reach before it lets another one try. */
export const firstPatienceMs = 15_000;
/** Twice as long after each time in vain: where nobody reaches the queue the lead must not go round without end. */
const longestPatienceMs = 16 * 60_000;

/**
 * Makes a leader that cannot reach the queue step aside: what is owed is handed over by nobody as long as it leads, and it may
 * be that process alone which is cut off.
 */
export class QueueReach {
  private since: number | null = null;
  private patienceMs = firstPatienceMs;

  constructor(
    private readonly bus: Pick<Bus, 'check'>,
    private readonly candidate: Pick<Candidate, 'lead' | 'stepAside'>,
    private readonly log: Pick<Logger, 'warn'>,
    /** Milliseconds that no clock jump changes. */
    private readonly now: () => number = () => performance.now(),
  ) {}

  /** @throws Error where the queue answers but is unfit */
  async look(): Promise<'idle'> {
    if (this.candidate.lead() === null) {
      this.since = null;
      return 'idle';
    }
    try {
      await this.bus.check();
      this.since = null;
      this.patienceMs = firstPatienceMs;
    } catch (error) {
      if (!isOutage(error)) throw error;
      const now = this.now();
      this.since ??= now;
      if (now - this.since >= this.patienceMs) {
        this.log.warn(
          { seconds: Math.round((now - this.since) / 1000), err: error },
          'leads without reaching the queue: steps aside where others stand',
        );
        this.candidate.stepAside();
        this.since = null;
        this.patienceMs = Math.min(longestPatienceMs, 2 * this.patienceMs);
      }
    }
    return 'idle';
  }
}
