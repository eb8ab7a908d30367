import type { MigrationInterface, QueryRunner } from 'typeorm';

/** When a password runs out that somebody else made. Null where the owner chose it, as all do who are there now. */
export class FirstPasswords1763828000000 implements MigrationInterface {
  readonly name = 'FirstPasswords1763828000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE "account" ADD COLUMN "password_expires_at" text');
  }

  /** @throws Error always: records are not dropped by a program */
  async down(): Promise<void> {
    throw new Error('This schema cannot be taken back; restore a backup made before it');
  }
}
