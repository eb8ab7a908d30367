import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Mission } from '#core/mission/types.js';
import { type Random, makeRandom } from '#core/simulation/random.js';
import type { DatabaseOptions } from '#db/open.js';
import { check, type Verdict } from '../check/checker.js';
import { withStore } from '../check/store.js';
import type { PoisonKind } from '../hook/poison.js';
import { Client, type Person } from '../load/client.js';
import { ask } from '../load/http.js';
import { OperationLog } from '../load/log.js';
import { Maker } from '../load/make.js';
import { App, type AppSettings } from './app.js';
import { signAgain, signUp } from './people.js';

export interface WorldSettings {
  name: string;
  /** Empty folder of its own. */
  folder: string;
  /** The client's log: on another disk than what is broken. */
  log: string;
  seed: number;
  mission: Mission;
  database: DatabaseOptions;
  redis: string;
  /** Where the program is told to find its database and queue, if not there. */
  through?: { database?: string; redis?: string };
  /** Processes; by default one that is everything on SQLite, api and worker on PostgreSQL. */
  roles?: AppSettings['role'][];
  environment?: Record<string, string>;
  wrapper?: string[];
  bare?: boolean;
}

/** A long line with many places: load all in one place would only wait for itself. */
export const missionFolder = 'missions/ukraine-line';

/** How long after healing all work must be done, seconds. */
export const recoverySeconds = 60;
const settleMs = 180_000;

/** One installation of the program, the load on it, and the witness of what it promised. */
export class World {
  readonly random: Random;
  readonly client: Client;
  readonly log: OperationLog;
  apps: App[] = [];
  readonly people: { monitors: Person[]; supervisors: Person[]; administrator: Person | null } = {
    monitors: [],
    supervisors: [],
    administrator: null,
  };
  address = '';

  constructor(readonly settings: WorldSettings) {
    const { folder, seed, mission, name, log } = settings;
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    this.random = makeRandom(seed).fork(name);
    this.log = new OperationLog(log);
    const today = Math.floor(Date.now() / 86_400_000) * 86_400_000;
    const maker = new Maker(this.random.fork('content'), mission, today);
    const target = { address: () => this.address, ...this.people };
    this.client = new Client(target, maker, this.random.fork('load'), this.log);
  }

  get roles(): AppSettings['role'][] {
    return this.settings.roles ?? (this.settings.database.type === 'sqlite' ? ['all'] : ['api', 'worker']);
  }

  get evidence(): string {
    return join(this.settings.folder, 'evidence');
  }

  /** Starts what does not run, and signs people up the first time. `before`: a process that ran here by itself. */
  async start(extra: Partial<AppSettings> = {}, before?: App): Promise<void> {
    for (const [i, role] of this.roles.entries()) {
      if (!this.apps[i]?.alive) this.apps[i] = await App.start(this.process(role, extra));
    }
    const front = this.apps.find((_, i) => this.roles[i] !== 'worker')!;
    this.address = front.address;
    const first = front.first ?? before?.first;
    if (first && this.people.administrator === null) await signUp(this.address, first, this.people);
  }

  /** New sessions for the same people: old ones may have ended with a clock that jumped. */
  async signInAgain(): Promise<void> {
    await signAgain(this.address, this.people);
  }

  /** From now on records of the mark break every process that works on them, also those that are started later. */
  async poison(kind: PoisonKind): Promise<void> {
    this.settings.environment = { ...this.settings.environment, LINEWATCH_TEST_POISON: kind };
    for (const app of this.apps) await app.poison(kind);
  }

