/** What is lost, one after the other, and how it comes back. */
import { setTimeout as pause } from 'node:timers/promises';
import type { Installation } from './installation.js';

export interface Loss {
  name: string;
  /** Brings the loss about, and returns as soon as it has. */
  strike(it: Installation): Promise<Struck>;
  /** Seconds from the loss. */
  acceptsWithin: number;
  worksWithin: number;
}

export interface Struck {
  /** What else happens or is measured from the loss on, in words. @throws Error where it takes too long */
  meanwhile?: () => Promise<string>;
  /** After the measuring: brings back what was lost. */
  mend?: () => Promise<void>;
}

/** Most seconds until another leads, and until all is done that was owed when something was lost. */
const leadsWithin = 10;
export const caughtUpWithin = 60;
/** A queue that lost hints is told them again by the reconciler: 20 s after they were handed over, asked every 10 s. */
const queueWithin = 60;

async function anotherLeads(it: Installation, before: number): Promise<string> {
  const seconds = await secondsUntil(async () => (await it.leader()).term > before, leadsWithin, 'another leads');
  return `another led after ${seconds.toFixed(1)} s`;
}

async function secondsUntil(reached: () => Promise<boolean>, within: number, what: string): Promise<number> {
  const begun = performance.now();
  const seconds = () => (performance.now() - begun) / 1000;
  while (!(await reached())) {
    if (seconds() > within) throw new Error(`not within ${within} s: ${what}`);
    await pause(50);
  }
  return seconds();
}

export const losses: Loss[] = [
  {
    name: 'one api killed',
    acceptsWithin: 10,
    worksWithin: 20,
    async strike(it) {
      await it.apps[1]!.kill();
      return { mend: () => it.bring(1) };
    },
  },
  {
    name: 'the leading worker killed',
    acceptsWithin: 10,
    worksWithin: queueWithin,
    async strike(it) {
      const { at, term } = await it.leader();
      it.apps[at]!.signal('SIGKILL');
      return { meanwhile: () => anotherLeads(it, term), mend: () => it.bring(at) };
    },
  },
  {
    name: 'the leading worker stopped, and woken later',
    acceptsWithin: 10,
    worksWithin: queueWithin,
    async strike(it) {
      const { at, term } = await it.leader();
      it.apps[at]!.signal('SIGSTOP');
      const mend = async () => {
        it.apps[at]!.signal('SIGCONT');
        await pause(3_000);
      };
      return { meanwhile: () => anotherLeads(it, term), mend };
    },
  },
  {
    name: 'a worker that does not lead killed',
    acceptsWithin: 10,
    worksWithin: queueWithin,
    async strike(it) {
      const { at } = await it.leader();
      const other = [2, 3, 4].find((i) => i !== at)!;
      await it.apps[other]!.kill();
      return { mend: () => it.bring(other) };
    },
  },
  {
    name: "Redis' replica killed",
    acceptsWithin: 10,
    worksWithin: 20,
    async strike(it) {
      await it.redis.redises[1]!.kill();
      return { mend: () => it.redis.redises[1]!.start() };
    },
  },
  {
    name: "Redis' master killed",
    acceptsWithin: 10,
    worksWithin: queueWithin,
    async strike(it) {
      await it.redis.redises[0]!.kill();
      return { mend: () => it.redis.redises[0]!.start() };
    },
  },
  {
    name: 'one Sentinel killed',
    acceptsWithin: 10,
    worksWithin: 20,
    async strike(it) {
      it.redis.sentinels[0]!.child.kill('SIGKILL');
      return {};
    },
  },
  {
    name: 'the S3 store killed for 5 s',
    acceptsWithin: 10,
    worksWithin: 20,
    async strike(it) {
      await it.objects.kill();
      const meanwhile = async () => {
        if ((await it.client.evidence(30_000, 2)) === 'ok') throw new Error('evidence was accepted without its store');
        await pause(5_000);
        await it.objects.up();
        const taken = async () => (await it.client.evidence(30_000, 2)) === 'ok';
        const seconds = await secondsUntil(taken, 10, 'evidence is accepted again');
        return `evidence accepted ${seconds.toFixed(1)} s after its return`;
      };
      return { meanwhile };
    },
  },
  {
    name: 'the PostgreSQL standby killed for 3 s',
    acceptsWithin: 30,
    worksWithin: 40,
    async strike(it) {
      await it.pair.killStandby();
      const meanwhile = async () => {
        await pause(3_000);
        return `followed again after ${(3 + (await timed(() => it.pair.startStandby()))).toFixed(1)} s`;
      };
      return { meanwhile };
    },
  },
  {
    name: 'the PostgreSQL primary killed, standby promoted 2 s later',
    acceptsWithin: 30,
    worksWithin: queueWithin,
    async strike(it) {
      const { term } = await it.leader();
      await it.pair.killPrimary();
      const meanwhile = async () => {
        await pause(2_000);
        await it.pair.promote();
        it.database = it.pair.standbyUrl;
        return `promoted after 2 s; ${await anotherLeads(it, term)} more`;
      };
      return { meanwhile };
    },
  },
];

async function timed(work: () => Promise<void>): Promise<number> {
  const begun = performance.now();
  await work();
  return (performance.now() - begun) / 1000;
}
