import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Tries to sign in are counted by all processes of the api together. */
export class SignInTries1763825000000 implements MigrationInterface {
  readonly name = 'SignInTries1763825000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `CREATE TABLE "sign_in_tries" (
        "key" text NOT NULL, "tries" integer NOT NULL, "at" text NOT NULL,
        CONSTRAINT "pk_sign_in_tries" PRIMARY KEY ("key")
      )`,
    );
    await runner.query('CREATE INDEX "ix_sign_in_tries_at" ON "sign_in_tries" ("at")');
  }

  /** @throws Error always: records are not dropped by a program */
  async down(): Promise<void> {
    throw new Error('This schema cannot be taken back; restore a backup made before it');
  }
}
