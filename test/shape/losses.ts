/** What is lost, one after the other, and how it comes back. */
import { setTimeout as pause } from 'node:timers/promises';
import type { Installation } from './installation.js';

export interface Loss {
  name: string;
  /** Brings the loss about and says what it measured by itself; '' for nothing. */
  strike(it: Installation): Promise<string>;
  /** After the measuring: brings back what was lost. */
  mend?(it: Installation): Promise<void>;
  /** Seconds. */
  acceptsWithin: number;
  worksWithin: number;
}

/** Most seconds until another leads. */
const leadsWithin = 10;
/** A queue that lost hints is told them again by the reconciler: 20 s after they were handed over, asked every 10 s. */
const queueWithin = 60;

async function anotherLeads(it: Installation, before: number): Promise<string> {
  const begun = performance.now();
  const seconds = () => (performance.now() - begun) / 1000;
  while ((await it.leader()).term <= before) {
    if (seconds() > leadsWithin) return 'too late';
    await pause(50);
  }
  return `another led after ${seconds().toFixed(1)} s`;
}

let stopped = 0;
let killed = 0;

export const losses: Loss[] = [
  {
    name: 'one api killed',
    acceptsWithin: 10,
    worksWithin: 20,
    async strike(it) {
      await it.apps[1]!.kill();
      return '';
    },
    mend: (it) => it.bring(1),
  },
  {
    name: 'the leading worker killed',
    acceptsWithin: 10,
    worksWithin: queueWithin,
    async strike(it) {
      const { at, term } = await it.leader();
      killed = at;
      it.apps[at]!.signal('SIGKILL');
      return anotherLeads(it, term);
    },
    mend: (it) => it.bring(killed),
  },
  {
    name: 'the leading worker stopped, and woken later',
    acceptsWithin: 10,
    worksWithin: queueWithin,
    async strike(it) {
      const { at, term } = await it.leader();
      stopped = at;
      it.apps[at]!.signal('SIGSTOP');
      return anotherLeads(it, term);
    },
    async mend(it) {
      it.apps[stopped]!.signal('SIGCONT');
      await pause(3_000);
    },
  },
  {
    name: 'a worker that does not lead killed',
    acceptsWithin: 10,
    worksWithin: queueWithin,
    async strike(it) {
      const { at } = await it.leader();
      killed = [2, 3, 4].find((i) => i !== at)!;
      await it.apps[killed]!.kill();
      return '';
    },
    mend: (it) => it.bring(killed),
  },
  {
    name: "Redis' master killed",
    acceptsWithin: 10,
    worksWithin: queueWithin,
    async strike(it) {
      await it.redis.redises[0]!.kill();
      return '';
    },
    mend: (it) => it.redis.redises[0]!.start(),
  },
  {
    name: 'one Sentinel killed',
    acceptsWithin: 10,
    worksWithin: 20,
    async strike(it) {
      it.redis.sentinels[0]!.child.kill('SIGKILL');
      return '';
    },
  },
  {
    name: 'the S3 store killed for 5 s',
    acceptsWithin: 10,
    worksWithin: 20,
    async strike(it) {
      await it.objects.kill();
      return '';
    },
    async mend(it) {
      await pause(5_000);
      await it.objects.up();
    },
  },
  {
    name: 'the PostgreSQL standby killed for 3 s',
    acceptsWithin: 30,
    worksWithin: 40,
    async strike(it) {
      await it.pair.restartStandby(3_000);
      return 'from its restart';
    },
  },
  {
    name: 'the PostgreSQL primary killed, standby promoted 2 s later',
    acceptsWithin: 30,
    worksWithin: queueWithin,
    async strike(it) {
      await it.pair.failOver(2_000);
      it.database = it.pair.standbyUrl;
      return 'from the promotion';
    },
  },
];
