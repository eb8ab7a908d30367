import type { MigrationInterface, QueryRunner } from 'typeorm';
import { appendOnly, noDelete } from './triggers.js';

/** Field tasks, restrictions and what they left unverified, complaints, watches, grades of sources, images. */
export class Fieldwork1763796000000 implements MigrationInterface {
  readonly name = 'Fieldwork1763796000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of statements) await runner.query(statement);
    for (const table of ['restriction', 'watch', 'notice_match', 'image_hash', 'image_byte'])
      await appendOnly(runner, table);
    for (const table of ['complaint', 'field_task', 'verification_debt', 'source_outcome'])
      await noDelete(runner, table);
  }

  /** @throws Error always: records are not dropped by a program */
  async down(): Promise<void> {
    throw new Error('This schema cannot be taken back; restore a backup made before it');
  }
}

const statements = [
  'ALTER TABLE "notification" ADD COLUMN "prohibits" text',
  'ALTER TABLE "effort" ADD COLUMN "day_hours" double precision',
  'ALTER TABLE "effort" ADD COLUMN "night_hours" double precision',
  'ALTER TABLE "effort" ADD COLUMN "watch_id" text',
  `CREATE TABLE "restriction" (
      "sighting_id" text NOT NULL, "type" text NOT NULL, "minutes" integer, "condition" text,
      "crossing" text, "from_side" text, "to_side" text, "imposed_by" text, "words" text, "words_of" text,
      CONSTRAINT "pk_restriction" PRIMARY KEY ("sighting_id"),
      CONSTRAINT "fk_restriction_sighting_id" FOREIGN KEY ("sighting_id") REFERENCES "sighting"("id")
    )`,
  `CREATE TABLE "complaint" (
      "sighting_id" text NOT NULL, "entry_id" text NOT NULL, "provider" text NOT NULL, "against" text,
      "kind" text NOT NULL, "cell5" text NOT NULL, "start" text NOT NULL, "received_at" text NOT NULL,
      "reporting_week" text NOT NULL, "specificity" text NOT NULL, "whole" double precision NOT NULL,
      "cluster_id" text, "likeness" double precision,
      CONSTRAINT "pk_complaint" PRIMARY KEY ("sighting_id"),
      CONSTRAINT "fk_complaint_sighting_id" FOREIGN KEY ("sighting_id") REFERENCES "sighting"("id"),
      CONSTRAINT "fk_complaint_entry_id" FOREIGN KEY ("entry_id") REFERENCES "journal_entry"("id")
    )`,
  'CREATE INDEX "ix_complaint_like" ON "complaint" ("provider", "kind", "start")',
  'CREATE INDEX "ix_complaint_cluster" ON "complaint" ("cluster_id")',
  'CREATE INDEX "ix_complaint_week" ON "complaint" ("reporting_week", "received_at", "sighting_id")',
  'CREATE INDEX "ix_complaint_received" ON "complaint" ("received_at", "sighting_id")',
  `CREATE TABLE "watch" (
      "id" text NOT NULL, "means" text NOT NULL, "source_id" text NOT NULL, "start" text NOT NULL,
      "end" text NOT NULL, "said" text NOT NULL, "lost" text NOT NULL, "sha256" text NOT NULL,
      "submitted_by" text NOT NULL, "received_at" text NOT NULL,
      CONSTRAINT "pk_watch" PRIMARY KEY ("id")
    )`,
  `CREATE TABLE "field_task" (
      "id" text NOT NULL, "incident_id" text NOT NULL, "type" text NOT NULL, "assignee" text NOT NULL,
      "lat" double precision NOT NULL, "lon" double precision NOT NULL, "place_name" text NOT NULL,
      "sector" text, "side" text, "instruction" text NOT NULL, "due_by" text NOT NULL,
      "state" text NOT NULL, "requested_by" text NOT NULL, "requested_at" text NOT NULL,
      "sighting_id" text, "cause" text, "reason" text, "restriction_id" text, "answered_by" text,
      "answered_at" text,
      CONSTRAINT "pk_field_task" PRIMARY KEY ("id"),
      CONSTRAINT "fk_field_task_incident_id" FOREIGN KEY ("incident_id") REFERENCES "incident"("id"),
      CONSTRAINT "fk_field_task_sighting_id" FOREIGN KEY ("sighting_id") REFERENCES "sighting"("id")
    )`,
  'CREATE INDEX "ix_field_task_incident" ON "field_task" ("incident_id", "requested_at")',
  'CREATE INDEX "ix_field_task_due" ON "field_task" ("due_by", "id")',
  'CREATE INDEX "ix_field_task_assignee" ON "field_task" ("assignee", "due_by", "id")',
  'CREATE INDEX "ix_field_task_answered" ON "field_task" ("answered_at")',
  `CREATE TABLE "verification_debt" (
      "id" text NOT NULL, "incident_id" text NOT NULL, "restriction_id" text, "task_id" text,
      "sector" text, "side" text, "opened_at" text NOT NULL, "settled_at" text, "settled_by" text,
      CONSTRAINT "pk_verification_debt" PRIMARY KEY ("id"),
      CONSTRAINT "fk_verification_debt_incident_id" FOREIGN KEY ("incident_id") REFERENCES "incident"("id"),
      CONSTRAINT "fk_verification_debt_task_id" FOREIGN KEY ("task_id") REFERENCES "field_task"("id")
    )`,
  'CREATE INDEX "ix_debt_incident" ON "verification_debt" ("incident_id", "opened_at")',
  'CREATE INDEX "ix_debt_open" ON "verification_debt" ("opened_at", "id") WHERE "settled_at" IS NULL',
  `CREATE TABLE "source_outcome" (
      "sighting_id" text NOT NULL, "source_key" text NOT NULL, "incident_id" text NOT NULL,
      "result" text NOT NULL, "at" text NOT NULL,
      CONSTRAINT "pk_source_outcome" PRIMARY KEY ("sighting_id"),
      CONSTRAINT "fk_source_outcome_sighting_id" FOREIGN KEY ("sighting_id") REFERENCES "sighting"("id"),
      CONSTRAINT "fk_source_outcome_incident_id" FOREIGN KEY ("incident_id") REFERENCES "incident"("id")
    )`,
  'CREATE INDEX "ix_source_outcome" ON "source_outcome" ("source_key", "result")',
  `CREATE TABLE "notice_match" (
      "id" text NOT NULL, "entry_id" text NOT NULL, "sighting_id" text NOT NULL, "notice_id" text NOT NULL,
      "party" text NOT NULL, "result" text NOT NULL, "because" text NOT NULL,
      "reporting_week" text NOT NULL, "at" text NOT NULL,
      CONSTRAINT "pk_notice_match" PRIMARY KEY ("id"),
      CONSTRAINT "fk_notice_match_entry_id" FOREIGN KEY ("entry_id") REFERENCES "journal_entry"("id"),
      CONSTRAINT "fk_notice_match_sighting_id" FOREIGN KEY ("sighting_id") REFERENCES "sighting"("id"),
      CONSTRAINT "fk_notice_match_notice_id" FOREIGN KEY ("notice_id") REFERENCES "notification"("id")
    )`,
  'CREATE INDEX "ix_notice_match_sighting" ON "notice_match" ("sighting_id")',
  'CREATE INDEX "ix_notice_match_week" ON "notice_match" ("reporting_week")',
  `CREATE TABLE "image_hash" (
      "id" text NOT NULL, "sighting_id" text NOT NULL, "evidence_id" text NOT NULL, "sha256" text NOT NULL,
      "hash" text, "fault" text, "at" text NOT NULL,
      CONSTRAINT "pk_image_hash" PRIMARY KEY ("id"),
      CONSTRAINT "fk_image_hash_sighting_id" FOREIGN KEY ("sighting_id") REFERENCES "sighting"("id"),
      CONSTRAINT "fk_image_hash_evidence_id" FOREIGN KEY ("evidence_id") REFERENCES "evidence"("id")
    )`,
  'CREATE INDEX "ix_image_sighting" ON "image_hash" ("sighting_id")',
  `CREATE TABLE "image_byte" (
      "id" text NOT NULL, "image_id" text NOT NULL, "byte" text NOT NULL,
      CONSTRAINT "pk_image_byte" PRIMARY KEY ("id"),
      CONSTRAINT "fk_image_byte_image_id" FOREIGN KEY ("image_id") REFERENCES "image_hash"("id")
    )`,
  'CREATE INDEX "ix_image_byte" ON "image_byte" ("byte")',
];
