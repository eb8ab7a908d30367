import type { Assessment, ProvisionReview, RegisterFigure } from '#core/ruling/types.js';

export const figureAnswer = (f: RegisterFigure) => ({
  id: f.id,
  provisionId: f.provisionId,
  party: f.party,
  type: f.type,
  asOf: f.asOf,
  low: f.low,
  best: f.best,
  high: f.high,
  excluded: f.excluded,
  method: f.method,
  note: f.note,
  receivedAt: f.receivedAt,
  sha256: f.sha256,
});

export const assessmentAnswer = (a: Assessment) => ({
  id: a.id,
  provisionId: a.provisionId,
  provisionVersion: a.provisionVersion,
  provisionText: a.provisionText,
  party: a.party,
  from: a.from,
  to: a.to,
  result: a.result,
  gravity: a.gravity,
  standardOfProof: a.standardOfProof,
  reason: a.reason,
  figures: a.figures,
  computed: a.computed,
  state: a.state,
  ruledBy: a.ruledBy,
  ruledAt: a.ruledAt,
  confirmedBy: a.confirmedBy,
  confirmedAt: a.confirmedAt,
});

export const reviewAnswer = (r: ProvisionReview) => ({
  incidentVersion: r.incidentVersion,
  at: r.at,
  ruleVersion: r.ruleVersion,
  packDigest: r.packDigest,
  results: r.results.map(({ provisionId, provisionVersion, textSha256, result, gravity, reason, said, condition }) => ({
    provisionId,
    provisionVersion,
    textSha256,
    result,
    gravity,
    reason,
    said: said ?? null,
    condition,
  })),
});
