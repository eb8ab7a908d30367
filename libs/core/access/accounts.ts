import { say } from '../said.js';
import { Problem, type ProblemPointer, faultAt } from '../errors.js';
import type { Deps, PasswordHasher, Reads, SecondFactor, Tx } from '../ports.js';
import { firstPasswordEnds, hasRunOut } from './duties.js';
import { normalisePassword, passwordFault } from './passwords.js';
import { nothingHere, requireAction } from './policy.js';
import { endSessions } from './sessions.js';
import { normaliseLoginName } from './signin.js';
import type { Account, Actor, Role, Scope } from './types.js';

/** Roles that people can have; 'device' belongs to devices. */
export const personRoles = [
  'monitor',
  'supervisor',
  'analyst',
  'editor',
  'head_of_mission',
  'party_liaison',
  'auditor',
  'administrator',
] as const satisfies Role[];

export interface AccountInput {
  /** 2-64 of a-z 0-9 . _ - (no letters that look like others). */
  loginName: string;
  /** Kept with the personal data, never in the journal. */
  displayName?: string;
  role: Role;
  scope: Scope;
  /** Absent: one is made and returned once. Either opens the account for a day, until its owner chooses another. */
  password?: string;
  secondFactor: boolean;
}

export interface AddedAccount {
  account: Account;
  /** Only where it was made here; shown once. */
  password: string | null;
  /** `otpauth://` address for the authenticator app; shown once. */
  secondFactorAddress: string | null;
}

/**
 * Adds a person's account.
 * @throws Problem not_allowed, invalid_input (every fault with its pointer), conflict (name taken)
 */
export async function addAccount(
  deps: Deps,
  security: { hasher: PasswordHasher; secondFactor: SecondFactor },
  actor: Actor,
  input: AccountInput,
): Promise<AddedAccount> {
  requireAction(actor, 'account.manage');
  const loginName = normaliseLoginName(input.loginName);
  const faults = [...loginNameFaults(loginName), ...scopeFaults(deps, input.role, input.scope)];
  const fault =
    input.password === undefined
      ? null
      : await passwordFault(input.password, input.secondFactor, [loginName, deps.mission.id]);
  if (fault) faults.push(faultAt('/password', fault));
  if (faults.length > 0) throw new Problem('invalid_input', say`The account cannot be added.`, faults);

  const password = input.password ?? randomPassword(deps);
  const passwordHash = await security.hasher.hash(normalisePassword(password));
  const totpSecret = input.secondFactor ? security.secondFactor.newSecret() : null;
  const row = { id: deps.ids.next(), loginName, role: input.role, scope: input.scope };
  const account = await deps.uow.run(async (tx) => {
    await tx.lock([`login:${loginName}`]);
    if (await tx.accounts.byLoginName(loginName)) {
      const pointers = [faultAt('/loginName', say`This name is taken.`)];
      throw new Problem('conflict', say`There is an account of this name already.`, pointers);
    }
    return insert(
      tx,
      actor.id,
      { ...row, passwordHash, totpSecret, passwordExpiresAt: firstPasswordEnds(new Date(tx.now)) },
      input,
    );
  });
  return {
    account,
    password: input.password === undefined ? password : null,
    secondFactorAddress:
      totpSecret && security.secondFactor.address(totpSecret, `Linewatch ${deps.mission.id}`, loginName),
  };
}

/**
 * First start: an administrator with a random password where there is no account at all, and another password where
 * that one ran out unused; else null. Its owner must choose another, except of a `demo`, which holds nothing real.
 */
export async function ensureFirstAdministrator(
  deps: Deps,
  hasher: PasswordHasher,
  { demo = false }: { demo?: boolean } = {},
): Promise<{ loginName: string; password: string } | null> {
  if (!isFirst(await deps.uow.read((reads) => reads.accounts.list()), deps.clock.now())) return null;
  const loginName = 'administrator';
  const password = randomPassword(deps);
  const passwordHash = await hasher.hash(password);
  const id = deps.ids.next();
  return deps.uow.run(async (tx) => {
    await tx.lock(['login:first']);
    const accounts = await tx.accounts.list();
    if (!isFirst(accounts, new Date(tx.now))) return null;
    const passwordExpiresAt = demo ? null : firstPasswordEnds(new Date(tx.now));
    const [unused] = accounts;
    if (unused) {
      await tx.write.account({ ...unused, passwordHash, passwordExpiresAt, failures: 0, failedSince: null });
      await tx.append({
        actor: 'system',
        type: 'account.reset',
        subject: { kind: 'account', id: unused.id },
        payload: { secondFactor: false },
      });
      await endSessions(tx, 'system', unused.id, 'reset');
      return { loginName: unused.loginName, password };
    }
    const scope = { sectors: [], party: null };
    const row = { id, loginName, passwordHash, totpSecret: null, passwordExpiresAt };
    await insert(tx, 'system', { ...row, role: 'administrator', scope }, {});
    return { loginName, password };
  });
}

