import type { MigrationInterface, QueryRunner } from 'typeorm';

/** How much an account uploaded within a day is asked at each upload of a liaison. */
export class Quota1763811000000 implements MigrationInterface {
  readonly name = 'Quota1763811000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('CREATE INDEX "ix_evidence_uploader" ON "evidence" ("uploaded_by", "received_at")');
  }

  /** @throws Error always: records are not dropped by a program */
  async down(): Promise<void> {
    throw new Error('This schema cannot be taken back; restore a backup made before it');
  }
}
