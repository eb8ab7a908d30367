import { say, type Said } from '../said.js';
import { createHash, timingSafeEqual } from 'node:crypto';
import { Problem, faultAt } from '../errors.js';
import type { Deps, Tx } from '../ports.js';
import { randomPassword } from './accounts.js';
import { normalisePassword, passwordFault } from './passwords.js';
import { nothingHere, requireAction } from './policy.js';
import { takeTurn, turnWasGood } from './limiter.js';
import { noteRefusal } from './refusals.js';
import { endSessions } from './sessions.js';
import { mustWait, stepKey, type Security } from './signin.js';
import type { Account, Actor, Session } from './types.js';

/** How long a reset may be used. */
const resetMs = 24 * 3600_000;

/**
 * Changes one's own password; every other session ends. Guesses at the present one wait as at sign-in. Where somebody
 * else made the present one, the code that opened this session will do: the next one would have to be waited for.
 * @throws Problem invalid_input (pointers /current, /password), too_many_requests, not_signed_in (the account is gone)
 */
export async function changeOwnPassword(
  deps: Deps,
  security: Security,
  by: { actor: Actor; session: Session; source: string },
  input: { current: string; code?: string; password: string },
): Promise<void> {
  const account = await deps.uow.read((reads) => reads.accounts.get(by.actor.id));
  if (!account) throw nothingHere();
  await requireGood(deps, account, input.password, account.totpSecret !== null);
  if (normalisePassword(input.password) === normalisePassword(input.current))
    throw refusedPassword(say`This is the present password.`);
  await requireTurn(deps, account.loginName, by.source);
  const rightPassword = await security.hasher.verify(account.passwordHash, normalisePassword(input.current));
  const passwordHash = rightPassword ? await security.hasher.hash(normalisePassword(input.password)) : '';
  const changed = await deps.uow.run(async (tx) => {
    await tx.lock([`account:${account.id}`]);
    const current = await tx.accounts.get(account.id);
    const isSame = current?.passwordHash === account.passwordHash && current.totpSecret === account.totpSecret;
    const fits = async (own: Account) =>
      own.passwordExpiresAt !== null || (await codeFits(tx, deps, security, own, input.code));
    if (!current || !isSame || !rightPassword || !(await fits(current))) {
      await noteRefusal(tx, current);
      return false;
    }
    await tx.write.account({ ...current, passwordHash, passwordExpiresAt: null, failures: 0, failedSince: null });
    await append(tx, by.actor.id, account.id, 'account.password_changed', { by: 'own' });
    await endSessions(tx, by.actor.id, account.id, 'password', (s) => s.tokenHash !== by.session.tokenHash);
    return true;
  });
  if (!changed) {
    const pointers = [faultAt('/current', say`Give the password, and the code of the second factor, of now.`)];
    throw new Problem('invalid_input', say`The present password or the code is wrong.`, pointers);
  }
  await turnWasGood(deps, account.loginName, by.source);
}

/** A way back in, shown once. */
export interface Reset {
  token: string;
  expiresAt: string;
}

/**
 * Takes the password of somebody else out of use, ends their sessions, and makes a token with which they choose a
 * new one. An administrator's account is reset by administrators only: it opens more than a chief may do.
 * @throws Problem not_allowed, not_found, not_possible (one's own account, or a disabled one)
 */
export async function resetAccount(
  deps: Deps,
  security: Security,
  actor: Actor,
  input: { accountId: string; secondFactor: boolean },
): Promise<Reset> {
  requireAction(actor, 'account.reset');
  const { accountId: id, secondFactor } = input;
  const secret = deps.ids.random(32);
  // Nobody ever learns this one.
  const passwordHash = await security.hasher.hash(randomPassword(deps));
  const expiresAt = new Date(deps.clock.now().getTime() + resetMs).toISOString();
  await deps.uow.run(async (tx) => {
    await tx.lock([`account:${id}`]);
    const account = await tx.accounts.get(id);
    if (!account) throw nothingHere();
    if (id === actor.id) throw new Problem('not_possible', say`Change your own password with the present one.`);
    if (account.role === 'administrator' && actor.role !== 'administrator')
      throw new Problem('not_allowed', say`The account of an administrator is reset by another administrator.`);
    if (account.disabledAt !== null) throw new Problem('not_possible', say`The account is disabled: enable it first.`);
    await tx.write.account({ ...account, passwordHash, passwordExpiresAt: null, failures: 0, failedSince: null });
    await tx.write.meta(resetKey(id), JSON.stringify({ hash: hashOf(secret), expiresAt, secondFactor }));
    await append(tx, actor.id, id, 'account.reset', { secondFactor });
    await endSessions(tx, actor.id, id, 'reset');
  });
  return { token: `${id}.${secret}`, expiresAt };
}

