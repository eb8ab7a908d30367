import { say } from '../said.js';
import { Problem } from '../errors.js';
import type { Account } from './types.js';

/** Whether every account must have a second factor here, or whoever wants one may. */
export type SecondFactorRule = 'required' | 'offered';

/** What somebody must do before anything else is possible. */
export type Duty = 'password' | 'second_factor';

/** How long a password that somebody else made may be used to sign in for the first time. */
export const firstPasswordMs = 24 * 3600_000;

/** The first thing that the account's owner still has to do; null where nothing is in the way. */
export function dutyOf(account: Account, rule: SecondFactorRule): Duty | null {
  if (account.passwordExpiresAt !== null) return 'password';
  return rule === 'required' && account.totpSecret === null ? 'second_factor' : null;
}

/**
 * Refuses everything but what may be done `despite` the duty.
 * @throws Problem password_change_required, second_factor_required
 */
export function requireDone(duty: Duty | null, despite: readonly Duty[]): void {
  if (duty === null || despite.includes(duty)) return;
  if (duty === 'password')
    throw new Problem(
      'password_change_required',
      say`Somebody else made your password. Choose your own in your account: until then nothing else is possible.`,
    );
  throw new Problem(
    'second_factor_required',
    say`This mission requires a second factor. Set it up in your account: until then nothing else is possible.`,
  );
}

/** Whether the password was made by somebody else and was not changed in time. */
export function hasRunOut({ passwordExpiresAt }: Account, at: Date): boolean {
  return passwordExpiresAt !== null && at.getTime() >= Date.parse(passwordExpiresAt);
}

/** When a password runs out that is made at this instant. */
export function firstPasswordEnds(at: Date): string {
  return new Date(at.getTime() + firstPasswordMs).toISOString();
}
