import { say } from '../said.js';
import type { Actor } from '../access/types.js';
import type { Deps } from '../ports.js';
import { Faults } from './faults.js';
import { acceptingEntry, contentConflict, intakeLocks } from './idempotence.js';
import { peekHead, sniffMediaType } from './media.js';
import { bytesLeft, overQuota, within } from './quota.js';
import { makeReceipt } from './receipt.js';
import { isRecordId } from './record-id.js';
import type { Evidence, Receipt } from './types.js';

/** What became of an upload. `flags`: `type_mismatch`, `type_unknown`, `empty`; told, never a reason to refuse. */
export interface EvidenceResult {
  status: 'accepted' | 'repeated';
  evidence: Evidence;
  flags: string[];
  receipt: Receipt;
}

const mediaTypes = /^[a-z0-9][a-z0-9.+-]{0,62}\/[a-z0-9][a-z0-9.+-]{0,99}$/;

/**
 * Stores a file: first its bytes, durably, under their SHA-256, then its row and the entry
 * `evidence.stored` in one transaction. A crash between the two leaves a blob that no row names, which
 * is harmless; the reverse cannot happen. The same photo twice is one blob with two rows. The same id
 * with the same bytes, name and type gets the first receipt; otherwise it is a conflict.
 * @param limit largest size in bytes
 * @throws Problem invalid_input, too_large, storage_full, conflict, too_many_requests (a liaison's quota of the day)
 */
export async function storeEvidence(
  deps: Deps,
  actor: Actor,
  input: { id: string; name?: string | null; mediaType: string },
  stream: AsyncIterable<Uint8Array>,
  limit: number,
): Promise<EvidenceResult> {
  const faults = new Faults();
  if (!isRecordId(input.id)) faults.add('/id', say`Must be a lower-case UUID of version 7.`);
  faults.textIfGiven(input.name, '/name', 255);
  if (typeof input.mediaType !== 'string' || !mediaTypes.test(input.mediaType))
    faults.add('/mediaType', say`Must be a media type such as image/jpeg.`);
  faults.settle();

  const { head, bytes } = await peekHead(stream);
  const flags = flagsOf(head, input.mediaType);
  const left = await deps.uow.read((reads) => bytesLeft(reads, deps, actor, input.id));
  const blob = await deps.blobs.put(left === null ? bytes : within(bytes, left), limit);
  const row: Evidence = {
    id: input.id,
    sha256: blob.sha256,
    size: blob.size,
    mediaType: input.mediaType,
    name: input.name ?? null,
    uploadedBy: actor.id,
    receivedAt: deps.clock.now().toISOString(),
  };
  const done = await deps.uow.run(async (tx) => {
    await tx.lock(intakeLocks([row.id]));
    const before = await tx.evidence.get(row.id);
    if (before) {
      if (!isSame(before, row)) throw contentConflict(row.id);
      const entry = await acceptingEntry(tx, 'evidence', before.id, 'evidence.stored');
      return { status: 'repeated' as const, evidence: before, entry };
    }
    // Again, one after the other: uploads side by side saw the same rest.
    if (left !== null) {
      await tx.lock([`quota:${actor.id}`]);
      const rest = (await bytesLeft(tx, deps, actor, row.id)) ?? row.size;
      if (row.size > rest) throw overQuota(rest);
    }
    await tx.write.evidence(row);
    const [entry] = await tx.append({
      actor: actor.id,
      type: 'evidence.stored',
      subject: { kind: 'evidence', id: row.id },
      payload: { sha256: row.sha256, size: row.size, mediaType: row.mediaType, flags },
    });
    if (!entry) throw new Error('an append returned no entry');
    return { status: 'accepted' as const, evidence: row, entry };
  });
  return {
    status: done.status,
    evidence: done.evidence,
    flags,
    receipt: makeReceipt(deps.signer, done.evidence, done.entry),
  };
}

function flagsOf(head: Uint8Array, mediaType: string): string[] {
  if (head.length === 0) return ['empty'];
  const found = sniffMediaType(head);
  if (found === null) return ['type_unknown'];
  return found.includes(mediaType) ? [] : ['type_mismatch'];
}

function isSame(before: Evidence, now: Evidence): boolean {
  return (
    before.sha256 === now.sha256 &&
    before.name === now.name &&
    before.mediaType === now.mediaType &&
    before.uploadedBy === now.uploadedBy
  );
}