  /** How a process of this world is started. */
  process(role: AppSettings['role'], extra: Partial<AppSettings> = {}): AppSettings {
    const { folder, database, redis, through, environment, wrapper, bare } = this.settings;
    return {
      role,
      ...(wrapper && { wrapper }),
      ...(bare && { bare }),
      ...extra,
      environment: {
        LINEWATCH_DATA: folder,
        LINEWATCH_MISSION: missionFolder,
        LINEWATCH_PORT: '0',
        LINEWATCH_QUEUE_PREFIX: 'faults',
        // Its people are programs.
        LINEWATCH_SECOND_FACTOR: 'offered',
        REDIS_URL: through?.redis ?? redis,
        ...(database.type === 'postgres' && { DATABASE_URL: through?.database ?? database.url }),
        ...environment,
        ...extra.environment,
      },
    };
  }

  /** A burst of everything; `size` 1 is about 400 operations on SQLite, half of that on PostgreSQL, where each costs more. */
  async burst(size = 1): Promise<void> {
    const stream = this.settings.database.type === 'sqlite' ? 190 : 90;
    const work: Promise<unknown>[] = [];
    for (let i = 0; i < Math.ceil(12 * size); i++) work.push(this.client.report());
    for (let i = 0; i < 2; i++) work.push(this.client.sightings(Math.ceil(stream * size)));
    for (let i = 0; i < Math.ceil(2 * size); i++)
      work.push(this.client.evidence(Math.floor(this.random.between(2_000, 120_000)), 3));
    work.push(this.client.verdict());
    await Promise.all(work);
  }

  /** What is not done: entries without position, and owed work. Null where the database does not answer. */
  async left(): Promise<number | null> {
    const { database } = this.settings;
    try {
      return await withStore(database, this.evidence, async ({ sql }) => {
        const [row] = await sql.all(
          `SELECT (SELECT count(*) FROM "journal_unsequenced") + (SELECT count(*) FROM "work" WHERE "state" = 'owed') AS "n"`,
        );
        return Number(row!.n);
      });
    } catch {
      return null; // locked, or not there: asked again
    }
  }

  /** Brings back what is down, sends again what is unknown, and waits until nothing is owed. @returns seconds it took */
  async heal(): Promise<number> {
    const start = performance.now();
    for (const app of this.apps) app.signal('SIGCONT');
    await this.start();
    while ((await this.client.retryUnknown()) > 0) {
      if (performance.now() - start > settleMs) break;
      await pause(250);
    }
    // What is still owed then, the checker names.
    while ((await this.left()) !== 0 && performance.now() - start < settleMs) await pause(100);
    return (performance.now() - start) / 1000;
  }

  /** Sends some of what was acknowledged again: the receipt must be the first one. */
  async repeatSome(count: number): Promise<string[]> {
    const changed: string[] = [];
    const keys = this.client.repeatable();
    for (let i = 0; i < count && keys.length > 0; i++) {
      const key = this.random.pick(keys);
      const before = this.log.get(key)!;
      const result = await this.client.again(key);
      if (result === 'fail' || (result === 'ok' && this.log.get(key)!.receipt !== before.receipt)) changed.push(key);
      // What was promised stays promised, whatever became of the second answer.
      await this.log.write([before]);
    }
    return changed;
  }

  async judge(whole: boolean): Promise<Verdict> {
    const { database } = this.settings;
    const verdict = await withStore(database, this.evidence, (store) => check(store, this.log.all(), whole));
    for (const key of await this.repeatSome(5))
      verdict.faults.push({ kind: 'other_receipt', key, detail: 'sent again, it got another answer than before' });
    return verdict;
  }

  /** Whether the front answers a request that needs the database. */
  async ready(): Promise<boolean> {
    return (await ask(this.address, { method: 'GET', path: '/health/ready', patienceMs: 3_000 })).status === 200;
  }

  async stop(): Promise<boolean[]> {
    for (const app of this.apps) app.signal('SIGCONT');
    return Promise.all(this.apps.filter((app) => app.alive).map((app) => app.stop()));
  }

  async remove(): Promise<void> {
    await Promise.all(this.apps.filter((app) => app.alive).map((app) => app.kill()));
    this.log.close();
    rmSync(this.settings.folder, { recursive: true, force: true });
  }
}
