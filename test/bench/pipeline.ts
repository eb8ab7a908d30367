import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { pino } from 'pino';
import type { Actor } from '#core/access/types.js';
import { makeGeography } from '#core/geo/geography.js';
import { acceptSightings } from '#core/intake/accept.js';
import type { SightingInput } from '#core/intake/types.js';
import type { Deps, Reads } from '#core/ports.js';
import { simulate } from '#core/simulation/simulate.js';
import type { PresetName } from '#core/simulation/types.js';
import { openDiskBlobs } from '#db/blobs/disk.js';
import { watchingIsCheap } from '#db/nesting.js';
import { type Database, openDatabase } from '#db/open.js';
import { postgresServer, sqliteFiles } from '#db/testing/databases.js';
import { loadMission } from '#formats/pack/load.js';
import { systemClock } from '#host/clock.js';
import { makeIds } from '#host/ids.js';
import { imageReader } from '#host/images.js';
import { openSigner } from '#host/signer.js';
import { openBus, type Bus } from '#queue/bus.js';
import { runOnce } from './children.js';
import { measureBare } from './pipeline-bare.js';
import type { BenchSettings } from './settings.js';
import { type BenchRow, limitRow, ratioRow } from './table.js';
import { startRedis } from '../../apps/standalone/stores/redis.js';
import { Worker } from '../../apps/worker/worker.js';

export interface PipelineOptions {
  sightings: number;
  preset?: PresetName;
  seed?: number;
  database?: 'sqlite' | 'postgres';
  /** Single items at this pace; without it, batches as large as those of bulk intake, as fast as they are taken. */
  perSecond?: number;
  /** Jobs of one name that are carried out at a time, as LINEWATCH_WORKER_CONCURRENCY. */
  concurrency?: number;
}

export interface PipelineFigures {
  sightings: number;
  incidents: number;
  /** Automatic verdicts written. */
  verdicts: number;
  seconds: number;
  /** Sightings a second, from before the first was handed in until nothing was owed any more. */
  perSecond: number;
  /** Milliseconds from before a sighting was handed in until a verdict that rests on it stood in the journal. */
  p50: number;
  p95: number;
  /** Processor seconds of this process, and its memory at the end in bytes. */
  processor: number;
  rss: number;
}

/** Sightings handed over and not yet judged, at most: more would only measure how long a queue can be. */
const mostAhead = 4_000;
const batchSize = 500;
const actor: Actor = { id: 'feed-1', role: 'administrator', scope: { sectors: [], party: null }, type: 'person' };

