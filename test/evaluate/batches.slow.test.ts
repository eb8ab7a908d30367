import { postgresServer, sqliteFiles } from '#db/testing/databases.js';
import { batchesLeaveTheSame } from './batches.fixture.js';

batchesLeaveTheSame('SQLite', async () => sqliteFiles(), 240, 6);
batchesLeaveTheSame('PostgreSQL', postgresServer, 160, 3);
