import { say } from '../said.js';
import { Problem } from '../errors.js';
import { consistencyProof, inclusionProof } from '../journal/merkle.js';
import type { Entry, TreeHead } from '../journal/types.js';
import type { Deps } from '../ports.js';
import type { Edition } from './edition-record.js';
import type { Variant } from './edition-types.js';

/** Raised when a verifier would have to read a package differently. */
export const packageFormat = 'linewatch-edition-package-1';

/** One file of a package, as it is and as it lies compressed in the ZIP: the second names every changed byte. */
export interface ManifestFile {
  path: string;
  size: number;
  /** SHA-256, hex. */
  sha256: string;
  storedSize: number;
  storedSha256: string;
}

/** `manifest.json`: what the mission signs of a package. */
export interface EditionManifest {
  format: typeof packageFormat;
  missionId: string;
  editionId: string;
  week: string;
  version: number;
  /** Number of the newest erratum in it; 0 = none. */
  revision: number;
  variant: Variant;
  party: string | null;
  cutoff: number;
  treeRoot: string;
  /** Hash of `edition.json`, as the journal entry of the freezing has it. */
  contentSha256: string;
  keyId: string;
  algorithm: 'Ed25519';
  files: ManifestFile[];
}

/** `journal-proof.json`: that the freezing is on record, and that the record of the cut-off was only added to since. */
export interface JournalProof {
  /** The entry 'edition.frozen' whole: its leaf hash follows from it. */
  entry: Entry;
  position: number;
  head: TreeHead;
  inclusion: string[];
  /** Signed head at the cut-off; null where the journal was empty. */
  cutoffHead: TreeHead | null;
  consistency: string[];
}

/**
 * Proofs of a frozen edition against the first signed head that covers it: whenever a package is made, it is the same.
 * @throws Problem not_possible while no signed head covers the freezing yet
 */
export async function proveEdition(deps: Pick<Deps, 'uow'>, edition: Edition): Promise<JournalProof> {
  return deps.uow.read(async (reads) => {
    const found = edition.frozenEntryId === null ? null : await reads.journal.get(edition.frozenEntryId);
    const position = found?.position ?? null;
    const [head] = position === null ? [] : await reads.journal.headsFrom(position + 1, 1);
    if (!found || !head || position === null)
      throw new Problem('not_possible', say`The freezing of this edition has no place under a signed head yet.`);
    const cutoff = edition.cutoff ?? 0;
    const [first] = cutoff === 0 ? [] : await reads.journal.headsFrom(cutoff, 1);
    const cutoffHead = first?.size === cutoff ? first : null;
    const leaves = await reads.journal.leafHashes(0, head.size);
    const { id, at, actor, type, subject, payload, salt, leafHash } = found;
    return {
      entry: { id, at, actor, type, subject, payload, salt, leafHash },
      position,
      head: plainHead(head),
      inclusion: inclusionProof(leaves, position),
      cutoffHead: cutoffHead && plainHead(cutoffHead),
      consistency: consistencyProof(leaves, cutoff),
    };
  });
}

function plainHead({ size, root, at, keyId, signature }: TreeHead): TreeHead {
  return { size, root, at, keyId, signature };
}

/** Text of `manifest.json`: what is signed is exactly these UTF-8 bytes. */
export function manifestText(manifest: EditionManifest): string {
  return `${JSON.stringify(manifest, null, 1)}\n`;
}

/** Text of `signature.json`. */
export function signatureText(deps: Pick<Deps, 'signer'>, manifest: string): string {
  const { keyId, publicKey } = deps.signer;
  return `${JSON.stringify({ keyId, algorithm: 'Ed25519', publicKey, signature: deps.signer.sign(manifest) }, null, 1)}\n`;
}
