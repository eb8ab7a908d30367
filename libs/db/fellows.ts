import type pg from 'pg';
import { silentAtMostMs } from './lead.js';

/** Behind a process's name, its session that stands for the lead. */
const standing = ' lead';
/** A session of a process that is gone lives no longer than the server lets a transaction stand still. */
const forgetAfterMs = 120_000;

/** @param name of the process's sessions, unlike every other's */
export function standingName(name: string): string {
  return name + standing;
}

/**
 * The processes that stand for the lead, as their sessions show them. A process that was stopped loses that
 * session after `silentAtMostMs`; its transactions stay, and those that wait for locks get them one after the
 * other and keep each for as long as the server lets a transaction stand still. They are ended together instead. What they
 * had begun is done anew by whoever gets the work; a process that wakes up finds its connections broken.
 */
export class Fellows {
  /** When each was last seen, milliseconds of this process's own count. */
  private readonly seen = new Map<string, number>();

  /** Looks who stands. @param ends also ends the transactions of those that stood and are gone: the leader's business */
  async look(client: pg.Client, ends: boolean): Promise<void> {
    const now = performance.now();
    const { rows } = await client.query<{ name: string }>(
      `SELECT DISTINCT left("application_name", ${-standing.length}) AS "name" FROM pg_stat_activity
       WHERE "datname" = current_database() AND "application_name" LIKE $1`,
      [`%${standing}`],
    );
    for (const { name } of rows) this.seen.set(name, now);
    const gone = [...this.seen].flatMap(([name, at]) => (now - at > silentAtMostMs ? [name] : []));
    if (!ends || gone.length === 0) return;
    await client.query(
      `SELECT pg_terminate_backend("pid") FROM pg_stat_activity
       WHERE "datname" = current_database() AND "application_name" = ANY($1::text[]) AND "xact_start" IS NOT NULL
         AND "state_change" < clock_timestamp() - make_interval(secs => $2)`,
      [gone, silentAtMostMs / 1_000],
    );
    for (const name of gone) if (now - this.seen.get(name)! > forgetAfterMs) this.seen.delete(name);
  }
}
