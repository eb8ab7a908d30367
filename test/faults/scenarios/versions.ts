import { execFileSync } from 'node:child_process';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import type { DatabaseOptions } from '#db/open.js';
import { withStore } from '../check/store.js';
import { App } from '../world/app.js';
import type { World } from '../world/world.js';
import { inWorld, oneCase } from './case.js';
import type { Scenario } from './scenario.js';

/** A newer version has changed the schema while old processes still run. */
export const olderVersion: Scenario = {
  name: 'versions',
  about: 'processes of the previous schema refuse to write, and to start',
  on: ['sqlite', 'postgres'],
  async run(settings, done) {
    for (const kind of settings.databases) {
      await inWorld(settings, kind, `versions-${kind}`, async (world) => {
        const about = { scenario: 'versions', name: 'schema moved on under running processes', kind, whole: true };
        let wrote = '';
        const result = await oneCase(world, about, async () => {
          const load = world.burst(1);
          await execute(world.settings.database, insert);
          await load;
          await pause(1_500);
          const before = await entries(world);
          await world.burst(1);
          await pause(2_000);
          const after = await entries(world);
          if (after !== before) wrote = `${after - before} entries were written by an old process`;
          await world.stop();
          const second = await App.start(world.process(world.roles[0]!), false);
          await second.ended();
          const refused = second.words.includes('newer version');
          if (!refused) wrote += `; it started on a newer schema: ${second.words.slice(0, 200)}`;
          await execute(world.settings.database, `DELETE FROM "schema_migration" WHERE "name" = 'FromTheFuture'`);
          return { happened: refused, note: 'refused to write and to start' };
        });
        if (wrote) result.faults.push({ kind: 'altered', key: 'schema', detail: wrote });
        done(result);
      });
    }
  },
};

const insert = `INSERT INTO "schema_migration" ("timestamp", "name") VALUES (9000000000000, 'FromTheFuture')`;

async function entries(world: World): Promise<number> {
  return withStore(world.settings.database, world.evidence, async ({ sql }) => {
    const [row] = await sql.all('SELECT count(*) AS "n" FROM "journal_entry"');
    return Number(row!.n);
  });
}

/** Past the program, as another version of it would. */
export async function execute(database: DatabaseOptions, text: string): Promise<void> {
  if (database.type === 'sqlite') {
    // In a process of its own: waiting for the lock must not hold up the load.
    const code = `
      import Database from 'better-sqlite3';
      const database = new Database(${JSON.stringify(database.file)}, { timeout: 20000 });
      database.exec(${JSON.stringify(text)});
      database.close();`;
    execFileSync(process.execPath, ['--input-type=module', '-e', code]);
    return;
  }
  const client = new pg.Client({ connectionString: database.url as string });
  await client.connect();
  await client.query(text).finally(() => client.end());
}
