import { setTimeout as pause } from 'node:timers/promises';
import { withStore } from '../check/store.js';
import { type PoisonKind, poisonMark } from '../hook/poison.js';
import type { World } from '../world/world.js';
import { inWorld, oneCase } from './case.js';
import type { CaseResult, Kind, RunSettings, Scenario } from './scenario.js';

/** The share of time that other work may take longer beside poison. */
const slowerAtMost = 0.1;

/** Longest wait for work that should come to an end; what is left then, the checker finds. */
const patienceMs = 300_000;

/** How many records are poisoned, all of them in the first second: each of the latter three ends several processes. */
const doses: Record<PoisonKind, number> = { throw: 30, exit: 2, memory: 1, spin: 1 };

/** A load that the installation keeps up with; all its work is timed, without poison and beside it. */
interface Load {
  seconds: number;
  /** Observations a second, in ten streams; five reports and a file come each second besides. */
  rate: number;
}

/** A few records break whoever works on them, while others are sent and worked on. */
export const poisonJobs: Scenario = {
  name: 'poison',
  about: 'jobs that throw, end the process, exhaust its memory or never give it back: the others go on',
  on: ['sqlite', 'postgres'],
  lane: 'alone',
  async run(settings, done) {
    for (const database of settings.databases) await onDatabase(settings, database, done);
  },
};

/** One process on SQLite goes down with what ends it, and everybody's work waits until it is up again; workers on PostgreSQL stand in for each other. */
async function onDatabase(settings: RunSettings, database: Kind, done: (result: CaseResult) => void): Promise<void> {
  const kinds: PoisonKind[] = settings.short ? ['throw', 'exit'] : ['throw', 'exit', 'memory', 'spin'];
  const load: Load = settings.short ? { seconds: 30, rate: 20 } : { seconds: 60, rate: 30 };
  const about = { scenario: 'poison', kind: database, whole: true };
  const body = async (world: World) => {
    let clean = 0;
    done(
      await oneCase(world, { ...about, name: 'none, for comparison' }, async () => {
        clean = await timeOf(world, load);
        return { happened: true, note: `all done after ${clean.toFixed(1)} s of steady load` };
      }),
    );
    const buried = new Set<string>();
    for (const kind of kinds) {
      const before = world.client.poisoned.length;
      let dead: Dead[] = [];
      const result = await oneCase(world, { ...about, name: kind }, async () => {
        await world.poison(kind);
        world.client.poisonNext(doses[kind]);
        const beside = await timeOf(world, load);
        await buriedAll(world);
        dead = (await deadLetters(world)).filter(({ job }) => !buried.has(job));
        const slower = beside / clean - 1;
        const percent = `${(slower * 100).toFixed(1)} %`;
        const standsIn = database === 'postgres' || kind === 'throw';
        return {
          happened: dead.length > 0,
          note: `the others took ${percent} longer; ${dead.length} dead: ${dead[0]?.reason ?? 'none'}`,
          bounds: standsIn && slower > slowerAtMost ? [`the others took ${percent} longer`] : [],
        };
      });
      // What was poisoned is dead by right; anything else that died was not to.
      const expected = new Set(world.client.poisoned);
      for (const { subject, job } of dead) if (expected.has(subject)) buried.add(job);
      result.faults = result.faults.filter(({ kind: fault, key }) => {
        if (fault === 'no_verdict') return !expected.has(key);
        return fault !== 'work_left' || !buried.has(key);
      });
      const wrong = dead.filter(({ subject, reason }) => !expected.has(subject) || reason === '');
      const fresh = world.client.poisoned.length - before;
      if (dead.length !== fresh || wrong.length > 0)
        result.faults.push({
          kind: 'work_left',
          key: 'dead letters',
          detail: `${dead.length} of ${fresh} poisoned; ${wrong.length} of others or without a reason`,
        });
      done(result);
    }
  };
  await inWorld(settings, database, `poison-${database}`, body, {
    ...(database === 'postgres' && { roles: ['api', 'worker', 'worker', 'worker'] }),
    // What a container gives a process: without it one may take the whole machine before it ends.
    environment: { NODE_OPTIONS: '--max-old-space-size=768' },
  });
}

/** Sends the load at its pace. @returns seconds from its begin until all of it but the poison is done; what dies is started again */
async function timeOf(world: World, { seconds, rate }: Load): Promise<number> {
  const start = performance.now();
  const sent: Promise<unknown>[] = [];
  let over = false;
  const keepUp = (async () => {
    while (!over) {
      await world.start();
      await pause(200);
    }
  })();
  for (let tick = 0; tick < seconds * 10; tick++) {
    await pause(Math.max(0, start + tick * 100 - performance.now()));
    if (tick % 10 === 0) sent.push(world.client.evidence(20_000, 2));
    if (tick % 2 === 0) sent.push(world.client.report());
    sent.push(world.client.sightings(Math.round(rate / 10)));
  }
  await Promise.all(sent);
  const end = performance.now() + patienceMs;
  while ((await othersOwed(world)) > 0 && performance.now() < end) await pause(50);
  const elapsed = (performance.now() - start) / 1000;
  over = true;
  await keepUp;
  return elapsed;
}

async function othersOwed(world: World): Promise<number> {
  return withStore(world.settings.database, world.evidence, async ({ sql }) => {
    const [row] = await sql.all(
      `SELECT (SELECT count(*) FROM "journal_unsequenced") +
         (SELECT count(*) FROM "work" WHERE "state" = 'owed' AND "subject_id" NOT LIKE ?) AS "n"`,
      [`%${poisonMark}`],
    );
    return Number(row!.n);
  });
}

/** Waits until the poison too has come to its end. */
async function buriedAll(world: World): Promise<void> {
  const end = performance.now() + patienceMs;
  while ((await world.left()) !== 0 && performance.now() < end) {
    await world.start();
    await pause(200);
  }
}

interface Dead {
  job: string;
  subject: string;
  reason: string;
}

async function deadLetters(world: World): Promise<Dead[]> {
  return withStore(world.settings.database, world.evidence, async ({ sql }) =>
    (await sql.all(`SELECT "id", "subject_id", "last_error" FROM "work" WHERE "state" = 'dead'`)).map((row) => ({
      job: row.id as string,
      subject: row.subject_id as string,
      reason: String(row.last_error ?? ''),
    })),
  );
}