/** Nobody ever came in: there is no account, or one whose first password ran out. */
function isFirst(accounts: Account[], at: Date): boolean {
  return accounts.length === 0 || (accounts.length === 1 && hasRunOut(accounts[0]!, at));
}

/** @throws Problem not_allowed */
export async function listAccounts(
  deps: Deps,
  actor: Actor,
): Promise<{ account: Account; displayName: string | null }[]> {
  requireAction(actor, 'account.list');
  return deps.uow.read(async (reads) => {
    const accounts = await reads.accounts.list();
    return Promise.all(accounts.map(async (account) => ({ account, displayName: await nameOf(reads, account.id) })));
  });
}

/** The name shown to people, from the erasable personal data. */
export async function nameOf(reads: Reads, accountId: string): Promise<string | null> {
  const name = (await reads.personal.get(accountId))?.displayName;
  return typeof name === 'string' ? name : null;
}

/**
 * Disables or enables an account, or changes its role and scope; its sessions end at once.
 * @throws Problem not_allowed, not_found, invalid_input,
 *   not_possible (one's own account, or the last administrator)
 */
export async function changeAccount(
  deps: Deps,
  actor: Actor,
  id: string,
  change: { disabled?: boolean; role?: Role; scope?: Scope },
): Promise<Account> {
  requireAction(actor, 'account.manage');
  return deps.uow.run(async (tx) => {
    await tx.lock(['accounts', `account:${id}`]);
    const before = await tx.accounts.get(id);
    if (!before) throw nothingHere();
    if (id === actor.id)
      throw new Problem('not_possible', say`Nobody changes their own account: ask another administrator.`);
    const role = change.role ?? before.role;
    const scope = change.scope ?? before.scope;
    const faults = scopeFaults(deps, role, scope);
    if (faults.length > 0) throw new Problem('invalid_input', say`The account cannot be changed so.`, faults);
    const disabledAt =
      change.disabled === undefined ? before.disabledAt : change.disabled ? (before.disabledAt ?? tx.now) : null;
    const after: Account = { ...before, role, scope, disabledAt };
    const administrators = (await tx.accounts.list()).filter(
      (a) => a.id !== id && a.role === 'administrator' && a.disabledAt === null,
    );
    if (administrators.length === 0 && (role !== 'administrator' || disabledAt !== null)) {
      throw new Problem('not_possible', say`This is the last administrator: add another one first.`);
    }
    await tx.write.account(after);
    await tx.append({
      actor: actor.id,
      type: 'account.changed',
      subject: { kind: 'account', id },
      payload: {
        before: { role: before.role, scope: { ...before.scope }, disabled: before.disabledAt !== null },
        after: { role, scope: { ...scope }, disabled: disabledAt !== null },
      },
    });
    await endSessions(tx, actor.id, id, disabledAt === null ? 'changed' : 'disabled');
    return after;
  });
}

type NewAccount = Omit<Account, 'disabledAt' | 'createdAt' | 'failedSince' | 'failures'>;

async function insert(tx: Tx, by: string, row: NewAccount, personal: { displayName?: string }): Promise<Account> {
  const account: Account = { ...row, disabledAt: null, createdAt: tx.now, failedSince: null, failures: 0 };
  await tx.write.account(account);
  if (personal.displayName !== undefined) await tx.write.personal(row.id, { displayName: personal.displayName });
  await tx.append({
    actor: by,
    type: 'account.added',
    subject: { kind: 'account', id: row.id },
    payload: { role: row.role, scope: { ...row.scope }, secondFactor: row.totpSecret !== null },
  });
  return account;
}

function loginNameFaults(name: string): ProblemPointer[] {
  if (/^[a-z0-9][a-z0-9._-]{1,63}$/.test(name)) return [];
  return [faultAt('/loginName', say`Use 2 to 64 of a-z, 0-9, dot, underscore and hyphen.`)];
}

/** Sectors and party must be in the mission pack; a party goes with a liaison and only with one. */
function scopeFaults(deps: Deps, role: Role, scope: Scope): ProblemPointer[] {
  const faults: ProblemPointer[] = [];
  if (!(personRoles as readonly string[]).includes(role)) {
    faults.push(faultAt('/role', say`Use one of ${personRoles.join(', ')}.`));
  }
  scope.sectors.forEach((id, i) => {
    if (deps.mission.sectors.some((s) => s.id === id)) return;
    faults.push(faultAt(`/scope/sectors/${i}`, say`The mission has no such sector.`));
  });
  if (role === 'party_liaison' && !deps.mission.parties.some((p) => p.id === scope.party)) {
    const known = deps.mission.parties.map((p) => p.id).sort();
    faults.push(faultAt('/scope/party', say`A party liaison needs a party, one of ${known.join(', ')}.`));
  }
  if (role !== 'party_liaison' && scope.party !== null) {
    faults.push(faultAt('/scope/party', say`Only a party liaison belongs to a party.`));
  }
  return faults;
}

/** Four groups of five hex characters: 80 random bits. */
export function randomPassword(deps: Deps): string {
  return deps.ids.random(10).replace(/(.{5})(?=.)/g, '$1-');
}
