import { join } from 'node:path';

/**
 * Migrated, empty databases that tests copy, instead of migrating one each: most of a short test's time otherwise.
 *
 * @param {string} folder where the file of SQLite is put
 * @param {string} server URL of a PostgreSQL in which databases may be created
 * @returns {Promise<Record<string, string>>} what libs/db/testing/databases.ts reads of the environment
 */
export async function makeTemplates(folder, server) {
  const file = join(folder, 'template.sqlite');
  await migrate({ type: 'sqlite', file });
  // Loaded only now: the runner itself starts before anything is installed.
  const { default: pg } = await import('pg');
  const name = 'linewatch_template';
  const client = new pg.Client({ connectionString: server });
  await client.connect();
  await client.query(`CREATE DATABASE ${name}`).finally(() => client.end());
  const url = new URL(server);
  url.pathname = `/${name}`;
  await migrate({ type: 'postgres', url: url.href });
  return { LINEWATCH_TEST_SQLITE_TEMPLATE: file, LINEWATCH_TEST_POSTGRES_TEMPLATE: name };
}

/** The build of this run, which is there only by now. */
async function migrate(options) {
  const { openDatabase } = await import('../../dist/libs/db/open.js');
  const database = await openDatabase(options, {
    clock: { now: () => new Date().toISOString() },
    ids: { next: () => '00000000-0000-7000-8000-000000000000' },
  });
  await database.migrate();
  await database.close();
}
