import { createHash } from 'node:crypto';
import { Problem } from '../errors.js';
import type { Deps, Tx } from '../ports.js';
import { nothingHere } from './policy.js';
import type { Account, Actor, Session } from './types.js';

/** 12 h at most, 30 min without use (NIST SP 800-63B-4, AAL2). */
export const sessionTimes = { longestMs: 12 * 3600_000, idleMs: 30 * 60_000, touchMs: 60_000 } as const;

/** SHA-256 (hex) of a session token; the only form in which it is stored. */
export function hashToken(token: string): string {
  return createHash('sha256').update(token, 'utf8').digest('hex');
}

/** What others may call a session by: enough to end it, not enough to use it. */
export function sessionLabel(session: Session): string {
  return session.tokenHash.slice(0, 16);
}

export function actorOf(account: Account): Actor {
  return { id: account.id, role: account.role, scope: account.scope, type: 'person' };
}

/** Whether the session still opens anything at this instant. A clock that stepped back closes it. */
export function isLive(session: Session, at: Date): boolean {
  const now = at.getTime();
  return (
    session.endedAt === null &&
    now < Date.parse(session.expiresAt) &&
    now < Date.parse(session.lastSeenAt) + sessionTimes.idleMs &&
    now >= Date.parse(session.createdAt) - sessionTimes.touchMs
  );
}

/**
 * Who is behind a token, read afresh at every request: ending a session, disabling an account or
 * changing its role holds from the next request on.
 * @throws Problem not_signed_in
 */
export async function resolveSession(
  deps: Deps,
  token: string,
): Promise<{ actor: Actor; account: Account; session: Session }> {
  if (!/^[0-9a-f]{64}$/.test(token)) throw noSession();
  const tokenHash = hashToken(token);
  const [session, account] = await deps.uow.read(async (reads) => {
    const found = await reads.sessions.get(tokenHash);
    return [found, found && (await reads.accounts.get(found.accountId))];
  });
  const now = deps.clock.now();
  if (!session || !account || account.disabledAt !== null || !isLive(session, now)) throw noSession();
  if (now.getTime() - Date.parse(session.lastSeenAt) >= sessionTimes.touchMs) {
    await deps.uow.run(async (tx) => {
      const current = await tx.sessions.get(tokenHash);
      if (current && isLive(current, new Date(tx.now))) await tx.write.session({ ...current, lastSeenAt: tx.now });
    });
  }
  return { actor: actorOf(account), account, session };
}

function noSession(): Problem {
  return new Problem('not_signed_in', 'There is no live session. Sign in.');
}

/** The actor's own live sessions, and what the browser or program of each called itself. */
export async function listSessions(
  deps: Deps,
  actor: Actor,
): Promise<{ session: Session; userAgent: string | null }[]> {
  const [all, personal] = await deps.uow.read(async (reads) => [
    await reads.sessions.ofAccount(actor.id),
    await reads.personal.get(actor.id),
  ]);
  const agents = agentsOf(personal);
  const live = all.filter((s) => isLive(s, deps.clock.now()));
  return live.map((session) => ({ session, userAgent: agents[sessionLabel(session)] ?? null }));
}

/** Sessions whose programs are remembered per account. */
const agentsKept = 20;

/** The personal data with what the program of a new session calls itself, the oldest giving way. */
export function withAgent(
  personal: Record<string, unknown> | null,
  session: Session,
  userAgent: string,
): Record<string, unknown> {
  const kept = Object.entries({ ...agentsOf(personal), [sessionLabel(session)]: userAgent.slice(0, 300) });
  return { ...personal, agents: Object.fromEntries(kept.slice(-agentsKept)) };
}

function agentsOf(personal: Record<string, unknown> | null): Record<string, string> {
  const agents = personal?.agents;
  return typeof agents === 'object' && agents !== null ? (agents as Record<string, string>) : {};
}

/** Signs out: ends the one session, or all of the actor's. Ending what has ended is no error. */
export async function signOut(deps: Deps, actor: Actor, which: Session | 'everywhere'): Promise<number> {
  const isMeant = (s: Session) => which === 'everywhere' || s.tokenHash === which.tokenHash;
  return deps.uow.run((tx) => endSessions(tx, actor.id, actor.id, 'signed_out', isMeant));
}

/** Ends the one of the actor's live sessions that has this label. @throws Problem not_found */
export async function signOutOne(deps: Deps, actor: Actor, label: string): Promise<Session> {
  const found = (await listSessions(deps, actor)).find(({ session }) => sessionLabel(session) === label);
  if (!found) throw nothingHere();
  await signOut(deps, actor, found.session);
  return found.session;
}

/** Ends every session: in a store that was restored, what was ended since the backup would be open again. */
export async function endAllSessions(deps: Deps): Promise<number> {
  return deps.uow.run(async (tx) => {
    let ended = 0;
    for (const { id } of await tx.accounts.list()) ended += await endSessions(tx, 'system', id, 'restored');
    return ended;
  });
}

/** Ends the account's open sessions, or those meant, in the caller's transaction; returns how many. */
export async function endSessions(
  tx: Tx,
  by: string,
  accountId: string,
  reason: 'signed_out' | 'disabled' | 'changed' | 'restored' | 'password' | 'reset',
  isMeant: (session: Session) => boolean = () => true,
): Promise<number> {
  const open = (await tx.sessions.ofAccount(accountId)).filter((s) => s.endedAt === null && isMeant(s));
  for (const session of open) await tx.write.session({ ...session, endedAt: tx.now });
  if (open.length > 0) {
    await tx.append({
      actor: by,
      type: 'session.ended',
      subject: { kind: 'account', id: accountId },
      payload: { sessions: open.map(sessionLabel), reason },
    });
  }
  return open.length;
}
