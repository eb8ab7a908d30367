import { randomUUID } from 'node:crypto';
import { Queue } from 'bullmq';
import { withStore } from '../check/store.js';
import type { World } from '../world/world.js';
import { inWorld, oneCase } from './case.js';
import type { Scenario } from './scenario.js';

/** Every job is in the queue several times under several ids, and two workers take them side by side. */
export const sameJobTwice: Scenario = {
  name: 'twice',
  about: 'the same job on two workers at the same time',
  on: ['postgres'],
  async run(settings, done) {
    const roles = ['api', 'worker', 'worker'] as const;
    const body = async (world: World) => {
      const about = {
        scenario: 'twice',
        name: 'each job three times on two workers',
        kind: 'postgres' as const,
        whole: true,
      };
      done(
        await oneCase(world, about, async () => {
          let copies = 0;
          for (let i = 0; i < (settings.short ? 3 : 15); i++) {
            await world.burst(1);
            copies += await copyJobs(world);
          }
          return { happened: copies > 0, note: `${copies} second and third deliveries` };
        }),
      );
    };
    await inWorld(settings, 'postgres', 'twice', body, { roles: [...roles] });
  },
};

/** Puts what is owed now into the queue twice more, under ids that the queue cannot know to be the same. */
async function copyJobs(world: World): Promise<number> {
  const { database, redis } = world.settings;
  const owed = await withStore(database, world.evidence, ({ sql }) =>
    sql.all(`SELECT "id", "job", "epoch", "subject_id" FROM "work" WHERE "state" = 'owed' LIMIT 500`),
  );
  const { hostname, port } = new URL(redis);
  let copies = 0;
  for (const job of new Set(owed.map((row) => row.job as string))) {
    const queue = new Queue(job, { prefix: 'faults', connection: { host: hostname, port: Number(port) } });
    const rows = owed.filter((row) => row.job === job);
    const jobs = [...rows, ...rows].map((row) => ({
      name: job,
      data: { workId: row.id, epoch: Number(row.epoch), subjectId: row.subject_id },
      opts: { jobId: `copy-${randomUUID()}`, removeOnComplete: true, attempts: 3 },
    }));
    await queue.addBulk(jobs);
    await queue.close();
    copies += jobs.length;
  }
  return copies;
}
