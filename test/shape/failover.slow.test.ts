/** The adapters alone while a server's place is taken by another; the whole installation: npm run test:shape. */
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { jobNames } from '#core/journal/followup.js';
import type { Candidate } from '#db/lead.js';
import { type Database, openDatabase } from '#db/open.js';
import { growingIds, handClock } from '#db/testing/parts.js';
import { type Bus, openBus } from '#queue/bus.js';
import { redisServer } from '../setup/servers.js';
import { Pair, Watched } from './servers.js';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'linewatch-failover-'));
  chmodSync(folder, 0o711);
});
afterAll(() => rmSync(folder, { recursive: true, force: true, maxRetries: 10 }));

async function secondsUntil(reached: () => Promise<boolean>, withinSeconds: number): Promise<number> {
  const begun = performance.now();
  const seconds = () => (performance.now() - begun) / 1000;
  while (!(await reached().catch(() => false))) {
    if (seconds() > withinSeconds) throw new Error(`not reached within ${withinSeconds} s`);
    await pause(50);
  }
  return seconds();
}

describe('PostgreSQL with a synchronous standby', () => {
  let pair: Pair;
  let db: Database;
  let candidate: Candidate;
  beforeAll(async () => {
    pair = await Pair.start(join(folder, 'postgres'));
    db = await openDatabase(
      { type: 'postgres', url: pair.url, poolSize: 4 },
      { clock: handClock(), ids: growingIds() },
    );
    await db.migrate();
  }, 120_000);
  afterAll(async () => {
    await candidate?.close();
    await db?.close();
    await pair?.stop();
  });

  it('is found again after a failover with all that was committed, by pool and candidate, and says 503 meanwhile', async () => {
    candidate = db.candidate({ name: 'test', onTrouble: () => undefined });
    candidate.start(() => undefined);
    await secondsUntil(async () => candidate.lead() !== null, 10);
    const kept: string[] = [];
    const refused = new Set<string>();
    let ended = false;
    const load = (async () => {
      for (let i = 0; !ended; i++) {
        try {
          await db.uow.run((tx) => tx.write.meta(`kept-${i}`, 'yes'));
          kept.push(`kept-${i}`);
        } catch (error) {
          refused.add(String((error as { code?: string }).code));
          await pause(20);
        }
      }
    })();
    await pause(500);
    const before = kept.length;
    await pair.killPrimary();
    await pause(1_000);
    await pair.promote();
    const writes = await secondsUntil(async () => kept.length > before + 5, 30);
    const leads = await secondsUntil(async () => {
      const lead = candidate.lead();
      await lead?.run((tx) => tx.write.meta('led', 'again'));
      return lead !== null;
    }, 30);
    ended = true;
    await load;
    process.stdout.write(
      `after the promotion: writes again after ${writes.toFixed(1)} s, the lead writes after ${leads.toFixed(1)} s more\n`,
    );
    expect(before).toBeGreaterThan(0);
    expect([...refused]).toEqual(['unavailable']);
    const lost = await db.uow.read(async (reads) => {
      const found = await Promise.all(kept.map(async (key) => ((await reads.meta.get(key)) === null ? key : null)));
      return found.filter((key) => key !== null);
    });
    expect(lost).toEqual([]);
  }, 120_000);
});

const given = redisServer ? describe : describe.skip;
given(`Redis with Sentinels${redisServer ? '' : ' (skipped: no redis-server or valkey-server on PATH)'}`, () => {
  let redis: Watched;
  let bus: Bus;
  beforeAll(async () => {
    redis = await Watched.start(join(folder, 'redis'));
    bus = await openBus({ redis: redis.url }, '{failover}');
  }, 60_000);
  afterAll(async () => {
    await bus?.close();
    await redis?.stop();
  });

  it('carries work again once a new master was chosen', async () => {
    const seen = new Set<string>();
    const see = async (hint: { workId: string }) => void seen.add(hint.workId);
    bus.work(Object.fromEntries(jobNames.map((name) => [name, see])) as never, {
      onFailed: async () => undefined,
      onError: () => undefined, // the failover is the point here
    });
    const hand = async (id: string): Promise<boolean> => {
      await bus.add([{ id, job: 'rule', epoch: 0, subjectId: 's' }]);
      return seen.has(id);
    };
    await secondsUntil(() => hand('before'), 20);
    await redis.redises[0]!.kill();
    const seconds = await secondsUntil(() => hand('after'), 60);
    process.stdout.write(`after the master was killed: work is done again after ${seconds.toFixed(1)} s\n`);
    expect(seen.has('after')).toBe(true);
  }, 90_000);
});
