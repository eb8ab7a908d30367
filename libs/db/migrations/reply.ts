import type { MigrationInterface, QueryRunner } from 'typeorm';
import { appendOnly } from './triggers.js';

/** Registers, assessments, notices to parties and their replies, and the hotline log. */
export class Reply1763792400000 implements MigrationInterface {
  readonly name = 'Reply1763792400000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of statements) await runner.query(statement);
    for (const table of recordTables) await appendOnly(runner, table);
  }

  /** @throws Error always: records are not dropped by a program */
  async down(): Promise<void> {
    throw new Error('Registers, notices and replies are records; remove the database itself');
  }
}

/** Written once. Assessments and clocks move on; every step of theirs is in the journal. */
const recordTables = ['provision_review', 'register_figure', 'presence_day', 'notice', 'reply', 'hotline_entry'];

const statements = [
  'ALTER TABLE "ruling" ADD COLUMN "provision_text" text',
  'ALTER TABLE "ruling" ADD COLUMN "standard_of_proof" text',
  `CREATE INDEX "ix_ruling_breach" ON "ruling" ("provision_id", "ruled_at")
    WHERE "state" = 'ruled' AND "result" = 'breach'`,
  `CREATE TABLE "provision_review" (
    "id" text NOT NULL, "incident_id" text NOT NULL, "incident_version" integer NOT NULL, "at" text NOT NULL,
    "rule_version" text NOT NULL, "pack_digest" text NOT NULL, "results" text NOT NULL,
    CONSTRAINT "pk_provision_review" PRIMARY KEY ("id"),
    CONSTRAINT "fk_provision_review_incident_id" FOREIGN KEY ("incident_id") REFERENCES "incident"("id")
  )`,
  'CREATE INDEX "ix_review_incident" ON "provision_review" ("incident_id", "at")',
  `CREATE TABLE "register_figure" (
    "id" text NOT NULL, "entry_id" text NOT NULL, "provision_id" text NOT NULL, "party" text NOT NULL,
    "type" text NOT NULL, "as_of" text NOT NULL, "low" double precision NOT NULL, "best" double precision NOT NULL,
    "high" double precision NOT NULL, "excluded" text NOT NULL, "method" text, "note" text,
    "submitted_by" text NOT NULL, "received_at" text NOT NULL, "sha256" text NOT NULL,
    CONSTRAINT "pk_register_figure" PRIMARY KEY ("id"),
    CONSTRAINT "fk_register_figure_entry_id" FOREIGN KEY ("entry_id") REFERENCES "journal_entry"("id")
  )`,
  'CREATE INDEX "ix_figure_provision" ON "register_figure" ("provision_id", "received_at")',
  `CREATE TABLE "presence_day" (
    "id" text NOT NULL, "entry_id" text NOT NULL, "provision_id" text NOT NULL, "contributor" text NOT NULL,
    "unit" text NOT NULL, "day" text NOT NULL, "present" boolean NOT NULL, "note" text,
    "submitted_by" text NOT NULL, "received_at" text NOT NULL, "sha256" text NOT NULL,
    CONSTRAINT "pk_presence_day" PRIMARY KEY ("id"),
    CONSTRAINT "fk_presence_day_entry_id" FOREIGN KEY ("entry_id") REFERENCES "journal_entry"("id")
  )`,
  'CREATE INDEX "ix_presence_day" ON "presence_day" ("provision_id", "day")',
  `CREATE TABLE "assessment" (
    "id" text NOT NULL, "provision_id" text NOT NULL, "provision_version" text NOT NULL,
    "provision_text" text NOT NULL, "party" text, "from" text NOT NULL, "to" text NOT NULL, "result" text NOT NULL,
    "gravity" text, "standard_of_proof" text, "reason" text NOT NULL, "figures" text NOT NULL,
    "computed" text NOT NULL, "state" text NOT NULL, "ruled_by" text NOT NULL, "ruled_at" text NOT NULL,
    "confirmed_by" text, "confirmed_at" text,
    CONSTRAINT "pk_assessment" PRIMARY KEY ("id")
  )`,
  'CREATE INDEX "ix_assessment_provision" ON "assessment" ("provision_id", "ruled_at")',
  `CREATE TABLE "notice" (
    "id" text NOT NULL, "entry_id" text NOT NULL, "party" text NOT NULL, "number" integer NOT NULL,
    "about" text NOT NULL, "subject_id" text NOT NULL, "incident_id" text, "issued_at" text NOT NULL,
    "content" text NOT NULL, "sha256" text NOT NULL, "key_id" text NOT NULL, "signature" text NOT NULL,
    CONSTRAINT "pk_notice" PRIMARY KEY ("id"),
    CONSTRAINT "fk_notice_entry_id" FOREIGN KEY ("entry_id") REFERENCES "journal_entry"("id"),
    CONSTRAINT "fk_notice_incident_id" FOREIGN KEY ("incident_id") REFERENCES "incident"("id")
  )`,
  'CREATE UNIQUE INDEX "ux_notice_number" ON "notice" ("party", "number")',
  'CREATE UNIQUE INDEX "ux_notice_subject" ON "notice" ("about", "subject_id")',
  'CREATE INDEX "ix_notice_incident" ON "notice" ("incident_id")',
  'CREATE INDEX "ix_notice_issued" ON "notice" ("issued_at", "id")',
  `CREATE TABLE "notice_clock" (
    "id" text NOT NULL, "party" text NOT NULL, "about" text NOT NULL, "issued_at" text NOT NULL,
    "acknowledge_by" text, "reply_by" text, "acknowledged_at" text, "acknowledged_by" text, "replied_at" text,
    "silent_at" text, "withdrawn_at" text, "closed_at" text,
    CONSTRAINT "pk_notice_clock" PRIMARY KEY ("id"),
    CONSTRAINT "fk_notice_clock_id" FOREIGN KEY ("id") REFERENCES "notice"("id")
  )`,
  'CREATE INDEX "ix_clock_running" ON "notice_clock" ("reply_by") WHERE "closed_at" IS NULL',
  'CREATE INDEX "ix_clock_issued" ON "notice_clock" ("issued_at")',
  `CREATE TABLE "reply" (
    "id" text NOT NULL, "entry_id" text NOT NULL, "notice_id" text NOT NULL, "party" text NOT NULL,
    "text" text NOT NULL, "language" text, "attachments" text NOT NULL, "received_at" text NOT NULL,
    "submitted_by" text NOT NULL, "sha256" text NOT NULL, "late" boolean NOT NULL,
    CONSTRAINT "pk_reply" PRIMARY KEY ("id"),
    CONSTRAINT "fk_reply_entry_id" FOREIGN KEY ("entry_id") REFERENCES "journal_entry"("id"),
    CONSTRAINT "fk_reply_notice_id" FOREIGN KEY ("notice_id") REFERENCES "notice"("id")
  )`,
  'CREATE INDEX "ix_reply_notice" ON "reply" ("notice_id", "received_at")',
  'CREATE INDEX "ix_reply_received" ON "reply" ("received_at", "id")',
  `CREATE TABLE "hotline_entry" (
    "id" text NOT NULL, "entry_id" text NOT NULL, "type" text NOT NULL, "issue_id" text NOT NULL, "party" text,
    "to_party" text, "at" text NOT NULL, "sector" text, "due_by" text, "promise_id" text, "kept" boolean,
    "text" text NOT NULL, "logged_by" text NOT NULL, "logged_at" text NOT NULL, "sha256" text NOT NULL,
    CONSTRAINT "pk_hotline_entry" PRIMARY KEY ("id"),
    CONSTRAINT "fk_hotline_entry_entry_id" FOREIGN KEY ("entry_id") REFERENCES "journal_entry"("id")
  )`,
  'CREATE INDEX "ix_hotline_issue" ON "hotline_entry" ("issue_id", "at")',
  'CREATE INDEX "ix_hotline_at" ON "hotline_entry" ("at", "id")',
];
