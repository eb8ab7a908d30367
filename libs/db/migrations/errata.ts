import type { MigrationInterface, QueryRunner } from 'typeorm';
import { noDelete } from './triggers.js';

/** An erratum takes two people: what one proposes, and what another made of it. */
export class Errata1763809200000 implements MigrationInterface {
  readonly name = 'Errata1763809200000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE TABLE "edition_erratum_proposal" (
      "id" text NOT NULL, "edition_id" text NOT NULL, "text" text NOT NULL, "figures" text NOT NULL,
      "by" text NOT NULL, "at" text NOT NULL, "state" text NOT NULL, "number" integer, "decided_by" text,
      "decided_at" text, "reason" text,
      CONSTRAINT "pk_edition_erratum_proposal" PRIMARY KEY ("id"),
      CONSTRAINT "fk_edition_erratum_proposal_edition_id" FOREIGN KEY ("edition_id") REFERENCES "edition"("id")
    )`);
    await runner.query(
      'CREATE INDEX "ix_edition_erratum_proposal" ON "edition_erratum_proposal" ("edition_id", "at", "id")',
    );
    await noDelete(runner, 'edition_erratum_proposal');
  }

  /** @throws Error always: what was proposed is not dropped by a program */
  async down(): Promise<void> {
    throw new Error('Errata cannot be taken back');
  }
}
