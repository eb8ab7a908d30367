import { setTimeout as pause } from 'node:timers/promises';
import { type FaultAction, type Point, pointNames } from '../hook/points.js';
import { App } from '../world/app.js';
import type { World } from '../world/world.js';
import { type Breaking, close, inWorld, oneCase, openWorld, sideBySide } from './case.js';
import type { CaseResult, Kind, RunSettings, Scenario } from './scenario.js';

/**
 * A world that grows on and on makes every check slower: a new one after so many cases. Where a case is a minute of
 * waiting, several worlds wait side by side.
 */
const casesPerWorld = { kill: 14, throw: 14, stop: 6 };
const hitWithinMs = 45_000;
const shortList: Point[] = ['accept.committed', 'sequence.before-commit', 'verdict.committed'];
const words = { kill: 'SIGKILL', stop: 'SIGSTOP for a minute', throw: 'an exception' };

/** A process is killed, stopped or made to throw at every named point, on both databases. */
export function atPoints(action: FaultAction): Scenario {
  return {
    name: `points-${action}`,
    about: `${words[action]} at every named point of a record's way`,
    on: ['sqlite', 'postgres'],
    lane: action === 'stop' ? 'stops' : 'points',
    async run(settings, done) {
      const every = settings.short && settings.at.includes('') ? shortList : pointNames;
      const points = every.filter((point) => settings.at.some((begin) => point.startsWith(begin)));
      // The two databases side by side: most of the time is waiting for locks to run out.
      await sideBySide(settings.databases.map((kind) => onDatabase(settings, kind, action, points, done)));
    },
  };
}

async function onDatabase(
  settings: RunSettings,
  kind: Kind,
  action: FaultAction,
  points: readonly Point[],
  done: (result: CaseResult) => void,
): Promise<void> {
  const scenario = `points-${action}`;
  const running = points.filter((point) => !point.startsWith('migration.'));
  const one = (some: readonly Point[], number: number): Promise<void> =>
    inWorld(settings, kind, `${action}-${kind}-${number}`, async (world) => {
      for (const point of some) {
        if (Date.now() > settings.until) return;
        const about = { scenario, name: `${point} ${action}`, kind, whole: point === some.at(-1) };
        done(await oneCase(world, about, () => breakAt(settings, world, action, point)));
      }
    });
  const worlds: Promise<void>[] = [];
  for (let i = 0; i < running.length && Date.now() < settings.until; i += casesPerWorld[action]) {
    const world = one(running.slice(i, i + casesPerWorld[action]), i);
    if (action === 'stop') worlds.push(world);
    else await world;
  }
  await sideBySide(worlds);
  for (const point of points) {
    if (point.startsWith('migration.') && Date.now() < settings.until)
      done(await oneMigration(settings, kind, action, point));
  }
}

/** Load until the fault happens, and some more load on what is left. */
async function breakAt(settings: RunSettings, world: World, action: FaultAction, point: Point): Promise<Breaking> {
  const ending = point.startsWith('shutdown.');
  const passing = ending ? 1 : Math.floor(world.random.between(1, 6));
  for (const app of world.apps) app.hits.length = 0;
  for (const app of world.apps) await app.arm({ point, action, passing });
  const happened = await (ending ? endUnderLoad(world) : loadUntilHit(world));
  const faulted = world.apps.find((app) => app.hits.length > 0);
  if (faulted && action === 'kill') await faulted.ended();
  if (faulted && action === 'stop') {
    await Promise.race([pause(settings.short ? 3_000 : 60_000), faulted.ended()]);
    faulted.signal('SIGCONT');
  }
  if (ending) await Promise.all(world.apps.filter((_, i) => world.roles[i] !== 'api').map((app) => app.stop()));
  else await world.burst(0.3);
  for (const app of world.apps) if (app.alive) await app.arm(null);
  return { happened };
}

function anyHit(world: World): boolean {
  return world.apps.some((app) => app.hits.length > 0);
}

async function loadUntilHit(world: World): Promise<boolean> {
  const end = Date.now() + hitWithinMs;
  while (!anyHit(world) && Date.now() < end) {
    const load = world.burst(1);
    await Promise.race([load, ...world.apps.map((app) => app.hitWithin(hitWithinMs))]);
    // A stopped process answers nobody: what is under way is left to time out by itself.
    await (anyHit(world) ? Promise.race([load, pause(300)]) : load);
  }
  return anyHit(world);
}

/** Asks those that work to end while requests come in and jobs are in hand. */
async function endUnderLoad(world: World): Promise<boolean> {
  const load = world.burst(1);
  await pause(150);
  const working = world.apps.filter((_, i) => world.roles[i] !== 'api');
  for (const app of working) app.signal('SIGTERM');
  await Promise.race(working.map((app) => Promise.race([app.hitWithin(hitWithinMs), app.ended()])));
  await Promise.race([load, pause(3_000)]);
  return anyHit(world);
}

/** The schema is being made when the fault comes; the next start finishes it. */
async function oneMigration(settings: RunSettings, kind: Kind, action: FaultAction, point: Point): Promise<CaseResult> {
  const world = await openWorld(settings, kind, `${action}-${kind}-${point}`);
  try {
    const passing = point === 'migration.statement' ? Math.floor(world.random.between(2, 60)) : 1;
    const about = { scenario: `points-${action}`, name: `${point} ${action}`, kind, whole: true };
    const result = await oneCase(world, about, async () => {
      const LINEWATCH_TEST_ARM = JSON.stringify({ point, action, passing });
      const first = await App.start(world.process(world.roles[0]!, { environment: { LINEWATCH_TEST_ARM } }), false);
      const happened = await first.hitWithin(60_000);
      if (action === 'stop') {
        await pause(settings.short ? 3_000 : 60_000);
        first.signal('SIGCONT');
        await pause(5_000);
        await first.stop();
      } else await first.ended();
      // One that was let go on may have come as far as the first account.
      await world.start({}, first);
      await world.burst(1);
      return { happened, note: `at statement ${passing}` };
    });
    await world.stop();
    return result;
  } finally {
    await close(settings, world);
  }
}
