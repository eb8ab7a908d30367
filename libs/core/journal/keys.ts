import type { Deps, Reads } from '../ports.js';

const metaKey = 'signer.keys';

/** Public keys that signed receipts and heads of this store, by key id: raw Ed25519 keys in base64url. */
export async function knownKeys(reads: Pick<Reads, 'meta'>): Promise<Record<string, string>> {
  const text = await reads.meta.get(metaKey);
  return text === null ? {} : (JSON.parse(text) as Record<string, string>);
}

/**
 * Remembers the key in use, with an entry when it is new: what an older key signed must stay
 * checkable after the key was replaced or the store was restored elsewhere.
 */
export async function rememberKey(deps: Pick<Deps, 'uow' | 'signer'>): Promise<void> {
  const { keyId, publicKey } = deps.signer;
  await deps.uow.run(async (tx) => {
    const keys = await knownKeys(tx);
    if (keys[keyId] === publicKey) return;
    await tx.write.meta(metaKey, JSON.stringify({ ...keys, [keyId]: publicKey }));
    await tx.append({ actor: 'system', type: 'key.used', subject: { kind: 'key', id: keyId }, payload: { publicKey } });
  });
}
