import { setTimeout as pause } from 'node:timers/promises';
import type { Candidate } from '../lead.js';
import { type Database, openDatabase } from '../open.js';
import type { TestDatabase } from './databases.js';
import { growingIds, handClock } from './parts.js';

/** Candidates as several processes have them: each with its own connections to one database. */
export class Standing {
  private readonly others: Database[] = [];
  private readonly candidates: Candidate[] = [];
  /** What each was told. */
  readonly told = new Map<Candidate, (number | null)[]>();

  async neighbourOf(at: TestDatabase): Promise<Database> {
    const db = await openDatabase(at.options, { clock: handClock(), ids: growingIds() });
    this.others.push(db);
    return db;
  }

  stand(db: Database): Candidate {
    const candidate = db.candidate({ name: 'test', onTrouble: () => undefined });
    const told: (number | null)[] = [];
    this.told.set(candidate, told);
    this.candidates.push(candidate);
    candidate.start((term) => told.push(term));
    return candidate;
  }

  async end(): Promise<void> {
    for (const candidate of this.candidates.splice(0)) await candidate.close();
    for (const db of this.others.splice(0)) await db.close();
  }
}

/** Waits until something holds; says how long that took, milliseconds. @throws Error after `withinMs` */
export async function until(reached: () => boolean, withinMs = 10_000): Promise<number> {
  const begun = performance.now();
  while (!reached()) {
    if (performance.now() - begun > withinMs) throw new Error(`not reached within ${withinMs} ms`);
    await pause(20);
  }
  return performance.now() - begun;
}
