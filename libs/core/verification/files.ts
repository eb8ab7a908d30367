import { mostTelling } from '../fusion/incident.js';
import type { Evidence, Sighting } from '../intake/types.js';
import type { Deps, Reads, Tx } from '../ports.js';
import type { EvidenceState } from './checks/evidence-integrity.js';
import type { ImageHash } from './types.js';

/** What was found in an incident's files before the transaction, by SHA-256. */
export interface FilesRead {
  states: ReadonlyMap<string, EvidenceState['state']>;
  /** Images that had not been looked at before. */
  images: ReadonlyMap<string, { hash: string } | { fault: string }>;
}

/** Reads every file of the incident again and hashes it, and looks at its new images; each file once. */
export async function readFiles(deps: Deps, incidentId: string): Promise<FilesRead> {
  const { records, seen } = await deps.uow.read(async (reads) => {
    const sightings = await reads.members.tellingFiles(incidentId, mostTelling);
    const files = await evidenceOf(reads, sightings);
    const hashed = files.size === 0 ? [] : await reads.images.ofSightings(sightings.map((s) => s.id));
    return { records: [...files.values()], seen: new Set(hashed.map((i) => i.sha256)) };
  });
  const states = new Map<string, EvidenceState['state']>();
  const images = new Map<string, { hash: string } | { fault: string }>();
  for (const { sha256, mediaType } of records) {
    if (states.has(sha256)) continue;
    const state = await deps.blobs.check(sha256);
    states.set(sha256, state);
    if (state !== 'ok' || !mediaType.startsWith('image/') || seen.has(sha256)) continue;
    images.set(sha256, await deps.images.perceptualHash(await deps.blobs.get(sha256)));
  }
  return { states, images };
}

/**
 * The sightings on which an incident is judged, by id: all of them, or of a large incident the telling ones, a few of
 * each who sent, so that a flood neither hides the others nor makes each judgement dearer than the last.
 */
export async function tellingSightings(reads: Reads, incidentId: string): Promise<Sighting[]> {
  const telling = await reads.members.tellingFiles(incidentId, mostTelling);
  return (await reads.sightings.getMany(telling.map((s) => s.id))).sort((a, b) => (a.id < b.id ? -1 : 1));
}

/** Evidence records by id. */
export async function evidenceOf(
  reads: Reads,
  sightings: readonly Pick<Sighting, 'evidence'>[],
): Promise<Map<string, Evidence>> {
  const ids = [...new Set(sightings.flatMap((s) => s.evidence))];
  return new Map((ids.length > 0 ? await reads.evidence.getMany(ids) : []).map((e) => [e.id, e]));
}

/** Each sighting's evidence with the state it was found in. */
export function statesOf(
  sightings: readonly Sighting[],
  records: ReadonlyMap<string, Evidence>,
  read: FilesRead,
): { id: string; evidence: EvidenceState[] }[] {
  return sightings.map((s) => ({
    id: s.id,
    evidence: s.evidence.map((evidenceId): EvidenceState => {
      const sha256 = records.get(evidenceId)?.sha256 ?? null;
      return { evidenceId, sha256, state: sha256 === null ? 'unrecorded' : (read.states.get(sha256) ?? 'missing') };
    }),
  }));
}

/** Keeps what new images look like. Returns all images of the sightings that could be read as such. */
export async function keepImages(
  tx: Tx,
  sightings: readonly Sighting[],
  records: ReadonlyMap<string, Evidence>,
  read: FilesRead,
): Promise<ImageHash[]> {
  if (records.size === 0) return [];
  const before = await tx.images.ofSightings(sightings.map((s) => s.id));
  const known = new Set(before.map((i) => i.id));
  const looks = new Map<string, { hash: string | null; fault: string | null }>(
    before.map((i) => [i.sha256, { hash: i.hash, fault: i.fault }]),
  );
  for (const [sha256, found] of read.images)
    looks.set(sha256, 'hash' in found ? { hash: found.hash, fault: null } : { hash: null, fault: found.fault });
  const fresh = sightings.flatMap((s) =>
    s.evidence.flatMap((evidenceId): ImageHash[] => {
      const id = `${s.id}.${evidenceId}`;
      const sha256 = records.get(evidenceId)?.sha256;
      const look = sha256 === undefined ? undefined : looks.get(sha256);
      if (sha256 === undefined || look === undefined || known.has(id)) return [];
      return [{ id, sightingId: s.id, evidenceId, sha256, ...look, at: tx.now }];
    }),
  );
  if (fresh.length > 0) await tx.write.images(fresh);
  return [...before, ...fresh].filter((i) => i.hash !== null);
}
