import type { Duty } from '#core/access/duties.js';
import { sessionLabel } from '#core/access/sessions.js';
import type { Account, Device, Scope, Session } from '#core/access/types.js';

/** What may be told of each row, field by field: a new column is no new leak. */
const scopeAnswer = (scope: Scope) => ({ sectors: [...scope.sectors], party: scope.party });

export const accountAnswer = (account: Account, displayName: string | null) => ({
  id: account.id,
  loginName: account.loginName,
  displayName,
  role: account.role,
  scope: scopeAnswer(account.scope),
  secondFactor: account.totpSecret !== null,
  /** Where somebody else made the password and it was not changed yet: when it runs out, or ran out. */
  passwordExpiresAt: account.passwordExpiresAt,
  disabledAt: account.disabledAt,
  createdAt: account.createdAt,
  failures: account.failures,
  failedSince: account.failedSince,
});

export const meAnswer = (account: Account, displayName: string | null, duty: Duty | null) => ({
  ...accountAnswer(account, displayName),
  /** What is to be done before anything else is possible. */
  duty,
});

export const sessionAnswer = (session: Session, current: Session | undefined, userAgent: string | null) => ({
  id: sessionLabel(session),
  current: session.tokenHash === current?.tokenHash,
  createdAt: session.createdAt,
  lastSeenAt: session.lastSeenAt,
  expiresAt: session.expiresAt,
  /** What the browser or program called itself when it signed in. */
  userAgent,
});

export const deviceAnswer = (device: Device) => ({
  id: device.id,
  name: device.name,
  publicKey: device.publicKey,
  scope: scopeAnswer(device.scope),
  lastSequence: device.lastSequence,
  disabledAt: device.disabledAt,
  createdAt: device.createdAt,
});
