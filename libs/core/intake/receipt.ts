import { canonicalJson } from '../journal/canonical.js';
import { signatureHolds } from '../journal/signature.js';
import type { Signer } from '../ports.js';
import type { Receipt } from './types.js';

/**
 * Proof of acceptance (D7). Made only from what is stored, and Ed25519 is deterministic: whoever
 * sends the same again gets the same bytes, for as long as the mission's key is the same.
 */
export function makeReceipt(
  signer: Signer,
  record: { id: string; sha256: string; receivedAt: string },
  entry: { id: string; leafHash: string },
): Receipt {
  const said = {
    id: record.id,
    sha256: record.sha256,
    entryId: entry.id,
    leafHash: entry.leafHash,
    receivedAt: record.receivedAt,
    keyId: signer.keyId,
  };
  return { ...said, signature: signer.sign(canonicalJson(said)) };
}

/** Whether the receipt was signed by the key, given as the 32 raw bytes in base64url. */
export function verifyReceipt(receipt: Receipt, publicKey: string): boolean {
  const { signature, ...said } = receipt;
  return signatureHolds(publicKey, canonicalJson(said), signature);
}
