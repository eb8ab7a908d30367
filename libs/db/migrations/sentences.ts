import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What the program says of a ruling or a step, in parts beside its English words. */
export class Sentences1763824000000 implements MigrationInterface {
  readonly name = 'Sentences1763824000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE "ruling" ADD COLUMN "said" text');
    await runner.query('ALTER TABLE "escalation" ADD COLUMN "said" text');
  }

  /** @throws Error always: records are not dropped by a program */
  async down(): Promise<void> {
    throw new Error('This schema cannot be taken back; restore a backup made before it');
  }
}
