import type { MigrationInterface, QueryRunner } from 'typeorm';
import { appendOnly } from './triggers.js';

/** The attribution ledger with its versions, dissent and blind review; the direction that fire came from. */
export class Ledger1763799900000 implements MigrationInterface {
  readonly name = 'Ledger1763799900000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of statements) await runner.query(statement);
    for (const table of tables) await appendOnly(runner, table);
  }

  /** @throws Error always: records are not dropped by a program */
  async down(): Promise<void> {
    throw new Error('This schema cannot be taken back; restore a backup made before it');
  }
}

const tables = [
  'ledger_item',
  'ledger_dispute',
  'ledger_version',
  'attribution_dissent',
  'blind_review',
  'blind_opinion',
];

const ofIncident = (table: string) =>
  `CONSTRAINT "pk_${table}" PRIMARY KEY ("id"),
   CONSTRAINT "fk_${table}_incident_id" FOREIGN KEY ("incident_id") REFERENCES "incident"("id")`;

const statements = [
  'ALTER TABLE "sighting" ADD COLUMN "origin" text',
  `CREATE TABLE "ledger_item" (
      "id" text NOT NULL, "incident_id" text NOT NULL, "kind" text NOT NULL, "statement" text NOT NULL,
      "log_ratio" text NOT NULL, "sigma" double precision NOT NULL, "weighed_by" text NOT NULL,
      "reason" text NOT NULL, "basis" text NOT NULL, "source" text NOT NULL, "replaces" text,
      "by" text NOT NULL, "at" text NOT NULL,
      ${ofIncident('ledger_item')}
    )`,
  'CREATE INDEX "ix_ledger_item_incident" ON "ledger_item" ("incident_id", "at")',
  `CREATE TABLE "ledger_dispute" (
      "id" text NOT NULL, "incident_id" text NOT NULL, "item_key" text NOT NULL, "disputed" boolean NOT NULL,
      "reason" text NOT NULL, "by" text NOT NULL, "at" text NOT NULL,
      ${ofIncident('ledger_dispute')}
    )`,
  'CREATE INDEX "ix_ledger_dispute_incident" ON "ledger_dispute" ("incident_id", "at")',
  `CREATE TABLE "ledger_version" (
      "id" text NOT NULL, "incident_id" text NOT NULL, "number" integer NOT NULL, "state" text NOT NULL,
      "sha256" text NOT NULL, "because" text NOT NULL, "attribution_id" text, "by" text NOT NULL,
      "at" text NOT NULL,
      ${ofIncident('ledger_version')},
      CONSTRAINT "fk_ledger_version_attribution_id" FOREIGN KEY ("attribution_id") REFERENCES "attribution"("id")
    )`,
  'CREATE UNIQUE INDEX "ux_ledger_version" ON "ledger_version" ("incident_id", "number")',
  `CREATE TABLE "attribution_dissent" (
      "id" text NOT NULL, "attribution_id" text NOT NULL, "incident_id" text NOT NULL, "reason" text NOT NULL,
      "by" text NOT NULL, "at" text NOT NULL,
      ${ofIncident('attribution_dissent')},
      CONSTRAINT "fk_attribution_dissent_attribution_id" FOREIGN KEY ("attribution_id") REFERENCES "attribution"("id")
    )`,
  'CREATE UNIQUE INDEX "ux_dissent" ON "attribution_dissent" ("attribution_id", "by")',
  'CREATE INDEX "ix_dissent_incident" ON "attribution_dissent" ("incident_id", "at")',
  `CREATE TABLE "blind_review" (
      "id" text NOT NULL, "incident_id" text NOT NULL, "reviewer" text NOT NULL, "seed" text NOT NULL,
      "started_at" text NOT NULL,
      ${ofIncident('blind_review')}
    )`,
  'CREATE UNIQUE INDEX "ux_blind_review" ON "blind_review" ("incident_id", "reviewer")',
  `CREATE TABLE "blind_opinion" (
      "id" text NOT NULL, "review_id" text NOT NULL, "incident_id" text NOT NULL, "hypothesis" text NOT NULL,
      "probability" double precision NOT NULL, "reason" text NOT NULL, "by" text NOT NULL, "at" text NOT NULL,
      ${ofIncident('blind_opinion')},
      CONSTRAINT "fk_blind_opinion_review_id" FOREIGN KEY ("review_id") REFERENCES "blind_review"("id")
    )`,
  'CREATE UNIQUE INDEX "ux_blind_opinion" ON "blind_opinion" ("review_id")',
  'CREATE INDEX "ix_blind_opinion_incident" ON "blind_opinion" ("incident_id", "at")',
];
