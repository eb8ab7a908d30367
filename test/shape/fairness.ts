/** One source hands in very much at once: how long do the verdicts of another wait? */
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import type { Mission } from '#core/mission/types.js';
import { makeRandom } from '#core/simulation/random.js';
import { ask } from '../faults/load/http.js';
import { type Body, Maker } from '../faults/load/make.js';
import type { Installation } from './installation.js';
import { ask as query } from './servers.js';

/** Longest wait of another's verdict, seconds. */
export const waitsAtMost = 60;
/** Lines of one stream, and streams at a time, as a gateway that empties its memory sends them. */
const perStream = 2_000;
const streams = 4;
/** The other source gives in one observation so often, this many times after the flood is in, milliseconds. */
const everyMs = 2_000;
const afterwards = 40;

interface Waited {
  /** While the flood was still being handed in. */
  meanwhile: boolean;
  /** Seconds from the receipt to the verdict; null where none came in twice the time allowed. */
  seconds: number | null;
}

export interface Fairness {
  flood: number;
  /** Seconds that the hand-in took. */
  handedInWithin: number;
  /** Pieces of work and entries without a position: when all was in, and when the last other verdict was there. */
  owedBefore: number;
  owedAfter: number;
  waited: Waited[];
}

/**
 * Hands in `flood` observations as one account. Another account gives in one every two seconds, from the first moment
 * until some time after the last of the flood; each is waited for until it was placed and the incident judged with it.
 */
export async function measureFairness(
  it: Installation,
  mission: Mission,
  seed: number,
  flood: number,
): Promise<Fairness> {
  const random = makeRandom(seed).fork('fairness');
  const maker = new Maker(random, mission, Math.floor(Date.now() / 86_400_000) * 86_400_000);
  const [one, other] = it.people.monitors;
  const begun = performance.now();
  let isIn = false;
  const handIn = (async () => {
    let left = flood;
    const stream = async (): Promise<void> => {
      while (left > 0) {
        const bodies = Array.from({ length: Math.min(perStream, left) }, () => maker.sighting('machine'));
        left -= bodies.length;
        await give(it, one!.token, bodies);
      }
    };
    await Promise.all(Array.from({ length: streams }, stream));
    isIn = true;
    return { seconds: (performance.now() - begun) / 1000, owed: await owed(it) };
  })();
  handIn.catch(() => (isIn = true)); // thrown where it is awaited
  const probes: Probe[] = [];
  let allGiven = false;
  const watching = watch(it.database, probes, () => allGiven);
  for (let late = 0; late < afterwards; late += isIn ? 1 : 0) {
    const body = maker.sighting('machine');
    const meanwhile = !isIn;
    await give(it, other!.token, [body]);
    probes.push({ id: body.id, meanwhile, begun: performance.now(), seconds: null });
    await pause(everyMs);
  }
  allGiven = true;
  const { seconds, owed: owedBefore } = await handIn;
  await watching;
  return { flood, handedInWithin: seconds, owedBefore, owedAfter: await owed(it), waited: probes };
}

interface Probe extends Waited {
  id: string;
  begun: number;
}

/** Notes of each when it was placed and the verdict that this owed was given, until all are or nobody waits so long. */
async function watch(url: string, probes: Probe[], allGiven: () => boolean): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    for (;;) {
      const isLast = allGiven();
      const now = performance.now();
      const open = probes.filter((p) => p.seconds === null && now - p.begun < 2_000 * waitsAtMost);
      if (isLast && open.length === 0) return;
      const { rows } = await client.query<{ id: string }>(
        `SELECT DISTINCT l."sighting_id" AS "id" FROM "link" l
         JOIN "journal_entry" e ON e."subject_id" = l."incident_id" AND e."subject_kind" = 'incident'
           AND e."type" IN ('incident.opened', 'incident.joined') AND position(l."sighting_id" IN e."payload"::text) > 0
         JOIN "work" w ON w."id" = e."id" || '.verify' AND w."state" = 'done'
         WHERE l."sighting_id" = ANY($1::text[])`,
        [open.map(({ id }) => id)],
      );
      for (const { id } of rows) {
        const probe = open.find((one) => one.id === id)!;
        probe.seconds = (performance.now() - probe.begun) / 1000;
      }
      await pause(250);
    }
  } finally {
    await client.end();
  }
}

/** @throws Error unless every line was accepted */
async function give(it: Installation, token: string, bodies: Body[]): Promise<void> {
  const body = bodies.map((one) => `${JSON.stringify({ ...one, type: 'observation' })}\n`).join('');
  const asking = { method: 'POST', path: '/v1/intake', token, body, type: 'application/x-ndjson', patienceMs: 120_000 };
  const answer = await ask(it.front(), asking);
  const taken = answer.text.split('\n').filter((line) => line.includes('"status":"accepted"')).length;
  if (taken !== bodies.length) throw new Error(`${taken} of ${bodies.length} accepted: ${answer.said}`);
}

async function owed(it: Installation): Promise<number> {
  const [row] = await query(
    it.database,
    `SELECT (SELECT count(*) FROM "journal_unsequenced") + (SELECT count(*) FROM "work" WHERE "state" = 'owed') AS "n"`,
  );
  return Number(row!['n']);
}

/** Longest of them, seconds; Infinity where one never got its verdict. */
export function longest(waited: Waited[]): number {
  return Math.max(...waited.map(({ seconds }) => seconds ?? Infinity));
}

export function median(waited: Waited[]): number {
  const sorted = waited.map(({ seconds }) => seconds ?? Infinity).sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? NaN;
}
