import type { MigrationInterface, QueryRunner } from 'typeorm';
import { appendOnly, noDelete } from './triggers.js';

/** Editions of the weekly summary, and the daily roll-ups that they are counted from. */
export class Editions1763796000000 implements MigrationInterface {
  readonly name = 'Editions1763796000000';

  async up(runner: QueryRunner): Promise<void> {
    const sqlite = runner.connection.options.type === 'better-sqlite3';
    for (const statement of tables(sqlite)) await runner.query(statement);
    for (const table of ['edition_step', 'edition_text', 'edition_file', 'edition_erratum'])
      await appendOnly(runner, table);
    await noDelete(runner, 'edition');
  }

  /** @throws Error always: what was published is not dropped by a program */
  async down(): Promise<void> {
    throw new Error('Editions cannot be taken back');
  }
}

function tables(sqlite: boolean): string[] {
  const auto = sqlite
    ? 'integer PRIMARY KEY AUTOINCREMENT NOT NULL'
    : 'BIGSERIAL NOT NULL CONSTRAINT "pk_edition_text" PRIMARY KEY';
  const cell = '"reporting_week" text NOT NULL, "reporting_day" text NOT NULL, "sector" text NOT NULL';
  const counted = '"kind" text NOT NULL, "party" text NOT NULL, "standing" text NOT NULL';
  const cellKey = '"reporting_week", "reporting_day", "sector"';
  return [
    `CREATE TABLE "edition" (
      "id" text NOT NULL, "week" text NOT NULL, "version" integer NOT NULL, "state" text NOT NULL,
      "drafted_by" text NOT NULL, "drafted_at" text NOT NULL, "frozen_by" text, "frozen_at" text, "cutoff" bigint,
      "tree_root" text, "frozen_entry_id" text, "published_by" text, "published_at" text, "errata" integer NOT NULL,
      "row_version" integer NOT NULL,
      CONSTRAINT "pk_edition" PRIMARY KEY ("id")
    )`,
    'CREATE UNIQUE INDEX "ux_edition_week" ON "edition" ("week", "version")',
    'CREATE INDEX "ix_edition_state" ON "edition" ("state", "week", "version")',
    `CREATE TABLE "edition_step" (
      "id" text NOT NULL, "edition_id" text NOT NULL, "step" text NOT NULL, "by" text NOT NULL, "role" text NOT NULL,
      "at" text NOT NULL, "reason" text,
      CONSTRAINT "pk_edition_step" PRIMARY KEY ("id"),
      CONSTRAINT "fk_edition_step_edition_id" FOREIGN KEY ("edition_id") REFERENCES "edition"("id")
    )`,
    'CREATE INDEX "ix_edition_step" ON "edition_step" ("edition_id", "at")',
    `CREATE TABLE "edition_text" (
      "ordinal" ${auto}, "id" text NOT NULL, "edition_id" text NOT NULL, "paragraph_id" text NOT NULL, "texts" text,
      "by" text NOT NULL, "at" text NOT NULL,
      CONSTRAINT "fk_edition_text_edition_id" FOREIGN KEY ("edition_id") REFERENCES "edition"("id")
    )`,
    'CREATE INDEX "ix_edition_text" ON "edition_text" ("edition_id", "paragraph_id")',
    `CREATE TABLE "edition_file" (
      "edition_id" text NOT NULL, "revision" integer NOT NULL, "variant" text NOT NULL, "party" text NOT NULL,
      "path" text NOT NULL, "role" text NOT NULL, "media_type" text NOT NULL, "sha256" text NOT NULL,
      "size" bigint NOT NULL, "at" text NOT NULL,
      CONSTRAINT "pk_edition_file" PRIMARY KEY ("edition_id", "revision", "variant", "party", "path"),
      CONSTRAINT "fk_edition_file_edition_id" FOREIGN KEY ("edition_id") REFERENCES "edition"("id")
    )`,
    `CREATE TABLE "edition_erratum" (
      "edition_id" text NOT NULL, "number" integer NOT NULL, "text" text NOT NULL, "figures" text NOT NULL,
      "by" text NOT NULL, "at" text NOT NULL,
      CONSTRAINT "pk_edition_erratum" PRIMARY KEY ("edition_id", "number"),
      CONSTRAINT "fk_edition_erratum_edition_id" FOREIGN KEY ("edition_id") REFERENCES "edition"("id")
    )`,
    `CREATE TABLE "rollup_fact" (
      ${cell}, ${counted}, "provision_id" text NOT NULL, "ruled" text NOT NULL, "incidents" integer NOT NULL,
      CONSTRAINT "pk_rollup_fact"
        PRIMARY KEY (${cellKey}, "kind", "party", "standing", "provision_id", "ruled")
    )`,
    `CREATE TABLE "rollup_incident" (
      ${cell}, ${counted}, "incidents" integer NOT NULL,
      CONSTRAINT "pk_rollup_incident" PRIMARY KEY (${cellKey}, "kind", "party", "standing")
    )`,
    `CREATE TABLE "rollup_sighting" (
      ${cell}, "means" text NOT NULL, "type" text NOT NULL, "provider" text NOT NULL, "sightings" integer NOT NULL,
      CONSTRAINT "pk_rollup_sighting" PRIMARY KEY (${cellKey}, "means", "type", "provider")
    )`,
    // From an entry to its facts: the roll-ups follow the journal by position.
    'CREATE INDEX "ix_fact_entry" ON "incident_fact" ("entry_id")',
  ];
}
