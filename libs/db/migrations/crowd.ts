import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What keeps the cost of one more sighting the same however many there are: indexes read from their ends, and turns. */
export class Crowd1763803800000 implements MigrationInterface {
  readonly name = 'Crowd1763803800000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of statements) await runner.query(statement);
  }

  /** @throws Error always: records are not dropped by a program */
  async down(): Promise<void> {
    throw new Error('The links hold records; remove the database itself');
  }
}

const statements = [
  'ALTER TABLE "link" ADD COLUMN "turn" integer NOT NULL DEFAULT 0',
  `CREATE INDEX "ix_link_telling" ON "link" ("incident_id", "turn", "id") WHERE "ended_at" IS NULL`,
  'DROP INDEX "ix_sighting_near"',
  'CREATE INDEX "ix_sighting_near" ON "sighting" ("cell5", "span", "start", "id", "end")',
  'CREATE INDEX "ix_fact_newest" ON "incident_fact" ("incident_id", "provision_id", "ordinal")',
];
