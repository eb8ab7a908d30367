import { say } from '../said.js';
import { hash } from 'node:crypto';
import { Problem } from '../errors.js';
import type { Deps, Tx } from '../ports.js';
import { nothingHere } from './policy.js';
import type { Account, Actor, Session } from './types.js';

/** 12 h at most, 30 min without use (NIST SP 800-63B-4, AAL2). */
export const sessionTimes = { longestMs: 12 * 3600_000, idleMs: 30 * 60_000, touchMs: 60_000 } as const;

/** SHA-256 (hex) of a session token; the only form in which it is stored. */
export function hashToken(token: string): string {
  return hash('sha256', token);
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

/** Who is behind a token. */
export interface SignedIn {
  actor: Actor;
  account: Account;
  session: Session;
}

/**
 * Who is behind each token, or why nobody is (not_signed_in), in their order. Read afresh at every request: ending a
 * session, disabling an account or changing its role holds from the next request on.
 */
export async function resolveSessions(deps: Deps, tokens: readonly string[]): Promise<(SignedIn | Problem)[]> {
  const hashes = tokens.map((token) => (/^[0-9a-f]{64}$/.test(token) ? hashToken(token) : null));
  const asked = [...new Set(hashes.filter((hash) => hash !== null))];
  const { sessions, accounts } = asked.length === 0 ? nobody : await readSignedIn(deps, asked);
  const now = deps.clock.now();
  const found = hashes.map((hash) => {
    const session = hash === null ? undefined : sessions.get(hash);
    const account = session && accounts.get(session.accountId);
    if (!session || !account || account.disabledAt !== null || !isLive(session, now)) return noSession();
    return { actor: actorOf(account), account, session };
  });
  const live = new Set(found.flatMap((one) => (one instanceof Problem ? [] : [one.session])));
  await touch(
    deps,
    [...live].filter((session) => now.getTime() - Date.parse(session.lastSeenAt) >= sessionTimes.touchMs),
  );
  return found;
}

/** @throws Problem not_signed_in */
export async function resolveSession(deps: Deps, token: string): Promise<SignedIn> {
  const [found] = await resolveSessions(deps, [token]);
  if (!found || found instanceof Problem) throw found ?? noSession();
  return found;
}

const nobody = { sessions: new Map<string, Session>(), accounts: new Map<string, Account>() };

async function readSignedIn(deps: Deps, hashes: string[]): Promise<typeof nobody> {
  return deps.uow.read(async (reads) => {
    const [sessions, accounts] = await Promise.all([reads.sessions.getMany(hashes), reads.accounts.behind(hashes)]);
    return {
      sessions: new Map(sessions.map((s) => [s.tokenHash, s])),
      accounts: new Map(accounts.map((a) => [a.id, a])),
    };
  });
}

/** Notes that sessions are in use, now and then and not at every request. */
async function touch(deps: Deps, sessions: Session[]): Promise<void> {
  if (sessions.length === 0) return;
  await deps.uow.run(async (tx) => {
    for (const current of await tx.sessions.getMany(sessions.map((s) => s.tokenHash)))
      if (isLive(current, new Date(tx.now))) await tx.write.session({ ...current, lastSeenAt: tx.now });
  });
}

function noSession(): Problem {
  return new Problem('not_signed_in', say`There is no live session. Sign in.`);
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
  reason: 'signed_out' | 'disabled' | 'changed' | 'restored' | 'password' | 'second_factor' | 'reset',
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
