import { Algorithm, hash, verify } from '@node-rs/argon2';
import type { PasswordHasher } from '#core/ports.js';

/** argon2id with 19 MiB, 2 passes, 1 lane (OWASP Password Storage Cheat Sheet). */
const options = { algorithm: Algorithm.Argon2id, memoryCost: 19456, timeCost: 2, parallelism: 1 };

export const argon2Hasher: PasswordHasher = {
  hash: (password) => hash(password, options),
  verify: (digest, password) => verify(digest, password),
};
