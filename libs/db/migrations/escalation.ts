import type { MigrationInterface, QueryRunner } from 'typeorm';
import { appendOnly, noDelete } from './triggers.js';

/** Clocks and causes of the ladder, what was told to whom, where to tell it, and the alarms. */
export class Escalation1763802000000 implements MigrationInterface {
  readonly name = 'Escalation1763802000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of statements) await runner.query(statement);
    for (const table of ['alarm_run', 'alarm']) await appendOnly(runner, table);
    for (const table of ['escalation', 'delivery', 'contact']) await noDelete(runner, table);
  }

  /** @throws Error always: records are not dropped by a program */
  async down(): Promise<void> {
    throw new Error('Steps, deliveries and alarms are records; remove the database itself');
  }
}

const statements = [
  // SQLite cannot take NOT NULL from a column: the table is made anew, its rows kept.
  'CREATE TABLE "escalation_before" AS SELECT * FROM "escalation"',
  'DROP TABLE "escalation"',
  `CREATE TABLE "escalation" (
    "id" text NOT NULL, "incident_id" text, "sector" text, "level" integer NOT NULL, "rung" text NOT NULL,
    "role" text NOT NULL, "trigger" text NOT NULL, "raise_key" text NOT NULL, "reason" text NOT NULL,
    "raised_at" text NOT NULL, "acknowledge_by" text NOT NULL, "acknowledged_by" text, "acknowledged_at" text,
    "missed_at" text, "holder" text, "act_by" text, "acted_at" text, "act_missed_at" text, "snoozed_until" text,
    "snoozes" integer NOT NULL, "closed_at" text,
    CONSTRAINT "pk_escalation" PRIMARY KEY ("id"),
    CONSTRAINT "fk_escalation_incident_id" FOREIGN KEY ("incident_id") REFERENCES "incident"("id")
  )`,
  // Rungs were not kept before: an unknown one climbs on every missed clock, as all of them did then.
  `INSERT INTO "escalation" SELECT "id", "incident_id", NULL, "level", '', "role", 'ruling', 'before:' || "id",
    "reason", "raised_at", "acknowledge_by", "acknowledged_by", "acknowledged_at", "missed_at", "acknowledged_by",
    NULL, NULL, NULL, NULL, 0, "closed_at" FROM "escalation_before"`,
  'DROP TABLE "escalation_before"',
  'CREATE INDEX "ix_escalation_incident" ON "escalation" ("incident_id", "raised_at")',
  'CREATE INDEX "ix_escalation_open" ON "escalation" ("acknowledge_by") WHERE "closed_at" IS NULL',
  'CREATE INDEX "ix_escalation_raised" ON "escalation" ("raised_at")',
  'CREATE UNIQUE INDEX "ux_escalation_key" ON "escalation" ("raise_key")',
  `CREATE TABLE "contact" (
    "id" text NOT NULL, "channel" text NOT NULL, "rungs" text NOT NULL, "sectors" text NOT NULL,
    "language" text NOT NULL, "private_allowed" boolean NOT NULL, "added_by" text NOT NULL, "added_at" text NOT NULL,
    "disabled_at" text,
    CONSTRAINT "pk_contact" PRIMARY KEY ("id")
  )`,
  `CREATE TABLE "delivery" (
    "id" text NOT NULL, "escalation_id" text NOT NULL, "recipient" text NOT NULL, "channel" text NOT NULL,
    "language" text NOT NULL, "subject" text NOT NULL, "text" text NOT NULL, "created_at" text NOT NULL,
    "state" text NOT NULL, "settled_at" text, "note" text, "read_at" text,
    CONSTRAINT "pk_delivery" PRIMARY KEY ("id"),
    CONSTRAINT "fk_delivery_escalation_id" FOREIGN KEY ("escalation_id") REFERENCES "escalation"("id")
  )`,
  'CREATE UNIQUE INDEX "ux_delivery" ON "delivery" ("escalation_id", "recipient", "channel")',
  'CREATE INDEX "ix_delivery_inbox" ON "delivery" ("recipient", "created_at", "id") WHERE "channel" = \'inbox\'',
  `CREATE TABLE "alarm_run" (
    "id" text NOT NULL, "day" text NOT NULL, "version" integer NOT NULL, "at" text NOT NULL,
    "input_sha256" text NOT NULL, "not_judged" text NOT NULL, "alarms" integer NOT NULL,
    CONSTRAINT "pk_alarm_run" PRIMARY KEY ("id")
  )`,
  'CREATE UNIQUE INDEX "ux_alarm_run" ON "alarm_run" ("day", "version")',
  `CREATE TABLE "alarm" (
    "id" text NOT NULL, "run_id" text NOT NULL, "day" text NOT NULL, "version" integer NOT NULL, "at" text NOT NULL,
    "method" text NOT NULL, "category" text NOT NULL, "window" text NOT NULL, "sectors" text NOT NULL,
    "observed" double precision NOT NULL, "expected" double precision NOT NULL, "threshold" double precision NOT NULL,
    "hours" double precision NOT NULL, "statistic" text NOT NULL, "p_value" double precision,
    "false_alarms" text NOT NULL, "advice" text NOT NULL,
    CONSTRAINT "pk_alarm" PRIMARY KEY ("id"),
    CONSTRAINT "fk_alarm_run_id" FOREIGN KEY ("run_id") REFERENCES "alarm_run"("id")
  )`,
  'CREATE INDEX "ix_alarm_day" ON "alarm" ("day", "version")',
];
