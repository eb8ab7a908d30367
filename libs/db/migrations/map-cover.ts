import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * On PostgreSQL the index by place and time also holds what a map draws of an incident. A month of a busy place lies
 * scattered over almost every page of that month; from the index it is read in one piece.
 */
export class MapCover1763827000000 implements MigrationInterface {
  readonly name = 'MapCover1763827000000';

  async up(runner: QueryRunner): Promise<void> {
    // SQLite has no columns beside the key, and reads a row in place anyway.
    if (runner.connection.options.type === 'better-sqlite3') return;
    await runner.query('DROP INDEX "ix_incident_near"');
    await runner.query(
      `CREATE INDEX "ix_incident_near" ON "incident" ("cell5", "span", "start")
       INCLUDE ("id", "end", "kind", "state", "outcome", "proposed_outcome", "estimate", "sector")`,
    );
  }

  /** @throws Error always: records are not dropped by a program */
  async down(): Promise<void> {
    throw new Error('This schema cannot be taken back; restore a backup made before it');
  }
}
