import { postgresServer, sqliteFiles } from '#db/testing/databases.js';
import { batchesLeaveTheSame } from './batches.fixture.js';

batchesLeaveTheSame('SQLite', async () => sqliteFiles(), 40, 2);
batchesLeaveTheSame('PostgreSQL', postgresServer, 40, 1);
