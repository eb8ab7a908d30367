import type { Incident, VerificationOutcome } from '../fusion/types.js';
import { countIndependent } from '../fusion/sources.js';
import type { Sighting } from '../intake/types.js';
import type { Mission } from '../mission/types.js';
import { counted, type CheckResult } from './result.js';
import type { CheckName, Verification } from './types.js';

/** Version of the decision table below; raised with every change of it. */
export const proposalRuleVersion = 'propose/1';

export interface Proposal {
  outcome: VerificationOutcome;
  cause: Verification['cause'];
  reason: string;
  /** The row of the decision table that applied. */
  rule: string;
}

/** An impediment to the mission (denied, delayed, jammed) near the incident's place and time. */
export interface Restriction {
  incidentId: string;
  kind: string;
}

/** All that the table looks at. Nothing in it names a party. */
interface Facts {
  duplicateOf: string[];
  allBeforeCeasefire: boolean;
  inSector: boolean;
  consistentWith: string | null;
  /** Every single sighting fails the check of time or of range. */
  impossible: boolean;
  /** Independent sources among the sightings that fail no check, and the pack's minimum. */
  independent: number;
  minimum: number;
  /** Sightings set aside because they fail a check. */
  setAside: number;
  evidenceFailed: boolean;
  /** A sighting of the mission's own whose evidence was read again and whose sensor shows no doubt. */
  ownWithEvidence: string | null;
  restrictions: Restriction[];
  allTooOld: boolean;
}

interface Row {
  rule: string;
  when(f: Facts): boolean;
  outcome: VerificationOutcome;
  cause: Verification['cause'];
  because(f: Facts): string;
}

/**
 * The decision table: the first row that applies is proposed. The order is part of the rule:
 * first what is not an incident of its own or not the mission's to judge, then what was announced,
 * then what cannot have been, then what is shown, and last why it cannot be shown. A person decides.
 */
export const decisionTable: readonly Row[] = [
  {
    rule: 'copy of another incident',
    when: (f) => f.duplicateOf.length > 0,
    outcome: 'duplicate',
    cause: null,
    because: (f) => `Every sighting is a copy of one in incident ${f.duplicateOf.join(', ')}.`,
  },
  {
    rule: 'before the ceasefire',
    when: (f) => f.allBeforeCeasefire,
    outcome: 'out_of_scope',
    cause: null,
    because: () => 'It ended before the ceasefire took effect.',
  },
  {
    rule: 'outside all sectors',
    when: (f) => !f.inSector,
    outcome: 'not_verifiable',
    cause: 'mandate',
    because: () => 'The place lies in no sector of the mission.',
  },
  {
    rule: 'announced',
    when: (f) => f.consistentWith !== null,
    outcome: 'exercise',
    cause: null,
    because: (f) => `Consistent with notice ${f.consistentWith} in kind, area and time.`,
  },
  {
    rule: 'cannot have been as said',
    when: (f) => f.impossible,
    outcome: 'not_verified',
    cause: null,
    because: () => 'No sighting is possible as it was given: each fails the check of time or of range.',
  },
  {
    rule: 'independent sources agree',
    when: (f) => f.independent >= f.minimum,
    outcome: 'verified',
    cause: null,
    because: (f) => `${counted(f.independent, 'independent source')} without a failed check (${f.minimum} needed).`,
  },
  {
    rule: 'own source with intact evidence',
    when: (f) => f.ownWithEvidence !== null,
    outcome: 'verified',
    cause: null,
    because: (f) => `One source of the mission's own (sighting ${f.ownWithEvidence}) with evidence found intact.`,
  },
  {
    rule: 'access restricted',
    when: (f) => f.restrictions.length > 0,
    outcome: 'not_verifiable',
    cause: 'access',
    because: (f) =>
      `${short(f)} The mission's access there was impeded ("${f.restrictions[0]?.kind}", incident ${f.restrictions[0]?.incidentId}).`,
  },
  {
    rule: 'too long ago',
    when: (f) => f.allTooOld,
    outcome: 'not_verifiable',
    cause: 'time',
    because: (f) => `${short(f)} It was received too long after the event to be checked.`,
  },
  {
    rule: 'evidence failed',
    when: (f) => f.evidenceFailed,
    outcome: 'not_verifiable',
    cause: 'evidence',
    because: (f) => `${short(f)} Evidence is missing or not as it was received.`,
  },
  {
    rule: 'too few independent sources',
    when: () => true,
    outcome: 'not_verifiable',
    cause: 'evidence',
    because: (f) => short(f),
  },
];

function short(f: Facts): string {
  const aside = f.setAside > 0 ? ` (${counted(f.setAside, 'sighting')} set aside for a failed check)` : '';
  return `${counted(f.independent, 'independent source')}${aside}; ${f.minimum} needed.`;
}

/**
 * What the machine proposes for an incident from the checks on its sightings, by the table above.
 * Pure; checks that are missing count as unknown. `restrictions` are access incidents nearby.
 */
export function proposeVerification(
  incident: Pick<Incident, 'sector'>,
  sightings: readonly Sighting[],
  checks: readonly CheckResult[],
  mission: Pick<Mission, 'thresholds'>,
  restrictions: readonly Restriction[] = [],
): Proposal {
  const facts = factsOf(incident, sightings, checks, mission, restrictions);
  const row = decisionTable.find((r) => r.when(facts))!;
  return { outcome: row.outcome, cause: row.cause, reason: row.because(facts), rule: row.rule };
}

function factsOf(
  incident: Pick<Incident, 'sector'>,
  sightings: readonly Sighting[],
  checks: readonly CheckResult[],
  mission: Pick<Mission, 'thresholds'>,
  restrictions: readonly Restriction[],
): Facts {
  const check = (name: CheckName) => checks.find((c) => c.name === name);
  const verdict = (name: CheckName, id: string) =>
    check(name)?.bySighting.find((v) => v.sightingId === id)?.result ?? 'unknown';
  const fails = (id: string, ...names: CheckName[]) => names.some((n) => verdict(n, id) === 'fail');
  const listed = (name: CheckName, key: string): string[] => {
    const value = check(name)?.inputs[key];
    return Array.isArray(value) ? value.map(String) : [];
  };
  const all = (ids: string[]) => sightings.length > 0 && sightings.every((s) => ids.includes(s.id));

  const usable = sightings.filter(
    (s) => !fails(s.id, 'plausible_time', 'plausible_range', 'evidence_integrity', 'sensor_health', 'duplicates'),
  );
  const own = usable.find(
    (s) =>
      s.provider === 'mission' &&
      s.quotes === null &&
      verdict('evidence_integrity', s.id) === 'pass' &&
      (s.type === 'report' || verdict('sensor_health', s.id) === 'pass'),
  );
  const consistentWith = check('notifications')?.inputs['consistentWith'];
  return {
    duplicateOf: check('duplicates')?.result === 'fail' ? listed('duplicates', 'originalsIn') : [],
    allBeforeCeasefire: all(listed('plausible_time', 'beforeCeasefire')),
    inSector: incident.sector !== null,
    consistentWith: typeof consistentWith === 'string' ? consistentWith : null,
    impossible: sightings.length > 0 && sightings.every((s) => fails(s.id, 'plausible_time', 'plausible_range')),
    independent: countIndependent(usable),
    minimum: mission.thresholds.verification.minIndependentSources,
    setAside: sightings.length - usable.length,
    evidenceFailed: sightings.some((s) => fails(s.id, 'evidence_integrity')),
    ownWithEvidence: own?.id ?? null,
    restrictions: [...restrictions],
    allTooOld: all(listed('plausible_time', 'tooOld')),
  };
}
