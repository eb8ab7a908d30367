import type { HotlineCounts } from '#core/reply/hotline.js';
import type { ReplyMeasures } from '#core/reply/measure.js';
import type { Correspondence } from '#core/reply/read.js';
import type { HotlineEntry, Notice, NoticeClock, Reply } from '#core/reply/types.js';

/** What of a notice is fit for the party it is addressed to: the sealed content and its seal, and nothing of ours. */
const sealedAnswer = (n: Notice) => ({
  id: n.id,
  party: n.party,
  number: n.number,
  about: n.about,
  issuedAt: n.issuedAt,
  content: n.content,
  sha256: n.sha256,
  keyId: n.keyId,
  signature: n.signature,
});

const clockAnswer = (c: NoticeClock) => ({
  acknowledgeBy: c.acknowledgeBy,
  replyBy: c.replyBy,
  acknowledgedAt: c.acknowledgedAt,
  repliedAt: c.repliedAt,
  unacknowledgedAt: c.unacknowledgedAt,
  unansweredAt: c.silentAt,
  withdrawnAt: c.withdrawnAt,
  closedAt: c.closedAt,
});

export const replyAnswer = (r: Reply) => ({
  id: r.id,
  noticeId: r.noticeId,
  text: r.text,
  language: r.language,
  attachments: r.attachments.map(({ id, sha256, name, mediaType, size }) => ({ id, sha256, name, mediaType, size })),
  receivedAt: r.receivedAt,
  sha256: r.sha256,
  late: r.late,
});

/** For the party. */
export const partyNoticeAnswer = ({ notice, clock }: Pick<Correspondence, 'notice' | 'clock'>) => ({
  ...sealedAnswer(notice),
  clock: clockAnswer(clock),
});

/** For the party, with its own replies. */
export const partyCorrespondenceAnswer = (c: Correspondence) => ({
  ...partyNoticeAnswer(c),
  replies: c.replies.map(replyAnswer),
});

/** For the mission's staff: also what it is about. */
export const noticeAnswer = (c: Correspondence) => ({
  ...partyCorrespondenceAnswer(c),
  subjectId: c.notice.subjectId,
  incidentId: c.notice.incidentId,
});

export const measuresAnswer = (m: ReplyMeasures) => ({
  party: m.party,
  notices: m.notices,
  acknowledged: m.acknowledged,
  answeredInTime: m.answeredInTime,
  answeredLate: m.answeredLate,
  unanswered: m.unanswered,
  open: m.open,
  medianAcknowledgeSeconds: m.medianAcknowledgeSeconds,
  medianReplySeconds: m.medianReplySeconds,
  shareAnswered: m.shareAnswered,
});

export const hotlineAnswer = (e: HotlineEntry) => ({
  id: e.id,
  type: e.type,
  issueId: e.issueId,
  party: e.party,
  toParty: e.toParty,
  at: e.at,
  sector: e.sector,
  dueBy: e.dueBy,
  promiseId: e.promiseId,
  kept: e.kept,
  incidentId: e.incidentId,
  text: e.text,
  loggedBy: e.loggedBy,
  loggedAt: e.loggedAt,
});

export const hotlineCountsAnswer = (c: HotlineCounts) => ({
  issuesOpened: c.issuesOpened,
  issuesSpokenOf: c.issuesSpokenOf,
  activations: c.activations,
  parties: c.parties.map(({ party, called, wasCalled, promises, kept, broken, open }) => ({
    party,
    called,
    wasCalled,
    promises,
    kept,
    broken,
    open,
  })),
});
