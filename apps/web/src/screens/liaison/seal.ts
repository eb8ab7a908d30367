import { api, dataOf } from '../../api/client.js';
import type { Notice } from './data.js';

/** `unknown`: the hash is right, and this browser cannot check an Ed25519 signature. */
export type SealFinding = 'holds' | 'broken' | 'unknown';

/** Hash of the content as it came, and the mission's signature over it with the key that the mission publishes. */
export async function checkSeal({ content, sha256, keyId, signature }: Notice): Promise<SealFinding> {
  const bytes = new TextEncoder().encode(canonical(content));
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  const hex = [...digest].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  if (hex !== sha256) return 'broken';
  const { keys } = dataOf(await api.GET('/.well-known/linewatch-receipts.json'));
  const key = keys.find((one) => one.keyId === keyId);
  if (!key) return 'broken';
  let imported: CryptoKey;
  try {
    imported = await crypto.subtle.importKey('raw', bytesOf(key.publicKey), 'Ed25519', false, ['verify']);
  } catch (error) {
    if (error instanceof DOMException && error.name === 'NotSupportedError') return 'unknown';
    throw error;
  }
  const holds = await crypto.subtle.verify('Ed25519', imported, bytesOf(signature), bytes);
  return holds ? 'holds' : 'broken';
}

/** JSON in its one canonical form (RFC 8785): members in the order of their names, no spaces. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${members.map(([name, member]) => `${JSON.stringify(name)}:${canonical(member)}`).join(',')}}`;
}

function bytesOf(base64url: string): Uint8Array<ArrayBuffer> {
  const text = atob(base64url.replaceAll('-', '+').replaceAll('_', '/'));
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}
