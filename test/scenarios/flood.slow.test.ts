/** One source hands in very much at once: the verdicts of another do not wait for it. */
import { setTimeout as pause } from 'node:timers/promises';
import { pino } from 'pino';
import type { Actor } from '#core/access/types.js';
import { acceptSightings } from '#core/intake/accept.js';
import type { SightingInput } from '#core/intake/types.js';
import { makeRandom } from '#core/simulation/random.js';
import { openBus } from '#queue/bus.js';
import { type TestApi, startTestApi } from '../../apps/api/testing/api.js';
import { Worker } from '../../apps/worker/worker.js';
import { Maker } from '../faults/load/make.js';
import { type PrivateRedis, privateRedis, randomName, redisServer } from '../setup/servers.js';

const flood = Number(process.env['LINEWATCH_TEST_FLOOD'] ?? 70_000);
const others = 20;
/** Longest wait of another's verdict, milliseconds. */
const bar = 60_000;
const given = redisServer ? describe : describe.skip;

given(`a flood from one source${redisServer ? '' : ' (skipped: no redis-server or valkey-server on PATH)'}`, () => {
  let redis: PrivateRedis;
  let api: TestApi;
  let worker: Worker;

  beforeAll(async () => {
    redis = await privateRedis();
    await redis.start();
    api = await startTestApi();
    const bus = await openBus({ redis: redis.url }, randomName());
    const log = pino({ level: 'silent' });
    worker = new Worker({ deps: api.deps, candidate: api.candidate(), bus, log, concurrency: 8 });
    worker.start();
  });
  afterAll(async () => {
    await worker.stop();
    await api.close();
    await redis.remove();
  });

  it('does not delay another source by more than a minute', async () => {
    const { deps } = api;
    const maker = new Maker(makeRandom(7).fork('flood'), deps.mission, Date.now());
    const from = (id: string): Actor => ({ id, role: 'monitor', scope: { sectors: [], party: null }, type: 'person' });
    const accept = async (by: string, inputs: unknown[]): Promise<void> => {
      const results = await acceptSightings(deps, from(by), inputs as SightingInput[]);
      expect(results.every((r) => r.status === 'accepted')).toBe(true);
    };
    const sighting = () => ({ ...maker.sighting('machine'), type: 'observation' });
    for (let left = flood; left > 0; left -= 500)
      await accept(
        'flood',
        Array.from({ length: Math.min(500, left) }, () => sighting()),
      );
    const before = await owed();
    expect(before).toBeGreaterThan(flood / 4);

    const waits: number[] = [];
    let left = 0;
    for (let i = 0; i < others; i++) {
      const one = sighting();
      await accept('another', [one]);
      const begun = performance.now();
      while (!(await isJudged(one.id))) {
        if (performance.now() - begun > 2 * bar) break;
        await pause(50);
      }
      waits.push(performance.now() - begun);
      if (i === 0) left = await owed();
    }
    waits.sort((a, b) => a - b);
    process.stdout.write(
      `flood of ${flood}: ${before} pieces of work owed when another began, ${left} after its first verdict; ` +
        `another's verdicts after ${(waits[others / 2]! / 1000).toFixed(1)} s (median), ${(waits.at(-1)! / 1000).toFixed(1)} s (longest)\n`,
    );
    expect(left).toBeGreaterThan(0);
    expect(waits.at(-1)).toBeLessThan(bar);
  });

  async function owed(): Promise<number> {
    return api.deps.uow.read(async (reads) => {
      const counts = await reads.work.counts();
      return counts.owed + (await reads.journal.backlog()).count;
    });
  }

  /** Whether a sighting has its place in an incident on which the program has made its proposal. */
  async function isJudged(id: string): Promise<boolean> {
    return api.deps.uow.read(async (reads) => {
      const link = await reads.links.activeOf(id);
      const incident = link && (await reads.incidents.get(link.incidentId));
      return incident != null && incident.proposedOutcome !== null;
    });
  }
});
