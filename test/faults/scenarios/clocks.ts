import { setTimeout as pause } from 'node:timers/promises';
import { withStore } from '../check/store.js';
import type { World } from '../world/world.js';
import { inWorld, oneCase } from './case.js';
import type { Scenario } from './scenario.js';

const hour = 3_600_000;
const jumps: Record<string, number> = {
  '+1 h': hour,
  '-1 h': -hour,
  '+10 years': 87_660 * hour,
  '-10 years': -87_660 * hour,
};

/** The clock of the machine jumps under load and comes back: order is by position, and nothing waits for a false time. */
export const clockJumps: Scenario = {
  name: 'clock',
  about: 'the clock jumps by an hour and by ten years, forward and back, under load',
  on: ['sqlite', 'postgres'],
  async run(settings, done) {
    for (const kind of settings.databases) {
      await inWorld(settings, kind, `clock-${kind}`, async (world) => {
        for (const [name, ms] of Object.entries(jumps)) {
          const about = { scenario: 'clock', name, kind, whole: true };
          done(await oneCase(world, about, () => jump(world, ms)));
        }
      });
    }
  },
};

async function jump(world: World, ms: number): Promise<{ happened: boolean; note: string }> {
  const before = world.log.all().length;
  const load = world.burst(1);
  await pause(100);
  for (const app of world.apps) await app.shiftClock(ms);
  await load;
  // Who was signed in may not be any more: sessions end rather than last for ever.
  await world.signInAgain();
  for (let i = 0; i < 3; i++) await world.burst(1);
  const accepted = world.log
    .all()
    .slice(before)
    .filter((o) => o.result === 'ok').length;
  for (const app of world.apps) await app.shiftClock(0);
  await world.signInAgain();
  await world.burst(1);
  const falseTimes = await withStore(world.settings.database, world.evidence, async ({ sql }) => {
    const [row] = await sql.all(`SELECT count(*) AS "n" FROM "journal_entry" WHERE "at" > ? OR "at" < ?`, [
      new Date(Date.now() + hour / 2).toISOString(),
      new Date(Date.now() - hour / 2).toISOString(),
    ]);
    return Number(row!.n);
  });
  return {
    happened: falseTimes > 0,
    note: `${accepted} accepted meanwhile, ${falseTimes} entries in all bear a false time`,
  };
}
