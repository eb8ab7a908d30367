/** Two api and three worker processes on the servers of servers.ts, and a steady load on them. */
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Mission } from '#core/mission/types.js';
import { makeRandom } from '#core/simulation/random.js';
import { check, type Verdict } from '../faults/check/checker.js';
import { withStore } from '../faults/check/store.js';
import { Client } from '../faults/load/client.js';
import { ask } from '../faults/load/http.js';
import { OperationLog } from '../faults/load/log.js';
import { Maker, sha256 } from '../faults/load/make.js';
import { App, type AppSettings } from '../faults/world/app.js';
import { type People, signUp } from '../faults/world/people.js';
import { ObjectStore, Pair, Watched, ask as query } from './servers.js';

const roles: AppSettings['role'][] = ['api', 'api', 'worker', 'worker', 'worker'];

export class Installation {
  readonly apps: App[] = [];
  readonly people: People = { monitors: [], supervisors: [], administrator: null };
  readonly client: Client;
  readonly log: OperationLog;
  /** Where the database that takes writes can be read. */
  database: string;
  private turn = 0;
  private loading: Promise<void> | null = null;
  private stopped = false;

  private constructor(
    private readonly folder: string,
    readonly pair: Pair,
    readonly redis: Watched,
    readonly objects: ObjectStore,
    mission: Mission,
    seed: number,
  ) {
    this.database = pair.primary.url;
    const random = makeRandom(seed).fork('shape');
    this.log = new OperationLog(join(folder, 'operations.ndjson'));
    const today = Math.floor(Date.now() / 86_400_000) * 86_400_000;
    const target = { address: () => this.front(), ...this.people };
    const maker = new Maker(random.fork('content'), mission, today);
    this.client = new Client(target, maker, random.fork('load'), this.log, 15_000);
  }

  static async start(folder: string, mission: Mission, seed: number): Promise<Installation> {
    const pair = await Pair.start(join(folder, 'postgres'));
    const redis = await Watched.start(join(folder, 'redis'));
    const objects = await ObjectStore.start(join(folder, 'objects'));
    mkdirSync(join(folder, 'data'), { mode: 0o700 });
    const it = new Installation(folder, pair, redis, objects, mission, seed);
    try {
      // The first brings the schema up to date and makes the first account.
      await it.bring(0);
      await signUp(it.apps[0]!.address, it.apps[0]!.first!, it.people);
      for (let i = 1; i < roles.length; i++) await it.bring(i);
      return it;
    } catch (error) {
      await it.stop();
      throw error;
    }
  }

  /** Starts the process `i`, for the first time or anew. */
  async bring(i: number): Promise<void> {
    this.apps[i] = await App.start({
      role: roles[i]!,
      bare: true,
      environment: {
        LINEWATCH_DATA: join(this.folder, 'data'),
        LINEWATCH_MISSION: 'missions/two-valleys',
        LINEWATCH_PORT: '0',
        LINEWATCH_LOG: 'info',
        LINEWATCH_QUEUE_PREFIX: '{shape}',
        // Its people are programs.
        LINEWATCH_SECOND_FACTOR: 'offered',
        DATABASE_URL: this.pair.url,
        REDIS_URL: this.redis.url,
        EVIDENCE_URL: this.objects.url,
      },
    });
  }

  /** The next api that runs, as a proxy with health checks would choose. */
  front(): string {
    const up = this.apps.filter((app, i) => roles[i] === 'api' && app.alive);
    return up[this.turn++ % up.length]!.address;
  }

  /** Which process leads, and since which term. */
  async leader(): Promise<{ at: number; term: number }> {
    const [row] = await query(this.database, 'SELECT "term", "holder" FROM "leadership"');
    const pid = String(row!['holder']).split(' ')[1];
    return { at: this.apps.findIndex((app) => String(app.pid) === pid), term: Number(row!['term']) };
  }

  /** Reports, streams and evidence, about 24 operations a second, until `endLoad`. */
  load(): void {
    this.stopped = false;
    this.loading = (async () => {
      const under = new Set<Promise<unknown>>();
      for (let round = 0; !this.stopped; round++) {
        const work = [this.client.report(), this.client.report(), this.client.sightings(16)];
        if (round % 6 === 0) work.push(this.client.evidence(30_000, 2) as never);
        for (const one of work) {
          const known = one.finally(() => under.delete(known));
          under.add(known);
        }
        await pause(800);
        // What answers nothing must not be heaped up: a client has so many connections.
        while (under.size > 60 && !this.stopped) await pause(50);
      }
      await Promise.all(under);
    })();
  }

  async endLoad(): Promise<void> {
    this.stopped = true;
    await this.loading;
  }

