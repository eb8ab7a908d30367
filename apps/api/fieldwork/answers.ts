import { englishOf } from '#core/said.js';
import type { CredibilityGrade } from '#core/verification/grades/credibility.js';
import type { Complaint, Restriction } from '#core/intake/types.js';
import type { Watch } from '#core/intake/watch/types.js';
import type { WatchedHours } from '#core/intake/watch/hours.js';
import type { Fieldwork } from '#core/verification/fieldwork.js';
import type { Assessment } from '#core/verification/grades/assess.js';
import type { Assignee } from '#core/verification/requests/assignees.js';
import type { Coverage } from '#core/verification/requests/coverage.js';
import type { NamedTask } from '#core/verification/requests/read.js';
import type { FieldTask, NoticeMatch, VerificationDebt } from '#core/verification/types.js';

export const assigneeAnswer = (a: Assignee) => ({ id: a.id, type: a.type, name: a.name });

export const fieldTaskAnswer = (t: FieldTask) => ({
  id: t.id,
  incidentId: t.incidentId,
  type: t.type,
  assignee: t.assignee,
  lat: t.lat,
  lon: t.lon,
  placeName: t.placeName,
  sector: t.sector,
  side: t.side,
  instruction: t.instruction,
  dueBy: t.dueBy,
  state: t.state,
  requestedBy: t.requestedBy,
  requestedAt: t.requestedAt,
  sightingId: t.sightingId,
  cause: t.cause,
  reason: t.reason,
  restrictionId: t.restrictionId,
  answeredBy: t.answeredBy,
  answeredAt: t.answeredAt,
});

export const namedTaskAnswer = (t: NamedTask) => ({ ...fieldTaskAnswer(t), assigneeName: t.assigneeName });

export const coverageAnswer = (c: Coverage) => ({
  asked: c.asked,
  reached: c.reached,
  inWords: c.inWords,
  others: c.others.map(({ taskId, placeName, state, cause, reason }) => ({ taskId, placeName, state, cause, reason })),
});

const credibilityAnswer = ({ number, because }: CredibilityGrade) => ({
  number,
  because: englishOf(because),
  said: [because],
});

/** Two grades side by side, each with its reason. */
export const gradesAnswer = (a: Assessment) => ({
  incidentId: a.incidentId,
  credibility: credibilityAnswer(a.credibility),
  items: a.items.map((i) => ({
    sightingId: i.sightingId,
    reliability: {
      letter: i.reliability.letter,
      because: englishOf(i.reliability.because),
      said: [i.reliability.because],
    },
    credibility: credibilityAnswer(i.credibility),
  })),
  ruleVersions: a.ruleVersions,
});

const restrictionAnswer = (r: Restriction) => ({
  sightingId: r.sightingId,
  type: r.type,
  minutes: r.minutes,
  condition: r.condition,
  crossing: r.crossing,
  fromSide: r.fromSide,
  toSide: r.toSide,
  imposedBy: r.imposedBy,
  words: r.words,
  wordsOf: r.wordsOf,
});

const noticeMatchAnswer = (m: NoticeMatch) => ({
  sightingId: m.sightingId,
  noticeId: m.noticeId,
  party: m.party,
  result: m.result,
  because: m.because,
});

export const debtAnswer = (d: VerificationDebt) => ({
  id: d.id,
  incidentId: d.incidentId,
  restrictionId: d.restrictionId,
  taskId: d.taskId,
  sector: d.sector,
  side: d.side,
  openedAt: d.openedAt,
  settledAt: d.settledAt,
  settledBy: d.settledBy,
});

export const fieldworkAnswer = (f: Fieldwork) => ({
  grades: gradesAnswer(f.grades),
  restrictions: f.restrictions.map(restrictionAnswer),
  tasks: f.tasks.map(fieldTaskAnswer),
  coverage: coverageAnswer(f.coverage),
  noticeMatches: f.noticeMatches.map(noticeMatchAnswer),
  debts: f.debts.map(debtAnswer),
});

export const complaintAnswer = ({ first: c, count }: { first: Complaint; count: number }) => ({
  sightingId: c.sightingId,
  provider: c.provider,
  against: c.against,
  kind: c.kind,
  start: c.start,
  receivedAt: c.receivedAt,
  reportingWeek: c.reportingWeek,
  specificity: {
    place: c.specificity.place,
    time: c.specificity.time,
    kind: c.specificity.kind,
    evidence: c.specificity.evidence,
    whole: c.specificity.whole,
  },
  clusterId: c.clusterId,
  likeness: c.likeness,
  count,
});

export const watchAnswer = (w: Watch) => ({
  id: w.id,
  means: w.means,
  sourceId: w.sourceId,
  type: w.said.type,
  start: w.start,
  end: w.end,
  sha256: w.sha256,
  receivedAt: w.receivedAt,
});

export const watchedHoursAnswer = (h: WatchedHours) => ({
  sector: h.sector,
  side: h.side,
  reportingWeek: h.reportingWeek,
  start: h.start,
  end: h.end,
  usableHours: h.usableHours,
  dayHours: h.dayHours,
  nightHours: h.nightHours,
  lostHours: h.lostHours,
  lostReason: h.lostReason,
});
