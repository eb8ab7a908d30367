import { say } from '../said.js';
import type { Actor } from '../access/types.js';
import { Problem } from '../errors.js';
import type { Clock, Reads } from '../ports.js';
import type { Mission } from '../mission/types.js';

const dayMs = 24 * 3600_000;
const megabyte = 1_000_000;

/** The pack's quota of an actor, bytes within 24 h; null = none. It binds liaisons, of each party alike. */
export function quotaOf(mission: Mission, actor: Actor): number | null {
  const megabytes = mission.thresholds.intake['liaisonMegabytesPerDay'];
  return actor.role !== 'party_liaison' || megabytes === undefined ? null : megabytes * megabyte;
}

/**
 * Bytes that the actor may still upload within these 24 h; null = as many as it likes. An upload that is sent again
 * under its id does not count twice.
 */
export async function bytesLeft(
  reads: Pick<Reads, 'evidence'>,
  about: { mission: Mission; clock: Clock },
  actor: Actor,
  evidenceId: string,
): Promise<number | null> {
  const quota = quotaOf(about.mission, actor);
  if (quota === null) return null;
  const since = new Date(about.clock.now().getTime() - dayMs).toISOString();
  return Math.max(0, quota - (await reads.evidence.bytesOf(actor.id, since, evidenceId)));
}

/** Passes a stream on and fails where it holds more than is left. @throws Problem too_many_requests */
export async function* within(bytes: AsyncIterable<Uint8Array>, left: number): AsyncGenerator<Uint8Array> {
  let size = 0;
  for await (const chunk of bytes) {
    size += chunk.byteLength;
    if (size > left) throw overQuota(left);
    yield chunk;
  }
}

export function overQuota(left: number): Problem {
  const megabytes = Math.floor(left / 10_000) / 100;
  return new Problem(
    'too_many_requests',
    say`This account may upload ${megabytes} MB more within 24 hours. Send a smaller file, or wait; the mission can raise liaisonMegabytesPerDay in its pack.`,
    [],
    { retryAfterSeconds: 3600, bytesLeft: left },
  );
}
