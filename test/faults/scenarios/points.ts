import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { type FaultAction, type Point, pointNames } from '../hook/points.js';
import { App } from '../world/app.js';
import { World } from '../world/world.js';
import type { CaseResult, RunSettings, Scenario } from './scenario.js';

const databases = ['sqlite', 'postgres'] as const;
type Kind = (typeof databases)[number];
/** A world that grows on and on makes every check slower: a new one after so many cases. */
const casesPerWorld = 12;
const hitWithinMs = 45_000;

/** A process is killed, stopped or made to throw at every named point, on both databases. */
export function atPoints(action: FaultAction): Scenario {
  return {
    name: `points-${action}`,
    about: { kill: 'SIGKILL', stop: 'SIGSTOP for a minute', throw: 'an exception' }[action] + ' at every named point',
    async run(settings, done) {
      const points = settings.short ? shortList : pointNames;
      // The two databases side by side: most of the time is waiting for locks to run out.
      await Promise.all(databases.map((kind) => onDatabase(settings, kind, action, points, done)));
    },
  };
}

const shortList: Point[] = ['accept.committed', 'sequence.before-commit', 'verdict.committed'];

async function onDatabase(
  settings: RunSettings,
  kind: Kind,
  action: FaultAction,
  points: readonly Point[],
  done: (result: CaseResult) => void,
): Promise<void> {
  const running = points.filter((point) => !point.startsWith('migration.'));
  for (let i = 0; i < running.length; i += casesPerWorld) {
    const some = running.slice(i, i + casesPerWorld);
    const world = await openWorld(settings, kind, `${action}-${kind}-${i}`);
    try {
      await world.start();
      await world.burst();
      for (const point of some) {
        const last = point === some.at(-1);
        done(await onePoint(settings, world, kind, action, point, last));
      }
      await world.stop();
    } finally {
      await close(settings, world);
    }
  }
  for (const point of points) {
    if (point.startsWith('migration.')) done(await oneMigration(settings, kind, action, point));
  }
}

export async function openWorld(settings: RunSettings, kind: Kind, name: string): Promise<World> {
  const folder = join(settings.folder, name);
  const redis = await settings.stores.redis();
  return new World({
    name,
    folder,
    seed: settings.seed,
    mission: settings.mission,
    database: await settings.stores.database(kind, folder),
    redis: redis.url,
  });
}

export async function close(settings: RunSettings, world: World): Promise<void> {
  await world.remove();
  await settings.stores.drop(world.settings.database);
}

/** Load until the fault happens, some more load on what is left, then healing and the checker. */
async function onePoint(
  settings: RunSettings,
  world: World,
  kind: Kind,
  action: FaultAction,
  point: Point,
  whole: boolean,
): Promise<CaseResult> {
  const start = performance.now();
  const before = world.log.all().filter((o) => o.result === 'ok').length;
  const passing = Math.floor(world.random.between(1, point.startsWith('shutdown') ? 2 : 6));
  for (const app of world.apps) app.hits.length = 0;
  for (const app of world.apps) await app.arm({ point, action, passing });
  const hit = await loadUntilHit(world, point);
  const faulted = world.apps.find((app) => app.hits.length > 0);
  if (faulted && action === 'kill') await faulted.ended();
  if (faulted && action === 'stop') {
    await Promise.race([pause(settings.short ? 3_000 : 60_000), faulted.ended()]);
    faulted.signal('SIGCONT');
  }
  if (!point.startsWith('shutdown')) await world.burst(0.3);
  for (const app of world.apps) if (app.alive) await app.arm(null);
  const recoverySeconds = await world.heal();
  const verdict = await world.judge(whole);
  return {
    scenario: `points-${action}`,
    name: `${point} ${action}`,
    database: kind,
    happened: hit,
    ok: verdict.ok - before,
    refused: verdict.fail,
    unknown: verdict.unknown,
    recoverySeconds,
    faults: verdict.faults,
    note: whole ? `journal of ${verdict.entries}, ${verdict.files} files verified` : '',
    seconds: (performance.now() - start) / 1000,
  };
}

async function loadUntilHit(world: World, point: Point): Promise<boolean> {
  const hits = Promise.all(world.apps.map((app) => app.hitWithin(hitWithinMs)));
  const anyHit = () => world.apps.some((app) => app.hits.length > 0);
  const end = Date.now() + hitWithinMs;
  if (point.startsWith('shutdown')) {
    const load = world.burst(1);
    await pause(150);
    const working = world.apps.filter((_, i) => world.roles[i] !== 'api');
    for (const app of working) app.signal('SIGTERM');
    await Promise.race([...world.apps.map((app) => app.hitWithin(hitWithinMs)), ...working.map((app) => app.ended())]);
    // What ended by itself after an exception was to end anyway.
    await Promise.all(working.map((app) => Promise.race([app.ended(), pause(1_000)])));
    await Promise.race([load, pause(5_000)]);
    return anyHit();
  }
  void hits;
  while (!anyHit() && Date.now() < end) {
    const load = world.burst(1);
    await Promise.race([load, ...world.apps.map((app) => app.hitWithin(hitWithinMs))]);
    if (!anyHit()) await load;
    else await Promise.race([load, pause(300)]);
  }
  return anyHit();
}

/** The schema is being made when the fault comes; the next start finishes it. */
async function oneMigration(settings: RunSettings, kind: Kind, action: FaultAction, point: Point): Promise<CaseResult> {
  const start = performance.now();
  const world = await openWorld(settings, kind, `${action}-${kind}-${point}`);
  try {
    const passing = point === 'migration.statement' ? Math.floor(world.random.between(2, 60)) : 1;
    const arming = { LINEWATCH_TEST_ARM: JSON.stringify({ point, action, passing }) };
    const first = await App.start(world.process(world.roles[0]!, { environment: arming }), false);
    const happened = await first.hitWithin(60_000);
    if (action === 'stop') {
      await pause(settings.short ? 3_000 : 60_000);
      first.signal('SIGCONT');
      await pause(2_000);
      await first.stop();
    } else await first.ended();
    const healing = performance.now();
    await world.start();
    await world.burst(1);
    await world.heal();
    const recoverySeconds = (performance.now() - healing) / 1000;
    const verdict = await world.judge(true);
    await world.stop();
    return {
      scenario: `points-${action}`,
      name: `${point} ${action}`,
      database: kind,
      happened,
      ok: verdict.ok,
      refused: verdict.fail,
      unknown: verdict.unknown,
      recoverySeconds,
      faults: verdict.faults,
      note: `at statement ${passing}; journal of ${verdict.entries} verified`,
      seconds: (performance.now() - start) / 1000,
    };
  } finally {
    await close(settings, world);
  }
}
