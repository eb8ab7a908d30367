import { type Database, openDatabase } from '../open.js';
import { postgresServer, sqliteFiles, type TestDatabase, type TestServer } from './databases.js';
import { growingIds, type HandClock, handClock } from './parts.js';

export interface Bench {
  db: Database;
  /** The same database opened again needs its options. */
  at: TestDatabase;
  clock: HandClock;
}

/** Runs the same cases on both databases, each case on a fresh, migrated one. */
export function onBothDatabases(title: string, cases: (bench: () => Bench) => void): void {
  for (const name of ['sqlite', 'postgres'] as const) {
    describe(`${title} on ${name}`, () => {
      let server: TestServer;
      let bench: Bench;
      beforeAll(async () => {
        server = name === 'sqlite' ? sqliteFiles() : await postgresServer();
      }, 60_000);
      afterAll(() => server?.stop());
      beforeEach(async () => {
        const at = await server.create();
        const clock = handClock();
        const db = await openDatabase(at.options, { clock, ids: growingIds() });
        bench = { db, at, clock };
        await db.migrate();
      });
      afterEach(async () => {
        await bench.db.close();
        await bench.at.drop();
      });
      cases(() => bench);
    });
  }
}
