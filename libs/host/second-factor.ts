import { generateSecret, generateURI, verifySync } from 'otplib';
import type { SecondFactor } from '#core/ports.js';

/** One-time codes by otplib: SHA-1, 6 digits, 30 s, one step of tolerance to either side. */
export const totp: SecondFactor = {
  newSecret: () => generateSecret(),
  address: (secret, issuer, label) => generateURI({ secret, issuer, label }),
  match(secret, code, at, after) {
    if (!/^\d{6}$/.test(code)) return null;
    const result = verifySync({ secret, token: code, epoch: Math.floor(at.getTime() / 1000), epochTolerance: 30 });
    if (!result.valid || !('timeStep' in result)) return null;
    return result.timeStep > after ? result.timeStep : null;
  },
};
