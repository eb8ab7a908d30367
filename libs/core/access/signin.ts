import { say } from '../said.js';
import { createHash } from 'node:crypto';
import { Problem } from '../errors.js';
import type { Deps, PasswordHasher, SecondFactor } from '../ports.js';
import { hasRunOut } from './duties.js';
import { takeTurn, turnWasGood } from './limiter.js';
import { normalisePassword } from './passwords.js';
import { noteRefusal } from './refusals.js';
import { hashToken, sessionLabel, sessionTimes, withAgent } from './sessions.js';
import type { Account, Session } from './types.js';

/** What sign-in needs beyond `Deps`. */
export interface Security {
  hasher: PasswordHasher;
  secondFactor: SecondFactor;
  /** Hash of a password that nobody knows: gives unknown names the same work as known ones. */
  decoyHash: string;
}

export interface SignInInput {
  loginName: string;
  password: string;
  /** Six digits where the account has a second factor. */
  code?: string;
  /** Where the try comes from, for example a network address; stored only as a hash, with the personal data. */
  source: string;
  /** What the browser or program calls itself; kept with the personal data. */
  userAgent?: string;
}

/** Sources remembered per account. */
const sourcesKept = 8;

/**
 * Opens a session. Unknown name, wrong password, wrong or used code and disabled account all give
 * the same answer after the same work. The token is returned once and never stored.
 * @throws Problem not_signed_in, too_many_requests (with `retryAfterSeconds`), password_expired (told only to who gave
 *   the right password and code: a first password was not used in time)
 */
export async function signIn(
  deps: Deps,
  security: Security,
  input: SignInInput,
): Promise<{ token: string; session: Session; account: Account }> {
  const name = normaliseLoginName(input.loginName);
  const { account, personal, usedStep } = await deps.uow.read(async (reads) => {
    const found = await reads.accounts.byLoginName(name);
    return {
      account: found,
      personal: found && (await reads.personal.get(found.id)),
      usedStep: Number((found && (await reads.meta.get(stepKey(found.id)))) ?? -1),
    };
  });
  const source = hashSource(account?.id ?? name, input.source);
  const sources = knownSources(personal);
  const wait = await takeTurn(deps, name, input.source, sources.includes(source));
  if (wait > 0) throw mustWait(wait);

  const rightPassword = await security.hasher.verify(
    account?.passwordHash ?? security.decoyHash,
    normalisePassword(input.password),
  );
  const step =
    account?.totpSecret && input.code !== undefined
      ? security.secondFactor.match(account.totpSecret, input.code, deps.clock.now(), usedStep)
      : null;
  const passed = account !== null && rightPassword && (account.totpSecret === null || step !== null);
  const token = deps.ids.random(32);
  // Told apart from a wrong one only for who knows it: nobody learns a name by it.
  const ranOut = passed && hasRunOut(account, deps.clock.now());

  // A refusal is returned, not thrown: throwing would take back the count of failures.
  const opened = await deps.uow.run(async (tx) => {
    if (account) await tx.lock([`account:${account.id}`]);
    const current = account && (await tx.accounts.get(account.id));
    const stepUsed = current && step !== null && Number((await tx.meta.get(stepKey(current.id))) ?? -1) >= step;
    const unchanged = current?.passwordHash === account?.passwordHash && current?.totpSecret === account?.totpSecret;
    if (!passed || ranOut || !current || !unchanged || current.disabledAt !== null || stepUsed) {
      await noteRefusal(tx, current);
      return null;
    }
    const session: Session = {
      tokenHash: hashToken(token),
      accountId: current.id,
      createdAt: tx.now,
      lastSeenAt: tx.now,
      expiresAt: new Date(Date.parse(tx.now) + sessionTimes.longestMs).toISOString(),
      endedAt: null,
    };
    const cleared: Account = { ...current, failures: 0, failedSince: null };
    await tx.write.account(cleared);
    await tx.write.session(session);
    if (step !== null) await tx.write.meta(stepKey(current.id), String(step));
    if (!sources.includes(source) || input.userAgent !== undefined) {
      const known = { ...(await tx.personal.get(current.id)), sources: [...new Set([...sources, source])] };
      known.sources = known.sources.slice(-sourcesKept);
      const { userAgent } = input;
      const data = userAgent === undefined ? known : withAgent(known, session, userAgent);
      await tx.write.personal(current.id, data);
    }
    await tx.append({
      actor: current.id,
      type: 'session.opened',
      subject: { kind: 'account', id: current.id },
      // Entries on refusals stand at powers of two only: the whole number is told here.
      payload: { session: sessionLabel(session), ...(current.failures > 0 && { refusedBefore: current.failures }) },
    });
    return { session, account: cleared };
  });
  if (!opened && ranOut && account.disabledAt === null) throw spentPassword();
  if (!opened) throw new Problem('not_signed_in', say`Name, password or code is wrong.`);
  await turnWasGood(deps, name, input.source);
  return { token, ...opened };
}

const spentPassword = () =>
  new Problem(
    'password_expired',
    say`This first password was not used in time. Ask an administrator to reset your account.`,
  );

export function mustWait(seconds: number): Problem {
  const retryAfterSeconds = seconds;
  return new Problem('too_many_requests', say`Too many tries. Wait ${seconds} s and try again.`, [], {
    retryAfterSeconds,
  });
}

/** Login names are compared in lower case after NFKC. */
export function normaliseLoginName(name: string): string {
  return name.normalize('NFKC').trim().toLowerCase();
}

/** Meta key of the last one-time code's step that an account used: each code opens once. */
export function stepKey(accountId: string): string {
  return `access.code-step.${accountId}`;
}

function hashSource(accountId: string, source: string): string {
  return createHash('sha256').update(`${accountId} ${source}`).digest('hex').slice(0, 32);
}

function knownSources(personal: Record<string, unknown> | null): string[] {
  const sources = personal?.sources;
  return Array.isArray(sources) ? sources.filter((s): s is string => typeof s === 'string') : [];
}
