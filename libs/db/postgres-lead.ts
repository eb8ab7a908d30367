import type pg from 'pg';
import { Problem } from '#core/errors.js';
import type { Clock, Ids, UnitOfWork } from '#core/ports.js';
import { Fellows } from './fellows.js';
import { asideMs, askEveryMs, type Candidate, graceMs, Pause, silentAtMostMs, type Standing } from './lead.js';
import type { PostgresUnitOfWork } from './postgres-work.js';
import type { Sql } from './sql/sql.js';

/** Key of the lock that the leader's session holds. */
const leadLock = 7_250_212;
const duties = 'duties';

/**
 * The lead on PostgreSQL: a lock held by a session of its own, which the server ends when its process is gone, and
 * also when it has been silent for `silentAtMostMs` (stopped, hung, cut off). Whoever gets the lock raises the term.
 * Every transaction of a leader first holds its term's row: raising waits for those that are under way, and
 * those that come after find another term and are refused. So an old leader that wakes up cannot write.
 */
export class PostgresCandidate implements Candidate {
  private readonly pause = new Pause();
  private stands: Promise<void> | null = null;
  private closed = false;
  private current: UnitOfWork | null = null;
  /** Until then the lead is left to others; by `performance.now()`. */
  private asideUntil = 0;
  private readonly fellows = new Fellows();

  /** @param open a connection to the server that takes writes, outside every pool, not yet connected */
  constructor(
    private readonly open: () => pg.Client,
    private readonly uow: PostgresUnitOfWork,
    private readonly clock: Clock,
    private readonly ids: Ids,
    private readonly standing: Standing,
  ) {}

  start(onChange: (term: number | null) => void): void {
    this.stands ??= this.stand(onChange);
  }

  lead(): UnitOfWork | null {
    return this.current;
  }

  stepAside(): void {
    this.asideUntil = performance.now() + asideMs;
  }

  async close(): Promise<void> {
    this.closed = true;
    this.pause.end();
    await this.stands;
  }

  private async stand(onChange: (term: number | null) => void): Promise<void> {
    while (!this.closed) {
      const client = this.open();
      client.on('error', () => undefined); // the query in hand, or the next one, tells of it as well
      try {
        await client.connect();
        await this.standWith(client, onChange);
      } catch (error) {
        this.standing.onTrouble(error as Error);
      } finally {
        if (this.current) onChange(null);
        this.current = null;
        await client.end().catch(() => undefined);
      }
      await this.pause.wait(askEveryMs);
    }
  }

  private async standWith(client: pg.Client, onChange: (term: number | null) => void): Promise<void> {
    await client.query(`SET idle_session_timeout = ${silentAtMostMs}`);
    while (!this.closed) {
      const aside = performance.now() < this.asideUntil;
      if (aside && this.current) {
        this.current = null;
        onChange(null);
        await client.query(`SELECT pg_advisory_unlock(${leadLock})`);
      }
      await this.fellows.look(client, this.current !== null);
      if (
        !aside &&
        !this.current &&
        (await client.query(`SELECT pg_try_advisory_lock(${leadLock}) AS got`)).rows[0].got
      ) {
        const { term, holder } = await this.raiseTerm(client);
        this.current = this.uow.held((sql) => holdTerm(sql, term, holder));
        onChange(term);
      }
      await this.pause.wait(askEveryMs);
    }
  }

  /**
   * Waits for the last leader's transactions. Those that are not over soon are ended: they belong to a process that
   * stopped in the middle of one, or that does not take in what it asked for.
   */
  private async raiseTerm(client: pg.Client): Promise<{ term: number; holder: string }> {
    const holder = `${this.standing.name} ${this.ids.next()}`;
    const raised = client.query(
      `INSERT INTO "leadership" ("name", "term", "holder", "since") VALUES ($1, 1, $2, $3)
       ON CONFLICT ("name") DO UPDATE SET "term" = "leadership"."term" + 1, "holder" = excluded."holder",
         "since" = excluded."since" RETURNING "term"`,
      [duties, holder, this.clock.now().toISOString()],
    );
    const late = setTimeout(() => void this.endThoseBefore(), graceMs);
    try {
      return { term: (await raised).rows[0].term as number, holder };
    } finally {
      clearTimeout(late);
    }
  }

  private async endThoseBefore(): Promise<void> {
    const client = this.open();
    client.on('error', () => undefined); // thrown by the query in hand as well
    try {
      await client.connect();
      // Whoever holds its term has this lock on the table; whoever raises one has another.
      await client.query(
        `SELECT pg_terminate_backend(pid) FROM pg_locks WHERE relation = '"leadership"'::regclass AND mode = 'RowShareLock'
         AND granted AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`,
      );
    } catch (error) {
      this.standing.onTrouble(error as Error);
    } finally {
      await client.end().catch(() => undefined);
    }
  }
}

/**
 * Holds the term until this transaction ends. The holder is compared as well: after a failover that lost the last
 * commits the same number may be given again. @throws Problem unavailable where another leads
 */
async function holdTerm(sql: Sql, term: number, holder: string): Promise<void> {
  const rows = await sql.all(`SELECT 1 FROM "leadership" WHERE "name" = ? AND "term" = ? AND "holder" = ? FOR SHARE`, [
    duties,
    term,
    holder,
  ]);
  if (rows.length === 0)
    throw new Problem('unavailable', `Term ${term} of the lead is over: another process leads now`);
}
