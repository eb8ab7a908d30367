import { createPublicKey, verify, type KeyObject } from 'node:crypto';
import { canonicalJson } from './canonical.js';
import type { TreeHead } from './types.js';

/** What the mission signs of a tree head: the canonical JSON of everything but the signature. */
export function headText(head: Omit<TreeHead, 'signature'>): string {
  return canonicalJson({ size: head.size, root: head.root, at: head.at, keyId: head.keyId });
}

/**
 * Whether `signature` (base64url) over the UTF-8 bytes of `text` was made with the Ed25519 key whose
 * raw public half (32 bytes, base64url) is given. A malformed key or signature is simply not valid.
 */
export function signatureHolds(publicKey: string, text: string, signature: string): boolean {
  const bytes = bytesOf(publicKey, signature);
  return bytes !== null && verify(null, Buffer.from(text, 'utf8'), keyOf(publicKey), bytes);
}

/** The same, worked out in another thread while the caller goes on. */
export function signatureHoldsAside(publicKey: string, text: string, signature: string): Promise<boolean> {
  return new Promise((resolve) => {
    const bytes = bytesOf(publicKey, signature);
    if (bytes === null) resolve(false);
    else verify(null, Buffer.from(text, 'utf8'), keyOf(publicKey), bytes, (error, holds) => resolve(!error && holds));
  });
}

/** Null where key or signature are not as long as they must be; what somebody hands out may hold anything there. */
function bytesOf(publicKey: string, signature: string): Buffer | null {
  if (typeof signature !== 'string') return null;
  const bytes = Buffer.from(signature, 'base64url');
  return bytes.length === 64 && Buffer.from(publicKey, 'base64url').length === 32 ? bytes : null;
}

/** The key asked for last: many signatures are of one key, and reading it takes as long as a signature. */
let latest: { publicKey: string; key: KeyObject } | null = null;

function keyOf(publicKey: string): KeyObject {
  if (latest?.publicKey !== publicKey) {
    const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: publicKey }, format: 'jwk' });
    latest = { publicKey, key };
  }
  return latest.key;
}
