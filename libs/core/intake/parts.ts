/** Files that come in numbered parts, so that a cut link costs one part and not the file. */
import { say } from '../said.js';
import { createHash } from 'node:crypto';
import type { Actor } from '../access/types.js';
import { Problem } from '../errors.js';
import type { Deps } from '../ports.js';
import { storeEvidence, type EvidenceResult } from './evidence.js';
import { Faults } from './faults.js';
import { bytesLeft, overQuota } from './quota.js';
import { isRecordId } from './record-id.js';

/** Bytes of a part at most: what is lost where the link breaks, and what waits in memory. */
export const partBytes = 2 * 1024 * 1024;
/** Parts of a file at most. */
export const mostParts = 1000;

/** What has come of an upload so far. */
export interface UploadState {
  /** Evidence id. */
  id: string;
  parts: { number: number; size: number }[];
}

/**
 * Keeps one part (0 to 999) of the file that is to become the evidence `id`. The same number again takes its place.
 * Parts belong to who sends them: nobody else sees or continues them.
 * @throws Problem invalid_input, too_large, storage_full, too_many_requests (a liaison's quota of the day)
 */
export async function storePart(
  deps: Deps,
  actor: Actor,
  input: { id: string; number: number; bytes: Uint8Array },
): Promise<UploadState> {
  checkId(input.id);
  const faults = new Faults();
  if (!Number.isInteger(input.number) || input.number < 0 || input.number >= mostParts)
    faults.add('/number', say`Must be a whole number from 0 to ${mostParts - 1}.`);
  if (input.bytes.byteLength === 0) faults.add('', say`A part must not be empty.`);
  faults.settle();
  if (input.bytes.byteLength > partBytes)
    throw new Problem('too_large', say`A part may have ${partBytes} bytes: send more and smaller ones.`);
  const upload = uploadOf(actor, input.id);
  const left = await deps.uow.read((reads) => bytesLeft(reads, deps, actor, input.id));
  if (left !== null) {
    const others = [...(await deps.blobs.parts.sizes(upload))].filter(([number]) => number !== input.number);
    const size = others.reduce((sum, [, bytes]) => sum + bytes, input.bytes.byteLength);
    if (size > left) throw overQuota(left);
  }
  await deps.blobs.parts.put(upload, input.number, input.bytes);
  return uploadState(deps, actor, input.id);
}

/** Which parts are here already: where to go on after a break. Empty where there are none. @throws Problem invalid_input */
export async function uploadState(deps: Deps, actor: Actor, id: string): Promise<UploadState> {
  checkId(id);
  const sizes = await deps.blobs.parts.sizes(uploadOf(actor, id));
  return { id, parts: [...sizes].map(([number, size]) => ({ number, size })) };
}

/**
 * Puts the parts together and stores the file as `storeEvidence` does. Done again after a lost answer it gives the
 * same receipt. The parts are forgotten once the file is stored.
 * @param input.sha256 of the whole file, hex: what is put together must be what the sender has
 * @throws Problem invalid_input, not_possible (parts missing or another content), too_large, storage_full, conflict
 */
export async function finishUpload(
  deps: Deps,
  actor: Actor,
  input: { id: string; name?: string | null; mediaType: string; sha256: string; parts: number },
  limit: number,
): Promise<EvidenceResult> {
  checkId(input.id);
  const upload = uploadOf(actor, input.id);
  const sizes = await deps.blobs.parts.sizes(upload);
  const numbers = Array.from({ length: input.parts }, (_, number) => number);
  const missing = numbers.filter((number) => !sizes.has(number));
  const before = missing.length > 0 ? await storedAlready(deps, actor, input) : null;
  if (before) return storeEvidence(deps, actor, input, await deps.blobs.get(before), limit);
  if (missing.length > 0)
    throw new Problem('not_possible', say`Parts ${missing.slice(0, 20).join(', ')} are not here yet: send them first.`);
  const bytes = checked(deps.blobs.parts.read(upload, numbers), input.sha256);
  const result = await storeEvidence(deps, actor, input, bytes, limit);
  await deps.blobs.parts.drop(upload);
  return result;
}

/** The answer to an earlier try was lost: its parts are gone, its file is here. */
async function storedAlready(deps: Deps, actor: Actor, input: { id: string; sha256: string }): Promise<string | null> {
  const evidence = await deps.uow.read((reads) => reads.evidence.get(input.id));
  return evidence?.uploadedBy === actor.id && evidence.sha256 === input.sha256 ? evidence.sha256 : null;
}

async function* checked(bytes: AsyncIterable<Uint8Array>, sha256: string): AsyncGenerator<Uint8Array> {
  const hash = createHash('sha256');
  for await (const chunk of bytes) {
    hash.update(chunk);
    yield chunk;
  }
  if (hash.digest('hex') !== sha256)
    throw new Problem('not_possible', say`The parts together do not have this SHA-256: send them again.`);
}

/** Unguessable by others, and one for each sender. */
function uploadOf(actor: Actor, id: string): string {
  return createHash('sha256').update(`${actor.id} ${id}`).digest('hex').slice(0, 40);
}

function checkId(id: string): void {
  const faults = new Faults();
  if (!isRecordId(id)) faults.add('/id', say`Must be a lower-case UUID of version 7.`);
  faults.settle();
}
