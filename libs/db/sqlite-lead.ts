import Sqlite from 'better-sqlite3';
import type { UnitOfWork } from '#core/ports.js';
import { askEveryMs, type Candidate, Pause } from './lead.js';

/**
 * On one machine the lead is a lock that the operating system takes back when its process ends, however it ends. A
 * process that is stopped keeps it: nobody else leads meanwhile, so nothing has to be held against a term.
 */
export class SqliteCandidate implements Candidate {
  private readonly pause = new Pause();
  private standing: Promise<void> | null = null;
  private closed = false;
  private leads = false;

  /** @param file of the lock, beside the database */
  constructor(
    private readonly file: string,
    private readonly uow: UnitOfWork,
  ) {}

  start(onChange: (term: number | null) => void): void {
    this.standing ??= this.stand(onChange);
  }

  lead(): UnitOfWork | null {
    return this.leads ? this.uow : null;
  }

  stepAside(): void {
    // Nobody else is better placed.
  }

  async close(): Promise<void> {
    this.closed = true;
    this.pause.end();
    await this.standing;
  }

  private async stand(onChange: (term: number | null) => void): Promise<void> {
    let lock: Sqlite.Database | null = null;
    while (!this.closed) {
      if (!lock && (lock = takeLock(this.file))) {
        this.leads = true;
        onChange(1);
      }
      await this.pause.wait(askEveryMs);
    }
    this.leads = false;
    lock?.close();
  }
}

/** The open lock, or null where another process holds it or it cannot be had now. */
function takeLock(file: string): Sqlite.Database | null {
  let lock: Sqlite.Database | null = null;
  try {
    lock = new Sqlite(file, { timeout: 0 });
    lock.exec('BEGIN EXCLUSIVE');
    return lock;
  } catch {
    // Held elsewhere, or the disk is in trouble, which everything else that is stored tells of; asked again soon.
    lock?.close();
    return null;
  }
}