/** How many sightings a second come from acceptance to their automatic verdict in one process with its own Redis, and how long one takes. */
export async function measurePipeline(options: PipelineOptions): Promise<PipelineFigures> {
  const folder = await mkdtemp(join(tmpdir(), 'linewatch-bench-'));
  const server = options.database === 'postgres' ? await postgresServer() : sqliteFiles();
  const place = await server.create();
  const redis = await startRedis('redis-server', join(folder, 'redis'));
  const ids = makeIds(systemClock);
  const database = await openDatabase(place.options, { clock: systemClock, ids, watchNesting: watchingIsCheap });
  try {
    await database.migrate();
    const mission = await loadMission('missions/ukraine-line');
    const geography = makeGeography(mission);
    const blobs = await openDiskBlobs(join(folder, 'blobs'));
    // As `npm start` has it: receipts are signed in other threads.
    const [signer, uow] = [await openSigner(join(folder, 'key.pem')), database.uow];
    const deps: Deps = { uow, clock: systemClock, ids, signer, blobs, mission, geography, images: imageReader };
    const inputs = worldOf(deps, options);
    const bus = await openBus({ redis: redis.url }, `bench-${randomBytes(4).toString('hex')}`);
    return await run(deps, database, bus, inputs, options);
  } finally {
    await database.close();
    await redis.child.stop();
    await place.drop();
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

/** The newest records of a world that ends now, in order of arrival. */
function worldOf(deps: Deps, { sightings, preset = 'default', seed = 7 }: PipelineOptions): SightingInput[] {
  for (let days = sightings / 4_000; ; days *= 1.5) {
    const from = new Date(Date.now() - days * 86_400_000).toISOString();
    const world = simulate(deps.mission, deps.geography, { preset, seed, days, from });
    if (world.sightings.length >= sightings) return world.sightings.slice(0, sightings).map((s) => s.input);
  }
}

async function run(
  deps: Deps,
  database: Database,
  bus: Bus,
  inputs: SightingInput[],
  { perSecond, concurrency = 8 }: PipelineOptions,
): Promise<PipelineFigures> {
  const candidate = database.candidate({
    name: 'bench',
    onTrouble: (error) => {
      throw error;
    },
  });
  const worker = new Worker({ deps, bus, log: pino({ level: 'error' }), concurrency, candidate });
  const watch = new VerdictWatch(database);
  try {
    worker.start();
    await wait(500);
    const [from, cpu] = [performance.now(), process.cpuUsage()];
    watch.start();
    if (perSecond === undefined) await inBatches(deps, inputs, watch);
    else await atPace(deps, inputs, perSecond, watch);
    while (await deps.uow.read(isOwing)) await wait(10);
    const seconds = (performance.now() - from) / 1000;
    const { user, system } = process.cpuUsage(cpu);
    await watch.stop();
    const found = await database.snapshot(async (sql) => {
      const count = async (what: string) => Number((await sql.all(`SELECT count(*) AS "n" FROM ${what}`))[0]!.n);
      return {
        linked: await count('"link" WHERE "ended_at" IS NULL'),
        dead: await count(`"work" WHERE "state" = 'dead'`),
        incidents: await count(`"incident" WHERE "state" <> 'merged'`),
        unjudged: await count(`"incident" WHERE "state" <> 'merged' AND "proposed_outcome" IS NULL`),
        verdicts: await count('"verification"'),
      };
    });
    if (found.linked !== inputs.length || found.dead > 0 || found.unjudged > 0)
      throw new Error(`the pipeline did not do its work: ${JSON.stringify(found)} of ${inputs.length} sightings`);
    const { incidents, verdicts } = found;
    return {
      sightings: inputs.length,
      incidents,
      verdicts,
      seconds,
      perSecond: inputs.length / seconds,
      p50: watch.quantile(0.5),
      p95: watch.quantile(0.95),
      processor: (user + system) / 1e6,
      rss: process.memoryUsage.rss(),
    };
  } finally {
    await watch.stop();
    await worker.stop();
  }
}

async function inBatches(deps: Deps, inputs: SightingInput[], watch: VerdictWatch): Promise<void> {
  for (let i = 0; i < inputs.length; i += batchSize) {
    while (watch.waiting > mostAhead - batchSize) await wait(5);
    await accept(deps, inputs.slice(i, i + batchSize), watch);
  }
}

async function atPace(deps: Deps, inputs: SightingInput[], perSecond: number, watch: VerdictWatch): Promise<void> {
  const from = performance.now();
  const running: Promise<void>[] = [];
  for (const [i, input] of inputs.entries()) {
    const early = from + (i * 1000) / perSecond - performance.now();
    if (early > 0) await wait(early);
    running.push(accept(deps, [input], watch));
  }
  await Promise.all(running);
}

async function accept(deps: Deps, inputs: SightingInput[], watch: VerdictWatch): Promise<void> {
  watch.handedIn(inputs.map((s) => s.id));
  for (const result of await acceptSightings(deps, actor, inputs))
    if (result.status !== 'accepted') throw new Error(`a sighting was ${result.status}`);
}

/** Whether entries have no position yet or work is not done. */
async function isOwing(reads: Reads): Promise<boolean> {
  if ((await reads.journal.backlog()).count > 0) return true;
  return (await reads.work.due('9999', '9999', 1)).length > 0;
}

/** Follows the journal and notes when the first verdict that rests on a sighting stands in it. */
class VerdictWatch {
  private readonly since = new Map<string, number>();
  private readonly took: number[] = [];
  private position = 0;
  private going: Promise<void> | null = null;
  private stopping = false;

  constructor(private readonly database: Database) {}

  get waiting(): number {
    return this.since.size;
  }

  handedIn(ids: string[]): void {
    for (const id of ids) this.since.set(id, performance.now());
  }

  start(): void {
    this.going = this.follow();
  }

  async stop(): Promise<void> {
    this.stopping = true;
    await this.going;
  }

  quantile(share: number): number {
    return this.took.sort((a, b) => a - b)[Math.min(this.took.length - 1, Math.floor(share * this.took.length))] ?? NaN;
  }

  private async follow(): Promise<void> {
    for (let last = false; !last;) {
      last = this.stopping;
      const judged = await this.judged();
      const now = performance.now();
      for (const id of judged) {
        const since = this.since.get(id);
        if (since === undefined) continue;
        this.took.push(now - since);
        this.since.delete(id);
      }
      await wait(10);
    }
  }

  /** Sightings that verdicts rest on which came since the last look; of other entries nothing is read. */
  private async judged(): Promise<string[]> {
    const entries = await this.database.snapshot((sql) =>
      sql.all(
        `SELECT p."position", e."type", e."subject_id" FROM "journal_position" p
         JOIN "journal_entry" e ON e."id" = p."entry_id" WHERE p."position" >= ? ORDER BY p."position" LIMIT 4000`,
        [this.position],
      ),
    );
    this.position += entries.length;
    const incidents = entries.filter((e) => e.type === 'verification.proposed').map((e) => e.subject_id as string);
    if (incidents.length === 0) return [];
    const { uow } = this.database;
    const checks = await uow.read((reads) => reads.checks.newestOfMany([...new Set(incidents)], 'independence'));
    return checks.flatMap((c) => (c.inputs['basis'] as { sightings: string[] } | undefined)?.sightings ?? []);
  }
}

const how =
  'Records of a simulated world (default preset) handed in 500 at a time, at most 4,000 ahead; one process on SQLite with ' +
  'its own Redis does all: acceptance, journal, queue, fusion, judging and every loop of the worker. The reference is one ' +
  'job that does nothing for each sighting; ours are two, fusing and judging, of which several share a job of the queue.';

/** With the flags of `npm start`. */
const apart = (options: PipelineOptions): Promise<PipelineFigures> =>
  runOnce('./pipeline-run.js', options, ['--max-semi-space-size=32']);

/** From acceptance to the automatic verdict: how many a second, and how long one takes at a hundred a second. */
export async function benchPipeline({ short, folder, say }: BenchSettings): Promise<BenchRow[]> {
  const redis = await startRedis('redis-server', join(folder, 'bare-redis'));
  const bare = await measureBare(redis.url, short ? 10_000 : 40_000).finally(() => redis.child.stop());
  const flow = await apart({ sightings: short ? 3_000 : 20_000 });
  say(`${flow.sightings} sightings: ${flow.processor.toFixed(1)} s of processor, ${flow.verdicts} verdicts`);
  const calm = await apart({ sightings: short ? 1_000 : 3_000, perSecond: 100 });
  const measure = 'accept to automatic verdict, sustained, standalone on SQLite';
  const also = { rssMb: flow.rss / 1e6, note: how };
  return [
    ratioRow(
      { measure, unit: 'sightings/s', ours: flow.perSecond, reference: 'bare BullMQ', theirs: bare },
      { least: 0.13, aim: 0.3 },
      also,
    ),
    limitRow(
      { measure: 'accept to verdict at 100/s, p95', unit: 'ms', ours: calm.p95 },
      { most: 400, aim: 150 },
      { p50: calm.p50, p95: calm.p95, rssMb: calm.rss / 1e6 },
    ),
  ];
}

/** `npm run bench -- pipeline-of [sightings] [preset] [per second] [database]`: one run with figures of its own, for profiling. */
export async function benchPipelineOf(args: string[]): Promise<void> {
  const [sightings = '10000', preset = 'default', perSecond, database = 'sqlite'] = args;
  const figures = await measurePipeline({
    sightings: Number(sightings),
    preset: preset as PresetName,
    database: database as 'sqlite',
    ...(Number(perSecond) > 0 && { perSecond: Number(perSecond) }),
  });
  process.stdout.write(`${JSON.stringify(figures)}\n`);
}
