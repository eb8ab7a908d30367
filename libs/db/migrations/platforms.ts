import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Reports name no platform: an index that holds them all the same, by their starts, costs each of them a page that is written
 * for nothing.
 */
export class Platforms1763829000000 implements MigrationInterface {
  readonly name = 'Platforms1763829000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX "ix_sighting_platform"');
    await runner.query(
      'CREATE INDEX "ix_sighting_platform" ON "sighting" ("platform_id", "start") WHERE "platform_id" IS NOT NULL',
    );
  }

  /** @throws Error always: records are not dropped by a program */
  async down(): Promise<void> {
    throw new Error('This schema cannot be taken back; restore a backup made before it');
  }
}
