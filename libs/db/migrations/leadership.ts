import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The term that every transaction of a leader is held against. */
export class Leadership1763823000000 implements MigrationInterface {
  readonly name = 'Leadership1763823000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `CREATE TABLE "leadership" (
        "name" text NOT NULL, "term" integer NOT NULL, "holder" text NOT NULL, "since" text NOT NULL,
        CONSTRAINT "pk_leadership" PRIMARY KEY ("name")
      )`,
    );
  }

  /** @throws Error always: records are not dropped by a program */
  async down(): Promise<void> {
    throw new Error('This schema cannot be taken back; restore a backup made before it');
  }
}
