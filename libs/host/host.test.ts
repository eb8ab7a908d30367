import { chmod, chown, mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { createPublicKey, verify } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { argon2Hasher } from './hasher.js';
import { makeIds } from './ids.js';
import { openSigner } from './signer.js';

describe('ids', () => {
  it('are UUIDv7 and strictly ascending, also when the clock steps back', () => {
    let ms = Date.UTC(2026, 10, 22);
    const ids = makeIds({ now: () => new Date(ms) });
    const made: string[] = [];
    for (let i = 0; i < 20_000; i++) {
      if (i === 10_000) ms -= 3_600_000;
      if (i % 100 === 0) ms += 1;
      made.push(ids.next());
    }
    expect(new Set(made).size).toBe(made.length);
    expect([...made].sort()).toEqual(made);
    for (const id of made) expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  });
});

describe('signer', () => {
  it('makes its key once, private to its owner, and signs so that the public key verifies', async () => {
    const dir = await mkdtemp(join(tmpdir(), 'signer-'));
    try {
      const first = await openSigner(join(dir, 'keys', 'mission.pem'));
      const again = await openSigner(join(dir, 'keys', 'mission.pem'));
      expect(again.publicKey).toBe(first.publicKey);
      const mode = async () => (await stat(join(dir, 'keys', 'mission.pem'))).mode & 0o777;
      expect(await mode()).toBe(0o600);
      await chmod(join(dir, 'keys', 'mission.pem'), 0o644);
      await openSigner(join(dir, 'keys', 'mission.pem'));
      expect(await mode()).toBe(0o600);
      const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: first.publicKey }, format: 'jwk' });
      const signature = Buffer.from(first.sign('as told'), 'base64url');
      expect(verify(null, Buffer.from('as told'), key, signature)).toBe(true);
      expect(verify(null, Buffer.from('as tolD'), key, signature)).toBe(false);
    } finally {
      await rm(dir, { recursive: true });
    }
  });

  const asRoot = process.getuid?.() === 0;
  (asRoot ? it : it.skip)(
    `leaves a key of somebody else's as it is${asRoot ? '' : ' (skipped: only root can give a file away)'}`,
    async () => {
      const dir = await mkdtemp(join(tmpdir(), 'signer-'));
      try {
        const file = join(dir, 'mission.pem');
        const { keyId } = await openSigner(file);
        await chmod(file, 0o444);
        await chown(file, 12_345, 12_345);
        expect((await openSigner(file)).keyId).toBe(keyId);
        expect((await stat(file)).mode & 0o777).toBe(0o444);
      } finally {
        await rm(dir, { recursive: true });
      }
    },
  );

  it('refuses a file that is no key', async () => {
    const dir = await mkdtemp(join(tmpdir(), 'signer-'));
    try {
      await writeFile(join(dir, 'mission.pem'), 'not a key');
      await expect(openSigner(join(dir, 'mission.pem'))).rejects.toThrow();
    } finally {
      await rm(dir, { recursive: true });
    }
  });
});

describe('password hasher', () => {
  it('verifies what it hashed and nothing else', async () => {
    const digest = await argon2Hasher.hash('correct horse battery staple');
    expect(digest).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(await argon2Hasher.verify(digest, 'correct horse battery staple')).toBe(true);
    expect(await argon2Hasher.verify(digest, 'correct horse battery stapler')).toBe(false);
  });
});