  /** Operations begun since then, and those of them that have no answer that says what became of them. */
  sentSince(at: number): { acknowledged: number; unknown: number } {
    const sent = this.log.all().filter((o) => o.start >= at);
    const count = (result: string) => sent.filter((o) => o.result === result).length;
    return { acknowledged: count('ok'), unknown: count('unknown') };
  }

  /** Seconds from `begun` until new reports are answered with 201, whichever api is asked. */
  async acceptsAgain(begun: number, withinSeconds: number): Promise<number> {
    for (;;) {
      const results = [await this.client.report(), await this.client.report(), await this.client.report()];
      const seconds = (performance.now() - begun) / 1000;
      if (results.filter((r) => r === 'ok').length >= 2) return seconds;
      if (seconds > withinSeconds) throw new Error(`nothing is accepted after ${withinSeconds} s`);
      await pause(100);
    }
  }

  /** Seconds from `begun` until work that is owed from now on is done: a new sighting has its place in an incident. */
  async worksAgain(begun: number, withinSeconds: number): Promise<number> {
    const seconds = () => (performance.now() - begun) / 1000;
    for (;;) {
      const before = new Set(this.log.all().map((o) => o.key));
      const result = await this.client.report();
      const mine = this.log.all().find((o) => !before.has(o.key) && o.op === 'report' && o.result === 'ok');
      while (result === 'ok' && mine && seconds() < withinSeconds) {
        const rows = await query(
          this.database,
          `SELECT 1 FROM "link" WHERE "sighting_id" = '${mine.key}' AND "ended_at" IS NULL`,
        ).catch(() => []);
        if (rows.length > 0) return seconds();
        await pause(50);
      }
      if (seconds() > withinSeconds) throw new Error(`no new work is done after ${withinSeconds} s`);
    }
  }

  /** Seconds from `begun` until everything accepted up to then has its position and its work is done. */
  async caughtUp(begun: number, withinSeconds: number): Promise<number> {
    const then = new Date(Date.now() - (performance.now() - begun)).toISOString();
    for (;;) {
      const [row] = await query(
        this.database,
        `SELECT (SELECT count(*) FROM "journal_unsequenced" WHERE "at" <= '${then}')
           + (SELECT count(*) FROM "work" w JOIN "journal_entry" e ON e."id" = w."entry_id"
              WHERE w."state" = 'owed' AND e."at" <= '${then}') AS "n"`,
      ).catch(() => [{ n: null }]);
      const seconds = (performance.now() - begun) / 1000;
      if (row!['n'] !== null && Number(row!['n']) === 0) return seconds;
      if (seconds > withinSeconds) throw new Error(`${String(row!['n'])} pieces of work are owed still`);
      await pause(100);
    }
  }

  /** Sends again what is unknown and waits until nothing is owed. @returns seconds it took */
  async settle(withinSeconds: number): Promise<number> {
    const begun = performance.now();
    const seconds = () => (performance.now() - begun) / 1000;
    while ((await this.client.retryUnknown()) > 0 && seconds() < withinSeconds) await pause(250);
    for (;;) {
      const [row] = await query(
        this.database,
        `SELECT (SELECT count(*) FROM "journal_unsequenced") + (SELECT count(*) FROM "work" WHERE "state" = 'owed') AS "n"`,
      );
      if (Number(row!['n']) === 0) return seconds();
      if (seconds() > withinSeconds) throw new Error(`${String(row!['n'])} pieces of work are owed still`);
      await pause(200);
    }
  }

  async judge(): Promise<Verdict> {
    const root = join(this.objects.folder, 'evidence');
    return withStore({ type: 'postgres', url: this.database }, '', (store) =>
      check({ ...store, blobs: () => objectsIn(root) }, this.log.all(), true),
    );
  }

  async ready(): Promise<boolean> {
    return (await ask(this.front(), { method: 'GET', path: '/health/ready', patienceMs: 3_000 })).status === 200;
  }

  async stop(): Promise<void> {
    await this.endLoad().catch(() => undefined);
    for (const app of this.apps) app.signal('SIGCONT');
    await Promise.all(this.apps.filter((app) => app.alive).map((app) => app.stop(15_000)));
    await this.objects.kill();
    await this.redis.stop();
    await this.pair.stop();
    this.log.close();
  }
}

/** Objects as the store keeps them on disk, read past it. */
function* objectsIn(root: string): Generator<{ name: string; sha256: string }> {
  for (const path of readdirSync(root, { recursive: true, encoding: 'utf8' })) {
    const name = /([0-9a-f]{64})\._S3rver_object$/.exec(path)?.[1];
    if (name) yield { name, sha256: sha256(readFileSync(join(root, path))) };
  }
}
