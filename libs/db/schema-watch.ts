import type { DataSource } from 'typeorm';
import { Problem } from '#core/errors.js';
import { migrations } from './migrations/all.js';

/** Key of PostgreSQL's lock: whoever changes the schema holds it alone, whoever writes shares it. */
export const migrationLock = 7_250_211;

/** How many migrations make up the schema that this program knows how to write. */
const ownSchema = migrations.length;

export const countMigrations = 'SELECT count(*) AS "n" FROM "schema_migration"';

/**
 * Asked at the begin of every transaction that writes: while an old process still runs, a new one may have changed the
 * schema under it, and rows in a form that nobody reads any more would be lost as surely as rows not written.
 * @throws Problem unavailable
 */
export function refuseOtherSchema(count: unknown): void {
  if (Number(count) === ownSchema) return;
  throw new Problem(
    'unavailable',
    `The database has ${String(count)} schema changes, this process knows ${ownSchema} and writes nothing. Restart it with the version that the database was brought up to date by.`,
  );
}

/** @throws Problem not_possible where the database was brought up to date by a newer version of the program */
export async function refuseNewerSchema(source: DataSource): Promise<void> {
  const runner = source.createQueryRunner();
  try {
    if (!(await runner.hasTable('schema_migration'))) return;
    const rows = (await runner.query('SELECT "name" FROM "schema_migration" ORDER BY "id"')) as { name: string }[];
    const known: ReadonlySet<string> = new Set(migrations.map((migration) => new migration().name));
    const strange = rows.filter(({ name }) => !known.has(name)).map(({ name }) => name);
    if (strange.length === 0) return;
    throw new Problem(
      'not_possible',
      `The database was brought up to date by a newer version of this program (${strange.join(', ')}). Start that version.`,
    );
  } finally {
    await runner.release();
  }
}
