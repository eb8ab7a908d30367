import { jobNames, type JobName } from '#core/journal/followup.js';
import { Crew, type Failure, type WorkOptions } from './crew.js';
import { jobTable, type Hint } from './jobs.js';
import { Producers } from './producers.js';
import type { JobWorker, QueueStore, RunningJob } from './store.js';

const hintsOf = (count: number): Hint[] =>
  Array.from({ length: count }, (_, i) => ({ workId: `w${i}`, epoch: 0, subjectId: `s${i}` }));
const ids = (hints: Hint[]): string => hints.map(({ workId }) => workId).join(' ');

/** What came back after a process was lost; a worker that gets it from a queue waits eighteen seconds for that. */
describe('work that a process was lost with', () => {
  const log: string[] = [];
  const failures: Failure[] = [];
  const added: string[] = [];
  let crew: Crew;
  let lost: (hints: Hint[]) => Promise<void>;

  const begin = async (options: Partial<WorkOptions>, broken: string[] = []) => {
    const processes = new Map<string, (job: RunningJob) => Promise<void>>();
    const store = {
      check: async () => undefined,
      queue: () => ({
        waitUntilReady: async () => undefined,
        addBulk: async (jobs: { data: Hint }[]) => void added.push(...jobs.map(({ data }) => data.workId)),
        close: async () => undefined,
        on: () => undefined,
      }),
      worker(name: string, process: (job: RunningJob) => Promise<void>) {
        processes.set(name, process);
        const nothing = async () => undefined;
        return { waitUntilReady: nothing, isRunning: () => true, pause: nothing, resume: nothing, close: nothing, on: () => undefined } as unknown as JobWorker; // prettier-ignore
      },
      close: async () => undefined,
    } as unknown as QueueStore;
    crew = new Crew(store, new Producers(store), jobTable);
    const handler = async ({ workId }: Hint) => {
      log.push(`alone ${workId}`);
      if (broken.includes(workId)) throw new Error('broken');
    };
    const handlers = Object.fromEntries(jobNames.map((name) => [name, handler])) as Record<JobName, typeof handler>;
    crew.start(handlers, {
      onFailed: async (failure) => void failures.push(failure),
      onError: (error) => {
        throw error;
      },
      ...options,
    });
    while (!processes.has('fuse')) await new Promise(setImmediate);
    lost = (hints) => processes.get('fuse')!({ data: { together: hints }, attemptsMade: 1, stalledCounter: 1 });
  };
  beforeEach(() => {
    for (const list of [log, failures, added]) list.splice(0);
  });
  afterEach(() => crew.close());

  it('is tried in small companies at first, alone where that was tried before, and not at all where it is done', async () => {
    const hints = hintsOf(40);
    await begin({
      triesApart: async (asked) => asked.map(({ workId }) => (workId === 'w3' ? 2 : workId === 'w5' ? null : 0)),
      onSuspects: async (asked) => {
        log.push(`counted ${asked.length}`);
        return asked.map(({ workId }) => workId !== 'w7');
      },
      together: async (some) => {
        log.push(`together ${some.length}`);
        return some.filter(({ workId }) => workId === 'w9').map((hint) => ({ hint, error: new Error('no') }));
      },
    });
    await lost(hints);
    // 38 that are fresh: w7 has had its tries, w3 waits for all of them.
    expect(log).toEqual([
      'counted 16',
      'together 15',
      'counted 16',
      'together 16',
      'counted 6',
      'together 6',
      'counted 1',
      'alone w3',
    ]);
    expect(failures.map(({ hint }) => hint.workId)).toEqual(['w9']);
    expect(added).toEqual(['w9']);
  });

  it('fails for each of a company that breaks off, and goes on with the next', async () => {
    let calls = 0;
    await begin({
      together: async (some) => {
        if (++calls === 1) throw new Error('the database has gone');
        log.push(ids(some));
        return [];
      },
    });
    await lost(hintsOf(18));
    expect(failures).toHaveLength(16);
    expect(log).toEqual(['w16 w17']);
  });

  it('is tried one by one where nothing is carried out together', async () => {
    await begin({}, ['w1']);
    await lost(hintsOf(3));
    expect(log).toEqual(['alone w0', 'alone w1', 'alone w2']);
    expect(failures.map(({ hint, error }) => [hint.workId, error.message])).toEqual([['w1', 'broken']]);
  });
});
