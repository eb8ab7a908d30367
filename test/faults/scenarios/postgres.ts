import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { chmodSync, mkdirSync } from 'node:fs';
import { startPostgres } from '../../../apps/standalone/stores/postgres.js';
import { Proxy } from '../world/proxy.js';
import type { World } from '../world/world.js';
import { inWorld, oneCase } from './case.js';
import type { Scenario } from './scenario.js';

/** PostgreSQL is stopped at once, as in a power cut, again and again while it is written to. */
export const postgresStops: Scenario = {
  name: 'postgres-stops',
  about: 'PostgreSQL stopped at once, 20 times under load',
  on: ['postgres'],
  async run(settings, done) {
    const times = settings.short ? 2 : 20;
    const folder = join(settings.folder, 'stopped');
    mkdirSync(folder, { recursive: true });
    if (process.getuid?.() === 0) for (const place of [settings.folder, folder]) chmodSync(place, 0o711);
    const place = join(folder, 'server');
    let server = await startPostgres(place);
    const port = () => Number(new URL(server.url).port);
    const proxy = await Proxy.to(port());
    try {
      const body = async (world: World) => {
        const slowest: number[] = [];
        const about = {
          scenario: 'postgres-stops',
          name: `stopped ${times} times`,
          kind: 'postgres' as const,
          whole: true,
        };
        done(
          await oneCase(world, about, async () => {
            for (let i = 0; i < times; i++) {
              const load = world.burst(1);
              await pause(world.random.between(50, 700));
              process.kill(server.child.pid, 'SIGQUIT');
              await server.child.stop();
              server = await startPostgres(place);
              proxy.lead(port());
              const back = performance.now();
              while (!(await world.ready()) && performance.now() - back < 30_000) await pause(100);
              slowest.push((performance.now() - back) / 1000);
              await Promise.race([load, pause(25_000)]);
              await world.client.retryUnknown();
            }
            return { happened: true, note: `ready again after at most ${Math.max(...slowest).toFixed(1)} s` };
          }),
        );
      };
      // The checker reads through the proxy as well: the port is another after each start.
      const database = { type: 'postgres' as const, url: proxy.through(server.url) };
      await inWorld(settings, 'postgres', 'postgres-stops', body, { database });
    } finally {
      await proxy.close();
      await server.child.stop();
    }
  },
};
