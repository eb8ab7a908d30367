import { randomBytes } from 'node:crypto';
import { Queue, Worker } from 'bullmq';

/**
 * Jobs a second that bare BullMQ carries out where they do nothing: put in by hundreds, one worker of this process with
 * the same concurrency, and the same retention, as ours.
 */
export async function measureBare(redisUrl: string, jobs: number, concurrency = 8): Promise<number> {
  const name = `bare-${randomBytes(4).toString('hex')}`;
  const connection = { url: redisUrl, maxRetriesPerRequest: null };
  const queue = new Queue(name, { connection });
  let left = jobs;
  let finished: () => void = () => undefined;
  const done = new Promise<void>((resolve) => (finished = resolve));
  const worker = new Worker(
    name,
    async () => {
      if (--left === 0) finished();
    },
    { connection, concurrency },
  );
  try {
    await Promise.all([queue.waitUntilReady(), worker.waitUntilReady()]);
    const from = performance.now();
    for (let i = 0; i < jobs; i += 500)
      await queue.addBulk(
        Array.from({ length: Math.min(500, jobs - i) }, (_, k) => ({
          name,
          data: { workId: `w${i + k}`, epoch: 0, subjectId: `s${i + k}` },
          opts: { jobId: `j${i + k}`, attempts: 8, removeOnComplete: true },
        })),
      );
    await done;
    return (jobs * 1000) / (performance.now() - from);
  } finally {
    await worker.close();
    await queue.obliterate({ force: true });
    await queue.close();
  }
}
