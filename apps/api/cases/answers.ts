import type { Attribution } from '#core/attribution/types.js';
import type { CaseFile } from '#core/escalation/case-file.js';
import type { Escalation } from '#core/escalation/types.js';
import type { Incident, Link, LinkTerm, Restructure } from '#core/fusion/types.js';
import type { Entry } from '#core/journal/types.js';
import type { Mission } from '#core/mission/types.js';
import type { Ruling } from '#core/ruling/types.js';
import { englishOf } from '#core/said.js';
import { reasonIn } from '#core/verification/outcome-rules.js';
import { reasonOf } from '#core/verification/result.js';
import type { Check, Verification } from '#core/verification/types.js';
import { fieldworkAnswer } from '../fieldwork/answers.js';
import { estimateAnswer, sightingAnswer } from '../intake/answers.js';

export const incidentAnswer = (i: Incident) => ({
  id: i.id,
  version: i.version,
  state: i.state,
  kind: i.kind,
  weapon: i.weapon,
  count: i.count,
  start: i.start,
  end: i.end,
  estimate: estimateAnswer(i.estimate),
  sector: i.sector,
  zones: i.zones,
  side: i.side,
  allegedParty: i.allegedParty,
  casualties: i.casualties,
  civilianObject: i.civilianObject,
  sightingCount: i.sightingCount,
  independentCount: i.independentCount,
  outcome: i.outcome,
  outcomeReason: i.outcomeReason,
  proposedOutcome: i.proposedOutcome,
  urgency: i.urgency,
  harm: i.harm,
  openedAt: i.openedAt,
  claimedBy: i.claimedBy,
  claimedUntil: i.claimedUntil,
  mergedInto: i.mergedInto,
  reportingDay: i.reportingDay,
  reportingWeek: i.reportingWeek,
  machineOnly: i.machineOnly ?? null,
});

export const linkTermAnswer = ({ name, logRatio, because }: LinkTerm) => ({
  name,
  logRatio,
  /** In English. */
  because: englishOf(because),
  said: [because],
});

const linkAnswer = (l: Link) => ({
  id: l.id,
  sightingId: l.sightingId,
  logRatio: l.logRatio,
  terms: l.terms.map(linkTermAnswer),
  madeBy: l.madeBy,
  madeAt: l.madeAt,
  endedBy: l.endedBy,
  endedAt: l.endedAt,
  endedFor: l.endedFor,
  ruleVersion: l.ruleVersion,
});

const checkAnswer = (c: Check) => ({
  id: c.id,
  incidentVersion: c.incidentVersion,
  name: c.name,
  result: c.result,
  reason: c.reason,
  /** `reason` in parts; null where it was not kept so. */
  said: reasonOf(c),
  inputs: c.inputs,
  ruleVersion: c.ruleVersion,
  at: c.at,
});

const verificationAnswer = (v: Verification, mission: Mission) => ({
  id: v.id,
  incidentVersion: v.incidentVersion,
  type: v.type,
  outcome: v.outcome,
  cause: v.cause,
  reason: v.reason,
  /** Of a proposal: its reason in the languages of the pack. */
  reasonIn: reasonIn(v, mission.verification),
  by: v.by,
  at: v.at,
  ruleVersion: v.ruleVersion,
  rule: v.rule,
  facts: v.facts,
});

export const attributionAnswer = (a: Attribution) => ({
  id: a.id,
  incidentId: a.incidentId,
  party: a.party,
  probability: a.probability,
  reason: a.reason,
  state: a.state,
  proposedBy: a.proposedBy,
  proposedAt: a.proposedAt,
  confirmedBy: a.confirmedBy,
  confirmedAt: a.confirmedAt,
});

export const rulingAnswer = (r: Ruling) => ({
  id: r.id,
  incidentId: r.incidentId,
  provisionId: r.provisionId,
  provisionVersion: r.provisionVersion,
  provisionText: r.provisionText,
  party: r.party,
  result: r.result,
  gravity: r.gravity,
  standardOfProof: r.standardOfProof,
  reason: r.reason,
  said: r.said,
  state: r.state,
  proposedBy: r.proposedBy,
  proposedAt: r.proposedAt,
  ruledBy: r.ruledBy,
  ruledAt: r.ruledAt,
  confirmedBy: r.confirmedBy,
  confirmedAt: r.confirmedAt,
});

export const escalationAnswer = (e: Escalation) => ({
  id: e.id,
  incidentId: e.incidentId,
  level: e.level,
  rung: e.rung,
  role: e.role,
  trigger: e.trigger,
  reason: e.reason,
  said: e.said,
  raisedAt: e.raisedAt,
  acknowledgeBy: e.acknowledgeBy,
  acknowledgedBy: e.acknowledgedBy,
  acknowledgedAt: e.acknowledgedAt,
  missedAt: e.missedAt,
  holder: e.holder,
  actBy: e.actBy,
  actedAt: e.actedAt,
  actMissedAt: e.actMissedAt,
  snoozedUntil: e.snoozedUntil,
  closedAt: e.closedAt,
});

export const restructureAnswer = (r: Restructure) => ({
  id: r.id,
  type: r.type,
  from: r.from,
  to: r.to,
  reason: r.reason,
  by: r.by,
  at: r.at,
  undoneBy: r.undoneBy,
  undoneAt: r.undoneAt,
});

/** An entry as its leaf hash was made of it, so that a reader can recompute it. */
export const entryAnswer = (e: Entry & { position: number | null }) => ({
  position: e.position,
  id: e.id,
  at: e.at,
  actor: e.actor,
  type: e.type,
  subject: { kind: e.subject.kind, id: e.subject.id },
  payload: e.payload,
  salt: e.salt,
  leafHash: e.leafHash,
});

export const caseFileAnswer = (file: CaseFile, mission: Mission) => ({
  incident: incidentAnswer(file.incident),
  links: file.links.map(linkAnswer),
  sightings: file.sightings.map(sightingAnswer),
  checks: file.checks.map(checkAnswer),
  verifications: file.verifications.map((v) => verificationAnswer(v, mission)),
  fieldwork: fieldworkAnswer(file.fieldwork),
  attributions: file.attributions.map(attributionAnswer),
  rulings: file.rulings.map(rulingAnswer),
  escalations: file.escalations.map(escalationAnswer),
  restructures: file.restructures.map(restructureAnswer),
  entries: file.entries.map(entryAnswer),
  reasons: file.reasons,
});
