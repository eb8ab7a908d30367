import { setImmediate as nextTurn, setTimeout as wait } from 'node:timers/promises';
import { say } from '#core/said.js';
import { Problem } from '#core/errors.js';
import type { Clock, Ids, Reads, Tx, UnitOfWork } from '#core/ports.js';
import type { Sighting } from '#core/intake/types.js';
import { Kept } from './kept.js';
import { Nesting } from './nesting.js';
import { type SqliteConnection, SqliteSql } from './sql/sqlite.js';
import type { Sql } from './sql/sql.js';
import { asProblem } from './sql/faults.js';
import { countMigrations, refuseOtherSchema } from './schema-watch.js';
import { type SealBook, sealDraft } from './seal.js';
import { appendEntries } from './stores/journal.js';
import { readsOver, txOver } from './stores/tx.js';

/** A batch stops taking further bodies after this long, so that nobody waits for a commit that never comes. */
const longestBatchMs = 40;
/** Longest wait for another process at the file before those who wait are told to come back. */
const longestBeginMs = 4_000;

interface Job {
  body: (sql: Sql, now: string) => Promise<unknown>;
  resolve: (value: unknown) => void;
  reject: (reason: unknown) => void;
}

type Outcome = { job: Job; value: unknown; seal: SealBook } | { job: Job; error: unknown };

/**
 * Unit of work on SQLite: one writer, first in, first out (D2). TypeORM would hand every caller the same
 * connection, so that one caller's rollback silently takes another's committed rows along. Bodies that
 * wait when the writer becomes free share one transaction and one fsync, each within its own savepoint (D3).
 */
export class SqliteUnitOfWork implements UnitOfWork {
  private readonly waiting: Job[] = [];
  private readonly idleReaders: SqliteConnection[];
  private readonly waitingReaders: ((reader: SqliteConnection) => void)[] = [];
  private readonly nesting: Nesting;
  private readonly kept = new Kept<Sighting>();
  private pumping: Promise<void> | null = null;
  private closed = false;

  constructor(
    private readonly writer: SqliteConnection,
    private readonly readers: readonly SqliteConnection[],
    private readonly clock: Clock,
    private readonly ids: Ids,
    watchNesting: boolean,
  ) {
    this.nesting = new Nesting(watchNesting);
    this.idleReaders = [...readers];
  }

  run<T>(body: (tx: Tx) => Promise<T>): Promise<T> {
    return this.change((sql, now) => body(txOver(sql, now, this.ids, false)));
  }

  /** As `run`, in plain SQL. */
  async change<T>(body: (sql: Sql, now: string) => Promise<T>): Promise<T> {
    this.nesting.refuse('run');
    if (this.closed) throw new Problem('unavailable', say`The database is closed`);
    return new Promise<T>((resolve, reject) => {
      this.waiting.push({ body, resolve: resolve as (value: unknown) => void, reject });
      this.pumping ??= this.pump().finally(() => (this.pumping = null));
    });
  }

  /** Each read has a connection, and thereby a snapshot, to itself. */
  async read<T>(body: (reads: Reads) => Promise<T>): Promise<T> {
    this.nesting.refuse('read');
    return this.snapshot((sql) => this.nesting.inside('read', () => body(readsOver(sql))));
  }

  /** As `read`, in plain SQL. */
  async snapshot<T>(body: (sql: Sql) => Promise<T>): Promise<T> {
    const reader = await this.takeReader();
    const sql = new SqliteSql(reader, this.kept);
    try {
      reader.exec('BEGIN DEFERRED');
      return await body(sql);
    } catch (error) {
      throw asProblem(error);
    } finally {
      sql.end();
      if (reader.database.inTransaction) reader.exec('COMMIT');
      this.giveBack(reader);
    }
  }

  /** Lets everything that waits finish; nothing is taken after. */
  async drain(): Promise<void> {
    this.closed = true;
    while (this.pumping) await this.pumping;
    while (this.idleReaders.length < this.readers.length) await nextTurn();
  }

