import { englishOf, say } from '../said.js';
import type { AttributionRules } from '../mission/weighing-types.js';
import type { Reads } from '../ports.js';
import { ratioOf } from './rules.js';
import { otherHypotheses, type ByHypothesis, type KeptItem, type LedgerItem } from './types.js';

/** What a party's answer to a notice says of who did it, as a person reads it. */
export const replyAccounts = ['admission', 'denial', 'alternative_account'] as const;
export type ReplyAccount = (typeof replyAccounts)[number];

/** A party's answer to a notice about the incident; its words stay where they were taken in. */
export interface ReplyOnFile {
  id: string;
  party: string;
  /** Number of the notice that it answers. */
  number: number;
  receivedAt: string;
}

/** Replies of the parties to notices about the incident, oldest first. */
export async function repliesOn(reads: Pick<Reads, 'notices' | 'replies'>, incidentId: string): Promise<ReplyOnFile[]> {
  const notices = await reads.notices.ofIncident(incidentId);
  if (notices.length === 0) return [];
  const replies = await reads.replies.ofNotices(notices.map((n) => n.id));
  return replies.map(({ id, party, noticeId, receivedAt }) => ({
    id,
    party,
    number: notices.find((n) => n.id === noticeId)!.number,
    receivedAt,
  }));
}

/** Whether the item is somebody's reading of this reply. */
export function isReadingOf(item: Pick<KeptItem, 'kind' | 'basis'>, replyId: string): boolean {
  return (replyAccounts as readonly string[]).includes(item.kind) && item.basis.includes(replyId);
}

/**
 * Each reply that nobody has read yet, as an item of the ledger that weighs as the pack says (by default nothing): it is
 * there from the moment it was received, and no machine reads what a party wrote.
 * @param live kept items that no newer version takes the place of
 */
export function unreadReplies(
  replies: readonly ReplyOnFile[],
  live: readonly Pick<KeptItem, 'kind' | 'basis'>[],
  rules: AttributionRules,
  parties: readonly string[],
): LedgerItem[] {
  const row = ratioOf(rules, 'party_reply');
  return replies
    .filter((r) => !live.some((item) => isReadingOf(item, r.id)))
    .map((r) => {
      const party = { named: 'party', id: r.party } as const;
      const said = say`Party ${party} answered notice ${r.number}; nobody has read it for this ledger yet.`;
      return {
        key: `party_reply:${r.id}`,
        kind: 'party_reply' as const,
        by: 'machine',
        statement: englishOf(said),
        said: [said],
        logRatio: { ...neutral(parties), [r.party]: -Math.log(row.ratio) },
        sigma: row.sigma,
        weighedBy: `${row.id}: ${row.source}`,
        reason: null,
        basis: [r.id],
        source: `party:${r.party}`,
        crossed: false,
      };
    });
}

/**
 * What a reply weighs, by the same row of the table for every party: an admission speaks for the party that admits; a
 * denial, or another account, speaks against it as much as the pack says, which is near to nothing. What a party says of
 * another weighs nothing.
 */
export function weightOf(
  account: ReplyAccount,
  party: string,
  rules: AttributionRules,
  parties: readonly string[],
): Pick<KeptItem, 'logRatio' | 'sigma' | 'weighedBy'> {
  const row = ratioOf(rules, account);
  const log = Math.log(row.ratio) * (account === 'admission' ? 1 : -1);
  return { logRatio: { ...neutral(parties), [party]: log }, sigma: row.sigma, weighedBy: `${row.id}: ${row.source}` };
}

function neutral(parties: readonly string[]): ByHypothesis {
  return Object.fromEntries([...parties, ...otherHypotheses].map((id) => [id, 0]));
}
