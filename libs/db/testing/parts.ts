import { createPrivateKey, generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import type { Clock, Ids, Signer } from '#core/ports.js';

/** A clock that stands still until moved. */
export interface HandClock extends Clock {
  move(seconds: number): void;
}

export function handClock(start = '2026-11-22T05:00:00.000Z'): HandClock {
  let instant = Date.parse(start);
  return {
    now: () => new Date(instant),
    move: (seconds) => {
      instant += seconds * 1000;
    },
  };
}

/** UUIDv7 in lower case, growing with each call. */
export function growingIds(): Ids {
  let n = 0;
  return {
    next() {
      const count = (++n).toString(16).padStart(12, '0');
      return `019a0000-${count.slice(0, 4)}-7${count.slice(4, 7)}-8${count.slice(7, 10)}-${count.slice(10)}${randomBytes(5).toString('hex')}`;
    },
    random: (bytes) => randomBytes(bytes).toString('hex'),
  };
}

export function newSigner(keyId = 'test'): Signer {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const key = createPrivateKey(privateKey.export({ format: 'pem', type: 'pkcs8' }));
  return {
    keyId,
    publicKey: publicKey.export({ format: 'jwk' }).x!,
    sign: (text) => sign(null, Buffer.from(text, 'utf8'), key).toString('base64url'),
  };
}

export function fixedParts(): { clock: HandClock; ids: Ids } {
  return { clock: handClock(), ids: growingIds() };
}
