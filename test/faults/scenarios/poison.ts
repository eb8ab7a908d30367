import { setTimeout as pause } from 'node:timers/promises';
import { withStore } from '../check/store.js';
import type { PoisonKind } from '../hook/poison.js';
import type { World } from '../world/world.js';
import { inWorld, oneCase } from './case.js';
import type { Scenario } from './scenario.js';

/** The share of time that other work may take longer beside poison. */
const slowerAtMost = 0.1;

/** One record in a hundred breaks whoever works on it. */
export const poisonJobs: Scenario = {
  name: 'poison',
  about: 'jobs that throw, end the process, exhaust its memory or never give it back',
  async run(settings, done) {
    const kinds: PoisonKind[] = settings.short ? ['exit'] : ['throw', 'exit', 'memory', 'spin'];
    for (const kind of kinds) {
      // A world for each: dead letters stay, and the next poison must not be mistaken for the last.
      const body = async (world: World) => {
        const about = { scenario: 'poison', name: kind, kind: 'postgres' as const, whole: true };
        let dead: { job: string; reason: string }[] = [];
        const result = await oneCase(world, about, async () => {
          const clean = await timeOf(world);
          for (const app of world.apps) await app.poison(kind);
          const beside = await timeOf(world, world.client.poisonNext(2));
          dead = await deadLetters(world);
          const slower = Math.round((beside / clean - 1) * 100);
          const bar = beside / clean - 1 > slowerAtMost ? ` (over ${slowerAtMost * 100} %)` : '';
          return {
            happened: dead.length > 0,
            note: `others took ${slower} % longer${bar}; ${dead.length} dead: ${dead[0]?.reason ?? 'none'}`,
          };
        });
        // What was poisoned is dead by right; anything else that died was not to.
        const expected = new Set(world.client.poisoned.map((key) => key));
        result.faults = result.faults.filter((fault) => {
          if (fault.kind === 'no_verdict') return !expected.has(fault.key);
          return fault.kind !== 'work_left' || !dead.some((d) => fault.key.endsWith(d.job));
        });
        if (dead.length !== expected.size)
          result.faults.push({
            kind: 'work_left',
            key: 'dead letters',
            detail: `${dead.length}, ${expected.size} poisoned`,
          });
        done(result);
      };
      await inWorld(settings, 'postgres', `poison-${kind}`, body, { roles: ['api', 'worker', 'worker'] });
    }
  },
};

/** Seconds from sending a fixed load until all of it but the poison is done; what dies is started again. */
async function timeOf(world: World, poisoned: string[] = []): Promise<number> {
  const start = performance.now();
  await world.burst(2);
  for (;;) {
    const left = await world.left();
    if (left !== null && left <= poisoned.length) break;
    await world.start();
    await pause(100);
  }
  const seconds = (performance.now() - start) / 1000;
  // Now the poison alone, until it is buried.
  while ((await world.left()) !== 0) {
    await world.start();
    await pause(200);
  }
  return seconds;
}

async function deadLetters(world: World): Promise<{ job: string; reason: string }[]> {
  return withStore(world.settings.database, world.evidence, async ({ sql }) =>
    (await sql.all(`SELECT "id", "last_error" FROM "work" WHERE "state" = 'dead'`)).map((row) => ({
      job: row.id as string,
      reason: String(row.last_error),
    })),
  );
}
