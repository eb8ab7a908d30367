import { may, nothingHere, partyFor, reachOf, requireAction, requireObject, sectorsFor } from '../access/policy.js';
import type { Actor } from '../access/types.js';
import type { Deps, Page, Reads } from '../ports.js';
import type { Evidence, Notification, Sighting, SightingType } from './types.js';

const scopeOf = (s: Sighting) => ({ sector: s.sector, owner: s.submittedBy });

/** @throws Problem not_allowed, not_found (also where it is outside the actor's scope) */
export async function getSighting(deps: Deps, actor: Actor, id: string): Promise<Sighting> {
  requireAction(actor, 'sighting.read');
  return requireObject(actor, 'sighting.read', await deps.uow.read((reads) => reads.sightings.get(id)), scopeOf);
}

/** Sightings within the actor's scope, newest first. @throws Problem not_allowed */
export async function listSightings(
  deps: Deps,
  actor: Actor,
  filter: { type?: SightingType; cursor?: string; limit: number },
): Promise<Page<Sighting>> {
  requireAction(actor, 'sighting.read');
  const own = reachOf(actor, 'sighting.read') === 'own';
  return deps.uow.read((reads) =>
    reads.sightings.list({
      ...filter,
      sectors: own ? null : sectorsFor(actor, 'sighting.read'),
      ...(own && { submittedBy: actor.id }),
    }),
  );
}

/** Notices within the actor's scope. @throws Problem not_allowed */
export async function listNotifications(
  deps: Deps,
  actor: Actor,
  filter: { cursor?: string; limit: number },
): Promise<Page<Notification>> {
  requireAction(actor, 'notification.read');
  return deps.uow.read((reads) => reads.notifications.list({ ...filter, party: partyFor(actor, 'notification.read') }));
}

/**
 * A file for reading. The journal is told first, in a transaction of its own: bytes that nobody
 * could account for are not handed out. Whoever is limited to sectors names the sighting through
 * which the evidence concerns them.
 * @throws Problem not_allowed, not_found
 */
export async function openEvidence(
  deps: Deps,
  actor: Actor,
  input: { id: string; sightingId?: string },
): Promise<{ evidence: Evidence; bytes: AsyncIterable<Uint8Array> }> {
  requireAction(actor, 'evidence.read');
  const evidence = await deps.uow.read(async (reads) => {
    const found = await reads.evidence.get(input.id);
    return found && (await reaches(reads, actor, found, input.sightingId)) ? found : null;
  });
  if (!evidence) throw nothingHere();
  await deps.uow.run((tx) =>
    tx.append({
      actor: actor.id,
      type: 'evidence.read',
      subject: { kind: 'evidence', id: evidence.id },
      payload: { sha256: evidence.sha256, through: input.sightingId ?? null },
    }),
  );
  return { evidence, bytes: await deps.blobs.get(evidence.sha256) };
}

async function reaches(reads: Reads, actor: Actor, evidence: Evidence, sightingId?: string): Promise<boolean> {
  if (evidence.uploadedBy === actor.id) return true;
  const sighting = sightingId === undefined ? null : await reads.sightings.get(sightingId);
  const sector = sighting?.evidence.includes(evidence.id) ? sighting.sector : null;
  return may(actor, 'evidence.read', { sector, owner: evidence.uploadedBy });
}
