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
  const bytes = Buffer.from(signature, 'base64url');
  if (bytes.length !== 64 || Buffer.from(publicKey, 'base64url').length !== 32) return false;
  return verify(null, Buffer.from(text, 'utf8'), keyOf(publicKey), bytes);
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
