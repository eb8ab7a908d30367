import {
  chmodSync,
  chownSync,
  cpSync,
  lchownSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { startPostgres } from '../../../apps/standalone/stores/postgres.js';
import { Proxy } from '../world/proxy.js';
import type { World } from '../world/world.js';
import { inWorld, oneCase } from './case.js';
import type { RunSettings, Scenario } from './scenario.js';

type Server = Awaited<ReturnType<typeof startPostgres>>;
const portOf = (server: Server) => Number(new URL(server.url).port);

/** The primary dies under load; its synchronous standby takes over, and nothing acknowledged is missing there. */
export const failover: Scenario = {
  name: 'failover',
  about: 'PostgreSQL fails over to a synchronous standby under load',
  on: ['postgres'],
  async run(settings, done) {
    for (let i = 0; i < (settings.short ? 1 : 3); i++) {
      const pair = await primaryAndStandby(settings, i);
      const proxy = await Proxy.to(portOf(pair.primary));
      try {
        const database = { type: 'postgres' as const, url: proxy.through(pair.primary.url) };
        const body = async (world: World) => {
          const about = {
            scenario: 'failover',
            name: `to a synchronous standby, ${i + 1}`,
            kind: 'postgres' as const,
            whole: true,
          };
          done(
            await oneCase(world, about, async () => {
              for (let n = 0; n < 4; n++) await world.burst(1);
              const load = world.burst(1);
              await pause(world.random.between(50, 500));
              process.kill(pair.primary.child.pid, 'SIGKILL');
              await ask(pair.standby.url, 'SELECT pg_promote()');
              proxy.lead(portOf(pair.standby));
              const start = performance.now();
              while (!(await world.ready()) && performance.now() - start < 30_000) await pause(100);
              const ready = (performance.now() - start) / 1000;
              await Promise.race([load, pause(25_000)]);
              return { happened: true, note: `ready after ${ready.toFixed(1)} s` };
            }),
          );
        };
        await inWorld(settings, 'postgres', `failover-${i}`, body, { database });
      } finally {
        await proxy.close();
        await Promise.allSettled([pair.primary.child.stop(), pair.standby.child.stop()]);
      }
    }
  },
};

/** Commits of the primary wait until the standby has them on its disk. */
async function primaryAndStandby(settings: RunSettings, i: number): Promise<{ primary: Server; standby: Server }> {
  const folder = join(settings.folder, `failover-servers-${i}`);
  mkdirSync(folder, { recursive: true });
  if (process.getuid?.() === 0) for (const place of [settings.folder, folder]) chmodSync(place, 0o711);
  const [first, second] = [join(folder, 'first'), join(folder, 'second')];
  const before = await startPostgres(first);
  await before.child.stop();
  cpSync(first, second, { recursive: true, preserveTimestamps: true });
  copyOwners(first, second);
  const primary = await startPostgres(first, ['-c', 'max_connections=200', '-c', 'synchronous_standby_names=*']);
  const { hostname, port, username, password } = new URL(primary.url);
  const data = join(second, 'data');
  writeFileSync(join(data, 'standby.signal'), '');
  const connection = `host=${hostname} port=${port} user=${username} password=${password} application_name=second`;
  const automatic = join(data, 'postgresql.auto.conf');
  writeFileSync(automatic, `${readFileSync(automatic, 'utf8')}\nprimary_conninfo = '${connection}'\n`);
  copyOwners(first, second);
  const standby = await startPostgres(second, ['-c', 'max_connections=200']);
  for (let n = 0; n < 200; n++) {
    const [row] = await ask(primary.url, "SELECT count(*) AS n FROM pg_stat_replication WHERE sync_state = 'sync'");
    if (Number(row?.n) === 1) return { primary, standby };
    await pause(100);
  }
  throw new Error('The standby does not follow the primary');
}

/** As root the servers run as another user; a copy belongs to root. */
function copyOwners(from: string, to: string): void {
  if (process.getuid?.() !== 0) return;
  const { uid, gid } = statSync(join(from, 'data'));
  for (const name of readdirSync(to, { recursive: true }) as string[]) lchownSync(join(to, name), uid, gid);
  chownSync(to, uid, gid);
}

async function ask(url: string, text: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined); // a server that is gone: the query tells
  await client.connect();
  try {
    return (await client.query(text)).rows as Record<string, unknown>[];
  } finally {
    await client.end().catch(() => undefined);
  }
}
