import type { NoticeClock } from './types.js';

/** How one party acknowledges and answers. Withdrawals and withdrawn notices ask for nothing and are left out. */
export interface ReplyMeasures {
  party: string;
  notices: number;
  acknowledged: number;
  answeredInTime: number;
  answeredLate: number;
  /** Clock run out, no reply since. */
  unanswered: number;
  /** Clock still running. */
  open: number;
  medianAcknowledgeSeconds: number | null;
  medianReplySeconds: number | null;
  /** answeredInTime / those whose clock has stopped; null where none has. */
  shareAnswered: number | null;
}

/** One row for each of `parties`, by the same rule, also where nothing was sent. */
export function measureReplies(parties: readonly string[], clocks: readonly NoticeClock[]): ReplyMeasures[] {
  return parties.map((party) => {
    const own = clocks.filter((c) => c.party === party && c.replyBy !== null && c.withdrawnAt === null);
    const inTime = own.filter((c) => c.repliedAt !== null && c.silentAt === null);
    const stopped = own.filter((c) => c.closedAt !== null);
    const seconds = (of: (c: NoticeClock) => string | null) =>
      own.flatMap((c) => {
        const at = of(c);
        return at === null ? [] : [(Date.parse(at) - Date.parse(c.issuedAt)) / 1000];
      });
    return {
      party,
      notices: own.length,
      acknowledged: own.filter((c) => c.acknowledgedAt !== null).length,
      answeredInTime: inTime.length,
      answeredLate: own.filter((c) => c.repliedAt !== null && c.silentAt !== null).length,
      unanswered: own.filter((c) => c.repliedAt === null && c.silentAt !== null).length,
      open: own.length - stopped.length,
      medianAcknowledgeSeconds: median(seconds((c) => c.acknowledgedAt)),
      medianReplySeconds: median(seconds((c) => c.repliedAt)),
      shareAnswered: stopped.length === 0 ? null : inTime.length / stopped.length,
    };
  });
}

/** Middle value, or the mean of the two middle ones; null of nothing. */
export function median(values: readonly number[]): number | null {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  if (sorted.length === 0) return null;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
