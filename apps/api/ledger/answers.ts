import type { BlindView } from '#core/attribution/blind-review.js';
import type { LedgerView } from '#core/attribution/keep.js';
import type { BlindOpinion, Dissent, KeptItem, LedgerState, LedgerVersion } from '#core/attribution/types.js';

export const keptItemAnswer = (i: KeptItem) => ({
  id: i.id,
  incidentId: i.incidentId,
  kind: i.kind,
  statement: i.statement,
  logRatio: i.logRatio,
  sigma: i.sigma,
  weighedBy: i.weighedBy,
  reason: i.reason,
  basis: i.basis,
  source: i.source,
  replaces: i.replaces,
  by: i.by,
  at: i.at,
});

export const stateAnswer = (s: LedgerState) => ({
  incidentId: s.incidentId,
  incidentVersion: s.incidentVersion,
  method: s.method,
  ruleVersion: s.ruleVersion,
  packDigest: s.packDigest,
  result: s.result,
  hypotheses: s.hypotheses.map((h) => ({
    id: h.id,
    prior: h.prior,
    probability: h.probability,
    low: h.low,
    high: h.high,
    word: h.word,
    standard: h.standard,
  })),
  items: s.items.map((i) => ({
    key: i.key,
    kind: i.kind,
    by: i.by,
    statement: i.statement,
    said: i.said ?? null,
    logRatio: i.logRatio,
    sigma: i.sigma,
    weighedBy: i.weighedBy,
    reason: i.reason,
    basis: i.basis,
    source: i.source,
    crossed: i.crossed,
    share: i.share,
    disputed: i.disputed,
    withoutIt: i.withoutIt,
  })),
});

const versionAnswer = (v: LedgerVersion) => ({
  id: v.id,
  number: v.number,
  sha256: v.sha256,
  because: v.because,
  attributionId: v.attributionId,
  by: v.by,
  at: v.at,
  state: stateAnswer(v.state),
});

export const dissentAnswer = (d: Dissent) => ({
  id: d.id,
  attributionId: d.attributionId,
  incidentId: d.incidentId,
  reason: d.reason,
  by: d.by,
  at: d.at,
});

const opinionAnswer = (o: BlindOpinion) => ({
  id: o.id,
  hypothesis: o.hypothesis,
  probability: o.probability,
  reason: o.reason,
  by: o.by,
  at: o.at,
});

export const ledgerAnswer = (v: LedgerView) => ({
  now: stateAnswer(v.state),
  suggestion: v.suggestion,
  versions: v.versions.map(versionAnswer),
  dissents: v.dissents.map(dissentAnswer),
  opinions: v.opinions.map(opinionAnswer),
});

/** The blind case is made of nothing but what may be seen; the incident's id is not in it. */
export const blindAnswer = (v: BlindView) => ({
  reviewId: v.reviewId,
  case: v.case,
  compared: v.compared && {
    opinion: opinionAnswer(v.compared.opinion),
    ledgerResult: v.compared.ledgerResult,
    ledgerAgrees: v.compared.ledgerAgrees,
    attributions: v.compared.attributions,
  },
});
