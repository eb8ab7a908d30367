import type { MigrationInterface, QueryRunner } from 'typeorm';
import { appendOnly } from './triggers.js';

/** Jamming and weather with what they take from hours of watching; the rule behind a proposal; incidents on the hotline. */
export class Disturbances1763807400000 implements MigrationInterface {
  readonly name = 'Disturbances1763807400000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of statements) await runner.query(statement);
    for (const table of ['disturbance', 'effort_loss']) await appendOnly(runner, table);
  }

  /** @throws Error always: records are not dropped by a program */
  async down(): Promise<void> {
    throw new Error('This schema cannot be taken back; restore a backup made before it');
  }
}

const statements = [
  'ALTER TABLE "verification" ADD COLUMN "rule" text',
  'ALTER TABLE "verification" ADD COLUMN "facts" text',
  'ALTER TABLE "hotline_entry" ADD COLUMN "incident_id" text',
  'CREATE INDEX "ix_hotline_incident" ON "hotline_entry" ("incident_id")',
  'CREATE INDEX "ix_watch_start" ON "watch" ("start")',
  'CREATE INDEX "ix_effort_watch" ON "effort" ("watch_id")',
  `CREATE TABLE "disturbance" (
      "id" text NOT NULL, "type" text NOT NULL, "start" text NOT NULL, "end" text NOT NULL, "sector" text,
      "area" text, "lat" double precision, "lon" double precision, "visibility_metres" double precision,
      "wind_metres_per_second" double precision, "cloud_base_metres" double precision,
      "rain_millimetres_per_hour" double precision, "source_id" text NOT NULL, "sha256" text NOT NULL,
      "submitted_by" text NOT NULL, "received_at" text NOT NULL, "span" integer NOT NULL,
      CONSTRAINT "pk_disturbance" PRIMARY KEY ("id")
    )`,
  'CREATE INDEX "ix_disturbance_during" ON "disturbance" ("span", "start")',
  `CREATE TABLE "effort_loss" (
      "id" text NOT NULL, "effort_id" text NOT NULL, "entry_id" text NOT NULL, "reason" text NOT NULL,
      "hours" double precision NOT NULL, "day_hours" double precision NOT NULL,
      "night_hours" double precision NOT NULL, "at" text NOT NULL,
      CONSTRAINT "pk_effort_loss" PRIMARY KEY ("id"),
      CONSTRAINT "fk_effort_loss_effort_id" FOREIGN KEY ("effort_id") REFERENCES "effort"("id"),
      CONSTRAINT "fk_effort_loss_entry_id" FOREIGN KEY ("entry_id") REFERENCES "journal_entry"("id")
    )`,
  'CREATE INDEX "ix_effort_loss_effort" ON "effort_loss" ("effort_id")',
];
