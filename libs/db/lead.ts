import type { UnitOfWork } from '#core/ports.js';

/**
 * A process that stands for the lead: of all that share a database one leads, and carries out the duties that
 * must not be carried out twice at a time (docs/adr/0020-one-leads.md).
 */
export interface Candidate {
  /** Begins to stand, and goes on until `close`. `onChange` is told of each gain (the term) and loss (null). */
  start(onChange: (term: number | null) => void): void;
  /**
   * The present term's unit of work, or null where this process does not lead. Each of its transactions commits
   * only while that very term is the newest. `run` throws Problem unavailable once another process leads.
   */
  lead(): UnitOfWork | null;
  /**
   * Lays the lead down and does not ask for it for `asideMs`, so that another process takes it, where there is one. On SQLite
   * nothing happens: all processes are on one machine, and what one cannot reach no other can.
   */
  stepAside(): void;
  /** Lays the lead down, so that another takes it at once. */
  close(): Promise<void>;
}

/** How often a process that does not lead asks, and how often the leader shows that it still does, milliseconds. */
export const askEveryMs = 1_000;
/** A leader that the database has not heard of for so long loses the lead. */
export const silentAtMostMs = 4_000;
/** How long the transactions of the last leader may go on once another has the lock. */
export const graceMs = 2_000;

/** How long a process that stepped aside leaves the lead to others: several times as long as they take to ask for it. */
export const asideMs = 5_000;

/** How a process stands. */
export interface Standing {
  /** Names it for people, as in `host1 4711`; written down with the term. */
  name: string;
  onTrouble: (error: Error) => void;
}

/** A pause that `end` cuts short. */
export class Pause {
  private ended = false;
  private wake: () => void = () => undefined;

  wait(ms: number): Promise<void> {
    if (this.ended) return Promise.resolve();
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  end(): void {
    this.ended = true;
    this.wake();
  }
}
