import { canonicalJson } from '../journal/canonical.js';
import { signatureHolds } from '../journal/signature.js';
import type { Signer } from '../ports.js';
import type { Receipt } from './types.js';

type Unsigned = Omit<Receipt, 'signature'>;

/**
 * Proof of acceptance (D7). Made only from what is stored, and Ed25519 is deterministic: whoever
 * sends the same again gets the same bytes, for as long as the mission's key is the same.
 */
export function makeReceipt(signer: Signer, record: ReceiptedRecord, entry: ReceiptedEntry): Receipt {
  const said = saidOf(signer, record, entry);
  return { ...said, signature: signer.sign(canonicalJson(said)) };
}

/** The same receipt, signed in another thread where there is one: a signature takes as long as all the rest of an accept. */
export async function makeReceiptAside(
  signer: Signer,
  record: ReceiptedRecord,
  entry: ReceiptedEntry,
): Promise<Receipt> {
  if (!signer.signAside) return makeReceipt(signer, record, entry);
  const said = saidOf(signer, record, entry);
  return { ...said, signature: await signer.signAside(canonicalJson(said)) };
}

/** What a receipt is made of. */
export type ReceiptedRecord = { id: string; sha256: string; receivedAt: string };
export type ReceiptedEntry = { id: string; leafHash: string };

function saidOf(signer: Signer, record: ReceiptedRecord, entry: ReceiptedEntry): Unsigned {
  // By name, as they are signed.
  return {
    entryId: entry.id,
    id: record.id,
    keyId: signer.keyId,
    leafHash: entry.leafHash,
    receivedAt: record.receivedAt,
    sha256: record.sha256,
  };
}

/** Whether the receipt was signed by the key, given as the 32 raw bytes in base64url. */
export function verifyReceipt(receipt: Receipt, publicKey: string): boolean {
  const { signature, ...said } = receipt;
  return signatureHolds(publicKey, canonicalJson(said), signature);
}
