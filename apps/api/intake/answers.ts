import type { LocationEstimate } from '#core/geo/types.js';
import type { Effort, Evidence, Notification, Receipt, Sighting } from '#core/intake/types.js';

export const estimateAnswer = (e: LocationEstimate) => ({
  lat: e.lat,
  lon: e.lon,
  covEE: e.covEE,
  covEN: e.covEN,
  covNN: e.covNN,
  method: e.method,
});

export const receiptAnswer = (r: Receipt) => ({
  id: r.id,
  sha256: r.sha256,
  entryId: r.entryId,
  leafHash: r.leafHash,
  receivedAt: r.receivedAt,
  keyId: r.keyId,
  signature: r.signature,
});

export const sightingAnswer = (s: Sighting) => ({
  id: s.id,
  type: s.type,
  submittedBy: s.submittedBy,
  provider: s.provider,
  patrolId: s.patrolId,
  platformId: s.platformId,
  sensor: s.sensor,
  kind: s.kind,
  means: s.means,
  weapon: s.weapon,
  count: s.count,
  countIsAtLeast: s.countIsAtLeast,
  start: s.start,
  end: s.end,
  sourceTime: s.sourceTime,
  receivedAt: s.receivedAt,
  said: s.said,
  origin: s.origin ?? null,
  estimate: estimateAnswer(s.estimate),
  sector: s.sector,
  zones: s.zones,
  side: s.side,
  text: s.text,
  allegedParty: s.allegedParty,
  casualties: s.casualties,
  civilianObject: s.civilianObject,
  confidence: s.confidence,
  evidence: s.evidence,
  quotes: s.quotes,
  flags: s.flags,
  reportingDay: s.reportingDay,
  reportingWeek: s.reportingWeek,
  sha256: s.sha256,
});

export const evidenceAnswer = (e: Evidence) => ({
  id: e.id,
  sha256: e.sha256,
  size: e.size,
  mediaType: e.mediaType,
  name: e.name,
  receivedAt: e.receivedAt,
});

export const notificationAnswer = (n: Notification) => ({
  id: n.id,
  party: n.party,
  kind: n.kind,
  eventKinds: n.eventKinds,
  area: n.area,
  start: n.start,
  end: n.end,
  text: n.text,
  prohibits: n.prohibits ?? [],
  receivedAt: n.receivedAt,
});

export const effortAnswer = (e: Effort) => ({
  id: e.id,
  means: e.means,
  sourceId: e.sourceId,
  sector: e.sector,
  side: e.side,
  start: e.start,
  end: e.end,
  usableHours: e.usableHours,
  lostHours: e.lostHours,
  lostReason: e.lostReason,
  dayHours: e.dayHours ?? null,
  nightHours: e.nightHours ?? null,
  reportingWeek: e.reportingWeek,
  receivedAt: e.receivedAt,
});
