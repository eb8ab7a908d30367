import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, sign } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chmod, mkdir, open, readFile, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Signer } from '#core/ports.js';
import { SigningThread } from './signing-thread.js';

/**
 * The mission's Ed25519 key from a PKCS #8 PEM file that only its owner may read; made on first use. A file of somebody
 * else's (a secret that a container is given) is taken as it is.
 * `keyId` is the first 16 hex digits of the SHA-256 of the raw public key.
 * @throws Error when the file is not an Ed25519 private key
 */
export async function openSigner(file: string): Promise<Signer> {
  if (!existsSync(file)) await createKey(file);
  await closeToOthers(file);
  const key = createPrivateKey(await readFile(file));
  if (key.asymmetricKeyType !== 'ed25519') throw new Error(`${file} must hold an Ed25519 private key (PKCS #8, PEM)`);
  const jwk = createPublicKey(key).export({ format: 'jwk' });
  const publicKey = jwk.x!;
  const keyId = createHash('sha256').update(Buffer.from(publicKey, 'base64url')).digest('hex').slice(0, 16);
  const signHere = (text: string) => sign(null, Buffer.from(text, 'utf8'), key).toString('base64url');
  const thread = new SigningThread(key, signHere);
  return { keyId, publicKey, sign: signHere, signAside: (text) => thread.signed(text) };
}

/** Who may read a file is for its owner to say, where the place that it lies in can be changed at all. */
async function closeToOthers(file: string): Promise<void> {
  const { mode, uid } = await stat(file);
  if ((mode & 0o077) === 0 || uid !== process.getuid?.()) return;
  try {
    await chmod(file, 0o600);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EROFS') throw error;
  }
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