/**
 * Chooses a password with the token of a reset, which is then used up. Where the reset renews the second factor, its
 * address is in the answer and nowhere else; otherwise an account that has one needs its code.
 * @throws Problem invalid_input (pointers /token, /code, /password; the token stays good after the last two),
 *   too_many_requests
 */
export async function useReset(
  deps: Deps,
  security: Security,
  input: { token: string; code?: string; password: string },
): Promise<{ loginName: string; secondFactorAddress: string | null }> {
  const [id = '', secret = ''] = input.token.split('.');
  const { account, kept } = await deps.uow.read(async (reads) => ({
    account: await reads.accounts.get(id),
    kept: await reads.meta.get(resetKey(id)),
  }));
  // Before any hashing: only who holds a good token costs that.
  if (!account || !isGood(deps.clock.now(), kept, secret)) throw spentReset();
  const { secondFactor } = JSON.parse(kept!) as { secondFactor: boolean };
  await requireGood(deps, account, input.password, secondFactor || account.totpSecret !== null);
  await requireTurn(deps, account.loginName, 'reset');
  const passwordHash = await security.hasher.hash(normalisePassword(input.password));
  const totpSecret = secondFactor ? security.secondFactor.newSecret() : account.totpSecret;
  await deps.uow.run(async (tx) => {
    await tx.lock([`account:${id}`]);
    const current = await tx.accounts.get(id);
    if (!current || current.disabledAt !== null || (await tx.meta.get(resetKey(id))) !== kept) throw spentReset();
    if (!secondFactor && !(await codeFits(tx, deps, security, current, input.code))) {
      const pointers = [faultAt('/code', say`Give a fresh code of the second factor.`)];
      throw new Problem('invalid_input', say`The code is wrong.`, pointers);
    }
    const fresh = { passwordHash, totpSecret, passwordExpiresAt: null, failures: 0, failedSince: null };
    await tx.write.account({ ...current, ...fresh });
    await tx.write.meta(resetKey(id), '');
    // Codes of another secret: none of them was used.
    if (secondFactor) await tx.write.meta(stepKey(id), '-1');
    await append(tx, id, id, 'account.password_changed', { by: 'reset', secondFactor });
  });
  const { loginName } = account;
  const label = `Linewatch ${deps.mission.id}`;
  const address = secondFactor && totpSecret ? security.secondFactor.address(totpSecret, label, loginName) : null;
  return { loginName, secondFactorAddress: address };
}

/** Whether the code opens this account now, and was not used before; then it is used. True without a second factor. */
async function codeFits(tx: Tx, deps: Deps, security: Security, account: Account, code?: string): Promise<boolean> {
  if (account.totpSecret === null) return true;
  if (code === undefined) return false;
  const used = Number((await tx.meta.get(stepKey(account.id))) ?? -1);
  const step = security.secondFactor.match(account.totpSecret, code, deps.clock.now(), used);
  if (step === null) return false;
  await tx.write.meta(stepKey(account.id), String(step));
  return true;
}

async function requireGood(deps: Deps, account: Account, password: string, secondFactor: boolean): Promise<void> {
  const fault = await passwordFault(password, secondFactor, [account.loginName, deps.mission.id]);
  if (fault) throw refusedPassword(fault);
}

/** Guesses of a password or code take turns, like those at sign-in. */
async function requireTurn(deps: Deps, loginName: string, source: string): Promise<void> {
  const wait = await takeTurn(deps, loginName, source, true);
  if (wait > 0) throw mustWait(wait);
}

const refusedPassword = (said: Said) =>
  new Problem('invalid_input', say`Choose another password.`, [faultAt('/password', said)]);

const spentReset = () =>
  new Problem('invalid_input', say`This reset is spent or too old: ask for another.`, [
    faultAt('/token', say`It opens nothing.`),
  ]);

function isGood(now: Date, kept: string | null, secret: string): boolean {
  if (!kept) return false;
  const { hash, expiresAt } = JSON.parse(kept) as { hash: string; expiresAt: string };
  return timingSafeEqual(Buffer.from(hash), Buffer.from(hashOf(secret))) && now.getTime() < Date.parse(expiresAt);
}

const hashOf = (secret: string) => createHash('sha256').update(secret, 'utf8').digest('hex');

const resetKey = (accountId: string) => `access.reset.${accountId}`;

async function append(tx: Tx, actor: string, id: string, type: string, payload: Record<string, unknown>) {
  await tx.append({ actor, type, subject: { kind: 'account', id }, payload });
}
