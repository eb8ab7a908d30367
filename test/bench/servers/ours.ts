/** Our api as it runs in production, without a worker beside it. */
import { join } from 'node:path';
import { pino } from 'pino';
import { addAccount, ensureFirstAdministrator } from '#core/access/accounts.js';
import type { Actor, Role } from '#core/access/types.js';
import { checkRecords } from '#db/seal-check.js';
import { argon2Hasher } from '#host/hasher.js';
import { keepHeapSmall } from '#host/heap.js';
import { readEnvironment } from '#host/environment.js';
import { totp } from '#host/second-factor.js';
import { startApi } from '../../../apps/api/bootstrap.js';
import { defaultConfig } from '../../../apps/api/runtime.js';
import { openParts } from '../../../apps/standalone/parts.js';
import { serve } from './serve.js';

/** An account of the bench. */
export interface Person {
  loginName: string;
  password: string;
  role: Role;
}

export interface OursSettings {
  folder: string;
  /** PostgreSQL; null is SQLite in the folder. */
  databaseUrl: string | null;
  mission: string;
  people: Person[];
}

keepHeapSmall(); // as a process with nothing but the api does
await serve<OursSettings>(async ({ folder, databaseUrl, mission, people }) => {
  const env = { LINEWATCH_DATA: folder, LINEWATCH_MISSION: mission, ...(databaseUrl && { DATABASE_URL: databaseUrl }) };
  const { deps, database } = await openParts(readEnvironment(env, process.cwd()));
  await database.migrate();
  const first = await ensureFirstAdministrator(deps, argon2Hasher);
  if (first) {
    const { accounts } = await deps.uow.read(async (reads) => ({ accounts: await reads.accounts.list() }));
    const scope = { sectors: [], party: null };
    const actor: Actor = { id: accounts[0]!.id, role: 'administrator', scope, type: 'person' };
    for (const person of people) {
      const account = { ...person, scope, secondFactor: false };
      await addAccount(deps, { hasher: argon2Hasher, secondFactor: totp }, actor, account);
      // As if its owner had chosen the password.
      await deps.uow.run(async (tx) => {
        const added = await tx.accounts.byLoginName(person.loginName);
        await tx.write.account({ ...added!, passwordExpiresAt: null });
      });
    }
  }
  const log = pino.destination({ dest: join(folder, 'api.log'), sync: false });
  const api = await startApi(
    {
      deps,
      hasher: argon2Hasher,
      secondFactor: totp,
      secondFactorRule: 'offered',
      demo: false,
      // A few accounts stand for a crowd of them.
      config: { ...defaultConfig, actorPerMinute: 100_000_000 },
      logger: pino({ level: 'info' }, log),
      probe: database.reader.options,
      checkRecords: () => database.snapshot(checkRecords),
      readiness: {},
    },
    { host: '127.0.0.1', port: 0 },
  );
  return {
    address: api.address,
    async close() {
      await api.close();
      await database.close();
    },
  };
});
