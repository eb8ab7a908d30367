import type { MigrationInterface, QueryRunner } from 'typeorm';

/** When it was put on record that a notice had not been acknowledged within its clock. */
export class Acknowledgement1763819000000 implements MigrationInterface {
  readonly name = 'Acknowledgement1763819000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE "notice_clock" ADD COLUMN "unacknowledged_at" text');
  }

  /** @throws Error always: records are not dropped by a program */
  async down(): Promise<void> {
    throw new Error('This schema cannot be taken back; restore a backup made before it');
  }
}
