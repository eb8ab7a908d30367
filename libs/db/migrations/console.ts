import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What the console's screens need: snoozes, what only machines noticed, views that people keep, and points by time. */
export class Console1763805600000 implements MigrationInterface {
  readonly name = 'Console1763805600000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of statements) await runner.query(statement);
  }

  /** @throws Error always: records are not dropped by a program */
  async down(): Promise<void> {
    throw new Error('The incidents are records; remove the database itself');
  }
}

const statements = [
  'ALTER TABLE "incident" ADD COLUMN "machine_only" boolean',
  'ALTER TABLE "incident" ADD COLUMN "snooze" text',
  `UPDATE "incident" SET "machine_only" = NOT EXISTS (
     SELECT 1 FROM "link" l JOIN "sighting" s ON s."id" = l."sighting_id"
     WHERE l."incident_id" = "incident"."id" AND l."ended_at" IS NULL AND s."type" = 'report')`,
  // The queue is put in order by the mission's own weights when it is asked for; no stored key can know them.
  'DROP INDEX "ix_incident_triage"',
  'DROP INDEX "ix_incident_triage_all"',
  'DROP INDEX "ix_incident_triage_sector"',
  'ALTER TABLE "incident" DROP COLUMN "triage_key"',
  `CREATE INDEX "ix_incident_open" ON "incident" ("sector", "id") WHERE "state" = 'open'`,
  'CREATE INDEX "ix_sighting_start" ON "sighting" ("start", "id")',
  'CREATE INDEX "ix_effort_start" ON "effort" ("start", "id")',
  `CREATE TABLE "triage_view" (
    "id" text NOT NULL, "owner" text NOT NULL, "name" text NOT NULL, "filter" text NOT NULL, "created_at" text NOT NULL,
    CONSTRAINT "pk_triage_view" PRIMARY KEY ("id")
  )`,
  'CREATE INDEX "ix_triage_view_owner" ON "triage_view" ("owner", "created_at")',
];