  private async pump(): Promise<void> {
    // Whoever calls in the same turn of the event loop shares the first commit already.
    await nextTurn();
    while (this.waiting.length > 0) {
      await this.batch();
      await nextTurn();
    }
  }

  private async batch(): Promise<void> {
    const outcomes: Outcome[] = [];
    try {
      await this.begin();
    } catch (error) {
      for (const job of this.waiting.splice(0)) job.reject(asProblem(error));
      return;
    }
    const until = performance.now() + longestBatchMs;
    const now = this.clock.now().toISOString();
    // Only those that wait now: whoever comes while this batch runs goes into the next.
    try {
      const alone = this.waiting.length === 1;
      for (let left = this.waiting.length; left > 0 && performance.now() < until; left--) {
        const job = this.waiting.shift()!;
        outcomes.push({ job, error: new Error('The transaction was given up') });
        outcomes[outcomes.length - 1] = await this.turn(job, now, alone);
      }
      await this.seal(outcomes, now);
      this.writer.exec('COMMIT');
    } catch (error) {
      // Nothing of this batch is stored, so nobody in it may be told that something is.
      this.kept.forget();
      if (this.writer.database.inTransaction) this.writer.database.exec('ROLLBACK');
      for (const { job } of outcomes) job.reject(asProblem(error));
      return;
    }
    for (const outcome of outcomes) {
      if ('error' in outcome) outcome.job.reject(outcome.error);
      else outcome.job.resolve(outcome.value);
    }
  }

  /** One entry binds the rows of all bodies that share the commit. */
  private async seal(outcomes: readonly Outcome[], now: string): Promise<void> {
    const draft = sealDraft(outcomes.flatMap((outcome) => ('seal' in outcome ? [outcome.seal] : [])));
    if (!draft) return;
    const sql = new SqliteSql(this.writer);
    await appendEntries(sql, this.ids, now, [draft]);
    sql.end();
  }

  /** @param alone in its transaction: it needs no savepoint, for which every page it changes would be copied first */
  private async turn(job: Job, now: string, alone: boolean): Promise<Outcome> {
    const sql = new SqliteSql(this.writer, this.kept);
    if (!alone) this.writer.exec('SAVEPOINT "turn"');
    try {
      const value = await this.nesting.inside('run', () => job.body(sql, now));
      sql.end();
      if (sql.failure !== null) throw sql.failure;
      if (!alone) this.writer.exec('RELEASE "turn"');
      return { job, value, seal: sql.seal };
    } catch (error) {
      sql.end();
      this.kept.forget();
      // A failing disk may have ended the whole transaction; there is then nothing left to go on with.
      if (alone || !this.writer.database.inTransaction) throw error;
      this.writer.exec('ROLLBACK TO "turn"');
      this.writer.exec('RELEASE "turn"');
      return { job, error: asProblem(error) };
    }
  }

  /** Another process at the file (a backup, say) makes us wait, but not the event loop. */
  private async begin(): Promise<void> {
    const until = performance.now() + longestBeginMs;
    for (let attempt = 1; ; attempt++) {
      try {
        this.writer.exec('BEGIN IMMEDIATE');
        return this.requireOwnSchema();
      } catch (error) {
        const code = (error as { code?: string }).code ?? '';
        if (!code.startsWith('SQLITE_BUSY') || performance.now() > until) throw error;
        await wait(Math.min(250, 5 * 2 ** attempt));
      }
    }
  }

  private requireOwnSchema(): void {
    try {
      refuseOtherSchema((this.writer.prepare(countMigrations).get() as { n: number }).n);
    } catch (error) {
      this.writer.exec('ROLLBACK');
      throw error;
    }
  }

  private takeReader(): Promise<SqliteConnection> | SqliteConnection {
    if (this.closed) throw new Problem('unavailable', say`The database is closed`);
    return this.idleReaders.pop() ?? new Promise((resolve) => this.waitingReaders.push(resolve));
  }

  private giveBack(reader: SqliteConnection): void {
    const next = this.waitingReaders.shift();
    if (next) next(reader);
    else this.idleReaders.push(reader);
  }
}
