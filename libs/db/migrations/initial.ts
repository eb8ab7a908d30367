import type { MigrationInterface, QueryRunner } from 'typeorm';
import { appendOnly, noDelete } from './triggers.js';

/** The first schema. Written by hand and the same for both databases; never edited once released. */
export class Initial1763788800000 implements MigrationInterface {
  readonly name = 'Initial1763788800000';

  async up(runner: QueryRunner): Promise<void> {
    const sqlite = runner.connection.options.type === 'better-sqlite3';
    for (const statement of tables(sqlite)) await runner.query(statement);
    for (const table of recordTables) await appendOnly(runner, table);
    await noDelete(runner, 'evidence');
  }

  /** @throws Error always: records are not dropped by a program */
  async down(): Promise<void> {
    throw new Error('The first schema cannot be taken back; remove the database itself');
  }
}

/** Rows that say what happened or what was found: written once. */
const recordTables = [
  'journal_entry',
  'journal_position',
  'tree_head',
  'sighting',
  'check',
  'verification',
  'incident_fact',
];

function tables(sqlite: boolean): string[] {
  const auto = (table: string) =>
    sqlite ? 'integer PRIMARY KEY AUTOINCREMENT NOT NULL' : `BIGSERIAL NOT NULL CONSTRAINT "pk_${table}" PRIMARY KEY`;
  return [
    `CREATE TABLE "journal_entry" (
      "id" text NOT NULL, "at" text NOT NULL, "actor" text NOT NULL, "type" text NOT NULL,
      "subject_kind" text NOT NULL, "subject_id" text NOT NULL, "payload" text NOT NULL, "salt" text NOT NULL,
      "leaf_hash" text NOT NULL,
      CONSTRAINT "pk_journal_entry" PRIMARY KEY ("id")
    )`,
    'CREATE INDEX "ix_entry_subject" ON "journal_entry" ("subject_id", "subject_kind")',
    `CREATE TABLE "journal_unsequenced" (
      "ordinal" ${auto('journal_unsequenced')}, "entry_id" text NOT NULL, "at" text NOT NULL,
      CONSTRAINT "fk_journal_unsequenced_entry_id" FOREIGN KEY ("entry_id") REFERENCES "journal_entry"("id")
    )`,
    `CREATE TABLE "journal_position" (
      "position" bigint NOT NULL, "entry_id" text NOT NULL, "chain" text NOT NULL,
      CONSTRAINT "pk_journal_position" PRIMARY KEY ("position"),
      CONSTRAINT "fk_journal_position_entry_id" FOREIGN KEY ("entry_id") REFERENCES "journal_entry"("id")
    )`,
    'CREATE UNIQUE INDEX "ux_position_entry" ON "journal_position" ("entry_id")',
    `CREATE TABLE "tree_head" (
      "size" bigint NOT NULL, "root" text NOT NULL, "at" text NOT NULL, "key_id" text NOT NULL,
      "signature" text NOT NULL, "frontier" text NOT NULL, "chain" text NOT NULL,
      CONSTRAINT "pk_tree_head" PRIMARY KEY ("size")
    )`,
    `CREATE TABLE "work" (
      "id" text NOT NULL, "entry_id" text NOT NULL, "job" text NOT NULL, "subject_id" text NOT NULL,
      "state" text NOT NULL, "epoch" integer NOT NULL, "attempts" integer NOT NULL, "not_before" text NOT NULL,
      "relayed_at" text NOT NULL, "last_error" text, "done_at" text, "created_at" text NOT NULL,
      CONSTRAINT "pk_work" PRIMARY KEY ("id"),
      CONSTRAINT "fk_work_entry_id" FOREIGN KEY ("entry_id") REFERENCES "journal_entry"("id")
    )`,
    'CREATE INDEX "ix_work_due" ON "work" ("state", "relayed_at", "not_before")',
    'CREATE INDEX "ix_work_state" ON "work" ("state", "created_at", "id")',
    `CREATE TABLE "sighting" (
      "id" text NOT NULL, "type" text NOT NULL, "submitted_by" text NOT NULL, "provider" text NOT NULL,
      "patrol_id" text, "platform_id" text, "sensor" text, "kind" text NOT NULL, "means" text NOT NULL,
      "weapon" text, "count" double precision, "count_is_at_least" boolean NOT NULL, "start" text NOT NULL,
      "end" text NOT NULL, "source_time" text, "received_at" text NOT NULL, "said" text NOT NULL,
      "estimate" text NOT NULL, "sector" text, "zones" text NOT NULL, "side" text NOT NULL,
      "cell5" text NOT NULL, "cell7" text NOT NULL, "text" text, "alleged_party" text, "casualties" text,
      "civilian_object" boolean NOT NULL, "confidence" double precision, "evidence" text NOT NULL,
      "quotes" text, "flags" text NOT NULL, "reporting_day" text NOT NULL, "reporting_week" text NOT NULL,
      "sha256" text NOT NULL, "pack_digest" text NOT NULL, "span" integer NOT NULL,
      CONSTRAINT "pk_sighting" PRIMARY KEY ("id")
    )`,
    'CREATE INDEX "ix_sighting_near" ON "sighting" ("cell5", "span", "start")',
    'CREATE INDEX "ix_sighting_received" ON "sighting" ("received_at", "id")',
    'CREATE INDEX "ix_sighting_sector" ON "sighting" ("sector", "received_at", "id")',
    'CREATE INDEX "ix_sighting_submitter" ON "sighting" ("submitted_by", "received_at", "id")',
    'CREATE INDEX "ix_sighting_platform" ON "sighting" ("platform_id", "start")',
    `CREATE TABLE "evidence" (
      "id" text NOT NULL, "sha256" text NOT NULL, "size" bigint NOT NULL, "media_type" text NOT NULL,
      "name" text, "uploaded_by" text NOT NULL, "received_at" text NOT NULL,
      CONSTRAINT "pk_evidence" PRIMARY KEY ("id")
    )`,
    'CREATE INDEX "ix_evidence_sha256" ON "evidence" ("sha256")',
    `CREATE TABLE "notification" (
      "id" text NOT NULL, "party" text NOT NULL, "kind" text NOT NULL, "event_kinds" text NOT NULL,
      "area" text NOT NULL, "start" text NOT NULL, "end" text NOT NULL, "text" text,
      "received_at" text NOT NULL, "submitted_by" text NOT NULL, "span" integer NOT NULL,
      CONSTRAINT "pk_notification" PRIMARY KEY ("id")
    )`,
    'CREATE INDEX "ix_notification_during" ON "notification" ("span", "start")',
    'CREATE INDEX "ix_notification_received" ON "notification" ("received_at", "id")',
    'CREATE INDEX "ix_notification_party" ON "notification" ("party", "received_at", "id")',
    `CREATE TABLE "effort" (
      "id" text NOT NULL, "entry_id" text NOT NULL, "means" text NOT NULL, "source_id" text NOT NULL,
      "sector" text NOT NULL, "side" text, "start" text NOT NULL, "end" text NOT NULL,
      "usable_hours" double precision NOT NULL, "lost_hours" double precision NOT NULL, "lost_reason" text,
      "reporting_week" text NOT NULL, "submitted_by" text NOT NULL, "received_at" text NOT NULL,
      CONSTRAINT "pk_effort" PRIMARY KEY ("id"),
      CONSTRAINT "fk_effort_entry_id" FOREIGN KEY ("entry_id") REFERENCES "journal_entry"("id")
    )`,
    'CREATE INDEX "ix_effort_week" ON "effort" ("reporting_week")',
    `CREATE TABLE "incident" (
      "id" text NOT NULL, "version" integer NOT NULL, "state" text NOT NULL, "kind" text NOT NULL,
      "weapon" text, "count" double precision, "start" text NOT NULL, "end" text NOT NULL,
      "estimate" text NOT NULL, "sector" text, "zones" text NOT NULL, "side" text NOT NULL,
      "cell5" text NOT NULL, "cell7" text NOT NULL, "alleged_party" text, "casualties" text,
      "civilian_object" boolean NOT NULL, "sighting_count" integer NOT NULL,
      "independent_count" integer NOT NULL, "outcome" text, "outcome_reason" text, "proposed_outcome" text,
      "urgency" double precision NOT NULL, "harm" double precision NOT NULL, "opened_at" text NOT NULL,
      "claimed_by" text, "claimed_until" text, "merged_into" text, "reporting_day" text NOT NULL,
      "reporting_week" text NOT NULL, "span" integer NOT NULL, "triage_key" double precision NOT NULL,
      CONSTRAINT "pk_incident" PRIMARY KEY ("id")
    )`,
    'CREATE INDEX "ix_incident_near" ON "incident" ("cell5", "span", "start")',
    'CREATE INDEX "ix_incident_triage" ON "incident" ("state", "triage_key", "id")',
    'CREATE INDEX "ix_incident_triage_all" ON "incident" ("triage_key", "id")',
    'CREATE INDEX "ix_incident_triage_sector" ON "incident" ("sector", "state", "triage_key", "id")',
    'CREATE INDEX "ix_incident_recent" ON "incident" ("start", "id")',
    'CREATE INDEX "ix_incident_recent_state" ON "incident" ("state", "start", "id")',
    'CREATE INDEX "ix_incident_recent_sector" ON "incident" ("sector", "start", "id")',
    'CREATE INDEX "ix_incident_week" ON "incident" ("reporting_week", "start", "id")',
    'CREATE INDEX "ix_incident_kind" ON "incident" ("kind", "start", "id")',
    'CREATE INDEX "ix_incident_party" ON "incident" ("alleged_party", "start", "id")',
    `CREATE TABLE "link" (
      "id" text NOT NULL, "sighting_id" text NOT NULL, "incident_id" text NOT NULL,
      "log_ratio" double precision NOT NULL, "terms" text NOT NULL, "made_by" text NOT NULL,
      "made_at" text NOT NULL, "ended_by" text, "ended_at" text, "ended_for" text, "rule_version" text NOT NULL,
      CONSTRAINT "pk_link" PRIMARY KEY ("id"),
      CONSTRAINT "fk_link_sighting_id" FOREIGN KEY ("sighting_id") REFERENCES "sighting"("id"),
      CONSTRAINT "fk_link_incident_id" FOREIGN KEY ("incident_id") REFERENCES "incident"("id")
    )`,
    'CREATE INDEX "ix_link_incident" ON "link" ("incident_id")',
    'CREATE INDEX "ix_link_sighting" ON "link" ("sighting_id")',
    'CREATE UNIQUE INDEX "ux_link_active" ON "link" ("sighting_id") WHERE "ended_at" IS NULL',
    `CREATE TABLE "restructure" (
      "id" text NOT NULL, "type" text NOT NULL, "from" text NOT NULL, "to" text NOT NULL, "ended" text NOT NULL,
      "made" text NOT NULL, "reason" text NOT NULL, "by" text NOT NULL, "at" text NOT NULL, "undone_by" text,
      "undone_at" text,
      CONSTRAINT "pk_restructure" PRIMARY KEY ("id")
    )`,
    `CREATE TABLE "restructured_incident" (
      "incident_id" text NOT NULL, "restructure_id" text NOT NULL,
      CONSTRAINT "pk_restructured_incident" PRIMARY KEY ("incident_id", "restructure_id"),
      CONSTRAINT "fk_restructured_incident_incident_id" FOREIGN KEY ("incident_id") REFERENCES "incident"("id"),
      CONSTRAINT "fk_restructured_incident_restructure_id" FOREIGN KEY ("restructure_id") REFERENCES "restructure"("id")
    )`,
    `CREATE TABLE "check" (
      "id" text NOT NULL, "incident_id" text NOT NULL, "incident_version" integer NOT NULL,
      "name" text NOT NULL, "result" text NOT NULL, "reason" text NOT NULL, "inputs" text NOT NULL,
      "rule_version" text NOT NULL, "at" text NOT NULL,
      CONSTRAINT "pk_check" PRIMARY KEY ("id"),
      CONSTRAINT "fk_check_incident_id" FOREIGN KEY ("incident_id") REFERENCES "incident"("id")
    )`,
    'CREATE INDEX "ix_check_incident" ON "check" ("incident_id", "at")',
    `CREATE TABLE "verification" (
      "id" text NOT NULL, "incident_id" text NOT NULL, "incident_version" integer NOT NULL,
      "type" text NOT NULL, "outcome" text NOT NULL, "cause" text, "reason" text NOT NULL, "by" text NOT NULL,
      "at" text NOT NULL, "rule_version" text NOT NULL,
      CONSTRAINT "pk_verification" PRIMARY KEY ("id"),
      CONSTRAINT "fk_verification_incident_id" FOREIGN KEY ("incident_id") REFERENCES "incident"("id")
    )`,
    'CREATE INDEX "ix_verification_incident" ON "verification" ("incident_id", "at")',
    `CREATE TABLE "attribution" (
      "id" text NOT NULL, "incident_id" text NOT NULL, "party" text, "probability" double precision NOT NULL,
      "reason" text NOT NULL, "state" text NOT NULL, "proposed_by" text NOT NULL, "proposed_at" text NOT NULL,
      "confirmed_by" text, "confirmed_at" text,
      CONSTRAINT "pk_attribution" PRIMARY KEY ("id"),
      CONSTRAINT "fk_attribution_incident_id" FOREIGN KEY ("incident_id") REFERENCES "incident"("id")
    )`,
    'CREATE INDEX "ix_attribution_incident" ON "attribution" ("incident_id", "proposed_at")',
    `CREATE TABLE "ruling" (
      "id" text NOT NULL, "incident_id" text NOT NULL, "provision_id" text NOT NULL,
      "provision_version" text NOT NULL, "party" text, "result" text NOT NULL, "gravity" text,
      "reason" text NOT NULL, "state" text NOT NULL, "proposed_by" text NOT NULL, "proposed_at" text NOT NULL,
      "ruled_by" text, "ruled_at" text, "confirmed_by" text, "confirmed_at" text,
      CONSTRAINT "pk_ruling" PRIMARY KEY ("id"),
      CONSTRAINT "fk_ruling_incident_id" FOREIGN KEY ("incident_id") REFERENCES "incident"("id")
    )`,
    'CREATE INDEX "ix_ruling_incident" ON "ruling" ("incident_id", "proposed_at")',
    `CREATE TABLE "escalation" (
      "id" text NOT NULL, "incident_id" text NOT NULL, "level" integer NOT NULL, "role" text NOT NULL,
      "reason" text NOT NULL, "raised_at" text NOT NULL, "acknowledge_by" text NOT NULL, "acknowledged_by" text,
      "acknowledged_at" text, "missed_at" text, "closed_at" text,
      CONSTRAINT "pk_escalation" PRIMARY KEY ("id"),
      CONSTRAINT "fk_escalation_incident_id" FOREIGN KEY ("incident_id") REFERENCES "incident"("id")
    )`,
    'CREATE INDEX "ix_escalation_incident" ON "escalation" ("incident_id", "raised_at")',
    'CREATE INDEX "ix_escalation_open" ON "escalation" ("acknowledge_by") WHERE "closed_at" IS NULL',
    `CREATE TABLE "incident_fact" (
      "ordinal" ${auto('incident_fact')}, "entry_id" text NOT NULL, "incident_id" text NOT NULL,
      "provision_id" text NOT NULL, "party" text NOT NULL, "sector" text NOT NULL,
      "reporting_day" text NOT NULL, "reporting_week" text NOT NULL, "kind" text NOT NULL,
      "standing" text NOT NULL, "ruled" text NOT NULL, "live" integer NOT NULL,
      CONSTRAINT "fk_incident_fact_entry_id" FOREIGN KEY ("entry_id") REFERENCES "journal_entry"("id"),
      CONSTRAINT "fk_incident_fact_incident_id" FOREIGN KEY ("incident_id") REFERENCES "incident"("id")
    )`,
    'CREATE UNIQUE INDEX "ux_fact" ON "incident_fact" ("incident_id", "provision_id", "entry_id")',
    'CREATE INDEX "ix_fact_week" ON "incident_fact" ("reporting_week", "incident_id")',
    `CREATE TABLE "account" (
      "id" text NOT NULL, "login_name" text NOT NULL, "role" text NOT NULL, "scope" text NOT NULL,
      "password_hash" text NOT NULL, "totp_secret" text, "disabled_at" text, "created_at" text NOT NULL,
      "failed_since" text, "failures" integer NOT NULL,
      CONSTRAINT "pk_account" PRIMARY KEY ("id")
    )`,
    'CREATE UNIQUE INDEX "ux_account_login" ON "account" ("login_name")',
    `CREATE TABLE "session" (
      "token_hash" text NOT NULL, "account_id" text NOT NULL, "created_at" text NOT NULL,
      "last_seen_at" text NOT NULL, "expires_at" text NOT NULL, "ended_at" text,
      CONSTRAINT "pk_session" PRIMARY KEY ("token_hash"),
      CONSTRAINT "fk_session_account_id" FOREIGN KEY ("account_id") REFERENCES "account"("id")
    )`,
    'CREATE INDEX "ix_session_account" ON "session" ("account_id", "created_at")',
    `CREATE TABLE "device" (
      "id" text NOT NULL, "name" text NOT NULL, "public_key" text NOT NULL, "scope" text NOT NULL,
      "last_sequence" bigint NOT NULL, "disabled_at" text, "created_at" text NOT NULL,
      CONSTRAINT "pk_device" PRIMARY KEY ("id")
    )`,
    `CREATE TABLE "meta" (
      "key" text NOT NULL, "value" text NOT NULL,
      CONSTRAINT "pk_meta" PRIMARY KEY ("key")
    )`,
    `CREATE TABLE "personal" (
      "id" text NOT NULL, "data" text NOT NULL,
      CONSTRAINT "pk_personal" PRIMARY KEY ("id")
    )`,
  ];
}
