import type { MigrationInterface, QueryRunner } from 'typeorm';

/** In which job of the queue a piece of work was handed over: several share one. Null before it first was. */
export class Carrier1763826000000 implements MigrationInterface {
  readonly name = 'Carrier1763826000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE "work" ADD COLUMN "carrier" text');
  }

  /** @throws Error always: records are not dropped by a program */
  async down(): Promise<void> {
    throw new Error('This schema cannot be taken back; restore a backup made before it');
  }
}
