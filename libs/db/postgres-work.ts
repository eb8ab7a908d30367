import { setTimeout as wait } from 'node:timers/promises';
import type { PoolClient } from 'pg';
import type { DataSource } from 'typeorm';
import { say } from '#core/said.js';
import { Problem } from '#core/errors.js';
import type { Clock, Ids, Reads, Tx, UnitOfWork } from '#core/ports.js';
import type { Sighting } from '#core/intake/types.js';
import { Kept } from './kept.js';
import { Nesting } from './nesting.js';
import { asProblem, faultCode, isDuplicate, StaleVersion } from './sql/faults.js';
import { PostgresSql } from './sql/postgres.js';
import type { Sql } from './sql/sql.js';
import { countMigrations, migrationLock, refuseOtherSchema } from './schema-watch.js';
import { sealDraft } from './seal.js';
import { appendEntries } from './stores/journal.js';
import { readsOver, txOver } from './stores/tx.js';

/** Holds nobody up, and a backup writes a whole table to the disk between two of its statements. */
const beginSnapshot =
  'BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; SET LOCAL idle_in_transaction_session_timeout = 0';
/** In one round trip: the schema stays as it is until this transaction ends, and whether it is ours. */
const beginWrite = `BEGIN; SELECT pg_advisory_xact_lock_shared(${migrationLock}); ${countMigrations}`;
/** serialization_failure and deadlock_detected. */
const retried = new Set(['40001', '40P01']);
/** in_failed_sql_transaction */
const inFailed = '25P02';
/** read_only_sql_transaction: what was the primary is a standby now. */
const readOnly = '25006';
const mostAttempts = 8;
/** Outrun by a neighbour: tried again, for the neighbour has committed by then and the body can see it. */
const mostOutrunAttempts = 4;

/**
 * Unit of work on PostgreSQL: READ COMMITTED, so that what follows `tx.lock` sees what the lock's last
 * holder committed; incidents are guarded by their version, the rest by unique keys and locks.
 */
export class PostgresUnitOfWork implements UnitOfWork {
  private readonly nesting: Nesting;
  private readonly kept = new Kept<Sighting>();
  private readonly running = new Set<Promise<unknown>>();
  private closed = false;

  constructor(
    private readonly dataSource: DataSource,
    private readonly clock: Clock,
    private readonly ids: Ids,
    /** Told when the server does not take writes any more. */
    private readonly onStandby: () => void,
    watchNesting: boolean,
  ) {
    this.nesting = new Nesting(watchNesting);
  }

  run<T>(body: (tx: Tx) => Promise<T>): Promise<T> {
    return this.runHeld(null, body);
  }

  /** The same unit of work, whose transactions begin with `hold`: what it throws refuses them. */
  held(hold: (sql: Sql) => Promise<void>): UnitOfWork {
    return { run: (body) => this.runHeld(hold, body), read: (body) => this.read(body) };
  }

  private runHeld<T>(hold: ((sql: Sql) => Promise<void>) | null, body: (tx: Tx) => Promise<T>): Promise<T> {
    return this.change(async (sql, now, attempt) => {
      await hold?.(sql);
      const value = await body(txOver(sql, now, this.ids, attempt === 1));
      const seal = sealDraft([sql.seal]);
      // After a swallowed error PostgreSQL takes nothing more; the commit is then refused with that error.
      if (seal && sql.failure === null) await appendEntries(sql, this.ids, now, [seal]);
      return value;
    });
  }

  async read<T>(body: (reads: Reads) => Promise<T>): Promise<T> {
    this.nesting.refuse('read');
    return this.snapshot((sql) => this.nesting.inside('read', () => body(readsOver(sql))));
  }

  /** As `read`, in plain SQL. */
  snapshot<T>(body: (sql: Sql) => Promise<T>): Promise<T> {
    return this.watched(
      this.attempt(beginSnapshot, body).catch((error: unknown) => {
        throw asProblem(error);
      }),
    );
  }

  /** As `run`, in plain SQL; attempts count from 1. */
  async change<T>(body: (sql: Sql, now: string, attempt: number) => Promise<T>): Promise<T> {
    this.nesting.refuse('run');
    return this.watched(this.attempts(body));
  }

  /** Lets everything that runs finish; nothing is taken after. */
  async drain(): Promise<void> {
    this.closed = true;
    await Promise.allSettled(this.running);
  }

  private watched<T>(transaction: Promise<T>): Promise<T> {
    this.running.add(transaction);
    const forget = () => void this.running.delete(transaction);
    transaction.then(forget, forget);
    return transaction;
  }

  private async attempts<T>(body: (sql: Sql, now: string, attempt: number) => Promise<T>): Promise<T> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.attempt(beginWrite, (sql) =>
          this.nesting.inside('run', () => body(sql, this.clock.now().toISOString(), attempt)),
        );
      } catch (error) {
        const outrun = isDuplicate(error) || error instanceof StaleVersion;
        const most = retried.has(faultCode(error)) ? mostAttempts : outrun ? mostOutrunAttempts : 0;
        if (attempt >= most) throw asProblem(error);
        await wait(Math.random() * 10 * 2 ** attempt);
      }
    }
  }

  private async attempt<T>(begin: string, body: (sql: Sql) => Promise<T>): Promise<T> {
    if (this.closed) throw new Problem('unavailable', say`The database is closed`);
    const runner = this.dataSource.createQueryRunner();
    const client = (await runner.connect()) as PoolClient;
    const sql = new PostgresSql(client, this.kept);
    // Not waited for: the connection carries out in their order what is sent, and what is asked next runs within it.
    const begun = sql.begin(begin).then((found) => {
      if (begin === beginWrite) refuseOtherSchema(found);
    });
    begun.catch(() => undefined); // met below, however the body ends
    try {
      const value = await body(sql);
      sql.end();
      await begun;
      if (sql.failure !== null) throw sql.failure;
      const { command } = await client.query('COMMIT');
      // What was sent has been answered before; COMMIT of a failed transaction is answered with a rollback and no error.
      if (sql.failure !== null) throw sql.failure;
      if (command !== 'COMMIT') throw new Error(`PostgreSQL answered COMMIT with ${command}`);
      return value;
    } catch (thrown) {
      sql.end();
      // Whatever fails in another schema, or after the first failure, fails for that alone.
      const first = faultCode(thrown) === inFailed ? (sql.failure ?? thrown) : thrown;
      const error = await begun.then(
        () => first,
        (refused: unknown) => refused,
      );
      this.kept.forget();
      // Where the connection itself is gone there is nothing to roll back; the first error is the one that tells.
      await client.query('ROLLBACK').catch(() => undefined);
      if (faultCode(error) === readOnly) {
        this.onStandby();
        void client.end(); // the pool does not give it out again
      }
      throw error;
    } finally {
      await runner.release();
    }
  }
}
