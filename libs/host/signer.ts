import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, sign } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chmod, mkdir, open, readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { promisify } from 'node:util';
import type { Signer } from '#core/ports.js';

const signInPool = promisify(sign);

/**
 * The mission's Ed25519 key from a PKCS #8 PEM file with mode 0600; made on first use.
 * `keyId` is the first 16 hex digits of the SHA-256 of the raw public key.
 * @throws Error when the file is not an Ed25519 private key
 */
export async function openSigner(file: string): Promise<Signer> {
  if (!existsSync(file)) await createKey(file);
  await chmod(file, 0o600);
  const key = createPrivateKey(await readFile(file));
  if (key.asymmetricKeyType !== 'ed25519') throw new Error(`${file} must hold an Ed25519 private key (PKCS #8, PEM)`);
  const jwk = createPublicKey(key).export({ format: 'jwk' });
  const publicKey = jwk.x!;
  const keyId = createHash('sha256').update(Buffer.from(publicKey, 'base64url')).digest('hex').slice(0, 16);
  return {
    keyId,
    publicKey,
    sign: (text) => sign(null, Buffer.from(text, 'utf8'), key).toString('base64url'),
    signAside: async (text) => (await signInPool(null, Buffer.from(text, 'utf8'), key)).toString('base64url'),
  };
}

/** Written and synced before first use: receipts signed by a key that a power cut removes could never be checked. */
async function createKey(file: string): Promise<void> {
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  const { privateKey } = generateKeyPairSync('ed25519');
  const handle = await open(file, 'wx', 0o600);
  try {
    await handle.writeFile(privateKey.export({ type: 'pkcs8', format: 'pem' }));
    await handle.sync();
  } finally {
    await handle.close();
  }
  const folder = await open(dirname(file), 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
