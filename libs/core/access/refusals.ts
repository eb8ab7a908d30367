import type { Tx } from '../ports.js';
import type { Account } from './types.js';

/**
 * Counts a refused sign-in. The count is in the account's row (for names that do not exist, per day, in the store's
 * notes); the journal gets an entry at the first, second, fourth, eighth … refusal, with the count, so that guessing
 * cannot fill it: a million tries are twenty entries. No name and no address is kept.
 */
export async function noteRefusal(tx: Tx, account: Account | null): Promise<void> {
  const count = account ? await ofAccount(tx, account) : await ofUnknown(tx);
  if (!Number.isInteger(Math.log2(count))) return;
  await tx.append({
    actor: account?.id ?? 'system',
    type: 'session.refused',
    subject: { kind: 'account', id: account?.id ?? 'unknown' },
    payload: { count },
  });
}

async function ofAccount(tx: Tx, account: Account): Promise<number> {
  const failures = account.failures + 1;
  await tx.write.account({ ...account, failures, failedSince: account.failedSince ?? tx.now });
  return failures;
}

const unknownKey = 'access.refused-unknown';

async function ofUnknown(tx: Tx): Promise<number> {
  await tx.lock([unknownKey]);
  const today = tx.now.slice(0, 10);
  const [day, before] = ((await tx.meta.get(unknownKey)) ?? '').split(' ');
  const count = day === today ? Number(before) + 1 : 1;
  await tx.write.meta(unknownKey, `${today} ${count}`);
  return count;
}
