import { changesFrom, type Change } from '#core/access/changes.js';
import type { Deps } from '#core/ports.js';

/** How often the journal is looked at while somebody listens, milliseconds. */
const everyMs = 700;
/** Entries of the journal per look. */
const perLook = 500;
/** Changes kept for those who come back; who was away for longer asks for everything again. */
const kept = 5_000;

/** The end of the journal as changes, read once for all who listen, and only while somebody does. */
export class Tail {
  /** Ascending; every change with position >= `from` and < `next` is here. */
  private changes: Change[] = [];
  private from = 0;
  private next: number | null = null;
  private readonly waiting = new Set<() => void>();
  private timer: NodeJS.Timeout | undefined;
  private listeners = 0;
  private first: Promise<boolean> | null = null;

  constructor(
    private readonly deps: Deps,
    private readonly failed: (error: unknown) => void,
  ) {}

  /** Position after the newest entry. */
  async open(): Promise<number> {
    this.listeners += 1;
    try {
      // Those who come at the same moment wait for the same first look.
      if (this.next === null) await (this.first ??= this.look());
    } catch (error) {
      this.close();
      throw error;
    } finally {
      this.first = null;
    }
    this.timer ??= setTimeout(() => void this.tick(), everyMs).unref();
    return this.end;
  }

  close(): void {
    this.listeners -= 1;
    if (this.listeners > 0) return;
    clearTimeout(this.timer);
    this.timer = undefined;
    // Nobody follows from here on: what comes meanwhile would be missing in between.
    this.next = null;
    this.changes = [];
  }

  /** Changes from a position on, and the position after them; null where that lies too far back. */
  since(position: number): { changes: Change[]; next: number } | null {
    const next = this.end;
    if (position < this.from || position > next) return null;
    return { changes: this.changes.filter((change) => change.position >= position), next };
  }

  /** Position after the newest entry that was read. */
  get end(): number {
    return this.next ?? 0;
  }

  /** Resolves at the next change, after `ms`, or when told that nobody waits any more. */
  wait(ms: number, gone: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const done = (): void => {
        clearTimeout(timer);
        this.waiting.delete(done);
        gone.removeEventListener('abort', done);
        resolve();
      };
      const timer = setTimeout(done, ms);
      this.waiting.add(done);
      gone.addEventListener('abort', done);
      if (gone.aborted) done();
    });
  }

  /** Lets all go who wait. */
  wake(): void {
    for (const done of this.waiting) done();
  }

  private async tick(): Promise<void> {
    let isMore = false;
    try {
      const before = this.end;
      if (await this.look()) this.wake();
      isMore = this.end - before >= perLook;
    } catch (error) {
      // The database may be away for a moment; those who listen notice nothing but silence.
      this.failed(error);
    }
    if (this.listeners > 0) this.timer = setTimeout(() => void this.tick(), isMore ? 0 : everyMs).unref();
  }

  /** Whether there was anything new. */
  private async look(): Promise<boolean> {
    const before = this.next;
    const found = await this.deps.uow.read(async (reads) => {
      if (before !== null) return changesFrom(reads, before, perLook);
      // Those who come back soon after find what they missed.
      const next = ((await reads.journal.lastPosition()) ?? -1) + 1;
      this.from = Math.max(0, next - perLook);
      return changesFrom(reads, this.from, perLook);
    });
    this.next = found.next;
    this.changes.push(...found.changes);
    if (this.changes.length > kept) {
      this.changes.splice(0, this.changes.length - kept);
      this.from = this.changes[0]!.position;
    }
    return found.next !== before;
  }
}
