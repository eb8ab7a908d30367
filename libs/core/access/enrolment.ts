import { say } from '../said.js';
import { Problem, faultAt, problemAt } from '../errors.js';
import type { Deps } from '../ports.js';
import { mustWait, stepKey, type Security } from './signin.js';
import { normalisePassword } from './passwords.js';
import { nothingHere } from './policy.js';
import { takeTurn, turnWasGood } from './limiter.js';
import { noteRefusal } from './refusals.js';
import { endSessions } from './sessions.js';
import type { Actor, Session } from './types.js';

/** How long a new secret waits for its first code. */
const pendingMs = 15 * 60_000;

/** A secret that was shown and not yet confirmed, and the session in which that was. */
interface Pending {
  secret: string;
  session: string;
  expiresAt: string;
}

/**
 * Makes a second factor for one's own account that has none, and returns its `otpauth://` address, shown once. It
 * counts from its first code on, so that nobody is shut out by a secret that no authenticator took. Guesses at the
 * password wait as at sign-in.
 * @throws Problem not_possible (there is one: only a reset renews it), invalid_input (/current), too_many_requests
 */
export async function beginSecondFactor(
  deps: Deps,
  security: Security,
  by: { actor: Actor; session: Session; source: string },
  { current }: { current: string },
): Promise<string> {
  const account = await deps.uow.read((reads) => reads.accounts.get(by.actor.id));
  if (!account) throw nothingHere();
  if (account.totpSecret !== null) throw hasOne();
  const wait = await takeTurn(deps, account.loginName, by.source, true);
  if (wait > 0) throw mustWait(wait);
  const isRight = await security.hasher.verify(account.passwordHash, normalisePassword(current));
  const secret = security.secondFactor.newSecret();
  await deps.uow.run(async (tx) => {
    await tx.lock([`account:${account.id}`]);
    if (!isRight) return noteRefusal(tx, await tx.accounts.get(account.id));
    const expiresAt = new Date(Date.parse(tx.now) + pendingMs).toISOString();
    const pending: Pending = { secret, session: by.session.tokenHash, expiresAt };
    await tx.write.meta(pendingKey(account.id), JSON.stringify(pending));
  });
  if (!isRight) {
    const pointers = [faultAt('/current', say`Give the password of now.`)];
    throw new Problem('invalid_input', say`The present password is wrong.`, pointers);
  }
  await turnWasGood(deps, account.loginName, by.source);
  return security.secondFactor.address(secret, `Linewatch ${deps.mission.id}`, account.loginName);
}

/**
 * Puts the new second factor into force by its first code, in the session that began it; all others, which were opened
 * without it, end.
 * @throws Problem not_possible (none was begun here, or too long ago; there is one already), invalid_input (/code)
 */
export async function confirmSecondFactor(
  deps: Deps,
  security: Security,
  by: { actor: Actor; session: Session },
  { code }: { code: string },
): Promise<void> {
  const { id } = by.actor;
  await deps.uow.run(async (tx) => {
    await tx.lock([`account:${id}`]);
    const account = await tx.accounts.get(id);
    if (!account) throw nothingHere();
    if (account.totpSecret !== null) throw hasOne();
    const kept = await tx.meta.get(pendingKey(id));
    const pending = kept ? (JSON.parse(kept) as Pending) : null;
    if (pending?.session !== by.session.tokenHash || tx.now >= pending.expiresAt)
      throw new Problem('not_possible', say`No second factor waits for a code here: begin again.`);
    const step = security.secondFactor.match(pending.secret, code, new Date(tx.now), -1);
    if (step === null) throw problemAt('invalid_input', '/code', say`The code does not fit: give a fresh one.`);
    await tx.write.account({ ...account, totpSecret: pending.secret });
    await tx.write.meta(pendingKey(id), '');
    await tx.write.meta(stepKey(id), String(step));
    await tx.append({
      actor: id,
      type: 'account.second_factor_added',
      subject: { kind: 'account', id },
      payload: { by: 'own' },
    });
    await endSessions(tx, id, id, 'second_factor', (s) => s.tokenHash !== by.session.tokenHash);
  });
}

const hasOne = () =>
  new Problem(
    'not_possible',
    say`This account has a second factor. If it is lost, ask an administrator to reset your account.`,
  );

const pendingKey = (accountId: string) => `access.new-factor.${accountId}`;
