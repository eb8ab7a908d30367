import { say } from '#core/said.js';
import type { Incident, Link } from '#core/fusion/types.js';
import type { Sighting } from '#core/intake/types.js';
import type { EntryDraft } from '#core/journal/types.js';

const estimate = { lat: 48.1, lon: 37.7, covEE: 2500, covEN: 0, covNN: 2500, method: 'fix' as const };

export function sighting(id: string, change: Partial<Sighting> = {}): Sighting {
  return {
    id,
    type: 'report',
    submittedBy: 'monitor-1',
    provider: 'mission',
    patrolId: null,
    platformId: null,
    sensor: null,
    kind: 'explosion',
    means: 'heard',
    weapon: null,
    count: 3,
    countIsAtLeast: true,
    start: '2026-11-21T10:00:00.000Z',
    end: '2026-11-21T10:05:00.000Z',
    sourceTime: 'about noon',
    receivedAt: '2026-11-21T11:00:00.000Z',
    said: { type: 'fix', lat: 48.1, lon: 37.7, precisionMetres: 50 },
    origin: null,
    estimate,
    sector: 'east-1',
    zones: ['z1'],
    side: { one: 0.75, two: 0.25 },
    cell5: '851e2b3fffffff',
    cell7: '871e2b3c1ffffff',
    text: 'Three undetermined explosions – «гучно»',
    allegedParty: null,
    casualties: { killed: 0, injured: 1 },
    civilianObject: false,
    confidence: null,
    evidence: [],
    quotes: null,
    flags: ['too_old'],
    reportingDay: '2026-11-21',
    reportingWeek: '2026-W47',
    sha256: 'a'.repeat(64),
    packDigest: 'b'.repeat(64),
    ...change,
  };
}

export function incident(id: string, change: Partial<Incident> = {}): Incident {
  return {
    id,
    version: 1,
    state: 'open',
    kind: 'explosion',
    weapon: null,
    count: 3,
    start: '2026-11-21T10:00:00.000Z',
    end: '2026-11-21T10:05:00.000Z',
    estimate: { ...estimate, method: 'fused' },
    sector: 'east-1',
    zones: [],
    side: { one: 0.75, two: 0.25 },
    cell5: '851e2b3fffffff',
    cell7: '871e2b3c1ffffff',
    allegedParty: null,
    casualties: null,
    civilianObject: true,
    sightingCount: 1,
    independentCount: 1,
    outcome: null,
    outcomeReason: null,
    proposedOutcome: null,
    urgency: 0.5,
    harm: 0.5,
    openedAt: '2026-11-21T11:00:00.000Z',
    claimedBy: null,
    claimedUntil: null,
    mergedInto: null,
    reportingDay: '2026-11-21',
    reportingWeek: '2026-W47',
    machineOnly: null,
    snooze: null,
    ...change,
  };
}

export function link(id: string, sightingId: string, incidentId: string): Link {
  return {
    id,
    sightingId,
    incidentId,
    logRatio: 2.5,
    terms: [{ name: 'distance', logRatio: 2.5, because: say`${120} m apart` }],
    madeBy: 'machine',
    madeAt: '2026-11-21T11:01:00.000Z',
    endedBy: null,
    endedAt: null,
    endedFor: null,
    ruleVersion: 'fusion-1',
    turn: 0,
  };
}

export function accepted(sightingId: string): EntryDraft {
  return {
    actor: 'monitor-1',
    type: 'sighting.accepted',
    subject: { kind: 'sighting', id: sightingId },
    payload: { sha256: 'a'.repeat(64) },
  };
}
