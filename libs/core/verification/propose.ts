import type { Incident, VerificationOutcome } from '../fusion/types.js';
import { countIndependent } from '../fusion/sources.js';
import type { Sighting } from '../intake/types.js';
import type { Mission } from '../mission/types.js';
import type { FactName, FactValue } from '../mission/verification/types.js';
import { credibilityOfIncident } from './grades/credibility.js';
import type { Reliability } from './grades/reliability.js';
import { applyRules, type RuleFacts } from './outcome-rules.js';
import type { CheckResult } from './result.js';
import type { CheckName, Verification } from './types.js';

/** Version of how facts are established and the pack's table is evaluated; raised with every change of it. */
export const proposalRuleVersion = 'propose/2';

export interface Proposal {
  outcome: VerificationOutcome;
  cause: Verification['cause'];
  reason: string;
  /** The pack's rule that applied, and the facts it looked at. */
  rule: string;
  facts: Partial<Record<FactName, FactValue>>;
}

/** An impediment to the mission (denied, delayed, jammed) near the incident's place and time. */
export interface Restriction {
  incidentId: string;
  kind: string;
}

/** What stands in other records; read only where a rule of the pack asks for it. */
export interface Surroundings {
  restrictions: readonly Restriction[];
  /** Field tasks turned back for want of access. */
  turnedBack: number;
  settledLocally: boolean;
  /** Letters of the sources. */
  reliability: readonly Reliability[];
}

export const nothingAround: Surroundings = { restrictions: [], turnedBack: 0, settledLocally: false, reliability: [] };

type Pack = Pick<Mission, 'thresholds' | 'verification' | 'eventKinds'>;

/**
 * What the machine proposes for an incident from the checks on its sightings, by the rules of the pack: the first that
 * applies. Pure; checks that are missing count as unknown. A person decides.
 */
export function proposeVerification(
  incident: Pick<Incident, 'sector' | 'kind'>,
  sightings: readonly Sighting[],
  checks: readonly CheckResult[],
  mission: Pack,
  around: Surroundings = nothingAround,
): Proposal {
  const { rule, reason, facts } = applyRules(factsOf(incident, sightings, checks, mission, around), mission);
  return { outcome: rule.outcome, cause: rule.cause ?? null, reason, rule: rule.id, facts };
}

const dayMs = 86_400_000;

function factsOf(
  incident: Pick<Incident, 'sector' | 'kind'>,
  sightings: readonly Sighting[],
  checks: readonly CheckResult[],
  mission: Pack,
  around: Surroundings,
): RuleFacts {
  const check = (name: CheckName) => checks.find((c) => c.name === name);
  const verdict = (name: CheckName, id: string) =>
    check(name)?.bySighting.find((v) => v.sightingId === id)?.result ?? 'unknown';
  const fails = (id: string, ...names: CheckName[]) => names.some((n) => verdict(n, id) === 'fail');
  const listed = (name: CheckName, key: string): string[] => {
    const value = check(name)?.inputs[key];
    return Array.isArray(value) ? value.map(String) : [];
  };
  const every = (holds: (s: Sighting) => boolean) => sightings.length > 0 && sightings.every(holds);

  const usable = sightings.filter(
    (s) => !fails(s.id, 'plausible_time', 'plausible_range', 'evidence_integrity', 'sensor_health', 'duplicates'),
  );
  const intact = usable.filter((s) => verdict('evidence_integrity', s.id) === 'pass');
  const own = intact.find(
    (s) =>
      s.provider === 'mission' &&
      s.quotes === null &&
      (s.type === 'report' || verdict('sensor_health', s.id) === 'pass'),
  );
  const originals = check('duplicates')?.result === 'fail' ? listed('duplicates', 'originalsIn') : [];
  const before = listed('plausible_time', 'beforeCeasefire');
  const notice = check('notifications')?.inputs['consistentWith'];
  const credibility = credibilityOfIncident(
    sightings,
    checks.map((c) => ({ ...c, inputs: { ...c.inputs, bySighting: c.bySighting } })),
  ).number;
  const ages = sightings.map((s) => (Date.parse(s.receivedAt) - Date.parse(s.end)) / dayMs);
  const age = ages.length > 0 ? Math.min(...ages) : null;
  const letters = around.reliability.filter((letter) => letter !== 'F').sort();
  const [restriction] = around.restrictions;
  return {
    values: {
      sightings: sightings.length,
      independentSources: countIndependent(usable),
      setAside: sightings.length - usable.length,
      intactEvidence: intact.length,
      duplicateOf: originals.length,
      accessRestrictions: around.restrictions.length,
      turnedBack: around.turnedBack,
      ageDays: age,
      credibility: credibility === 6 ? null : credibility,
      reliability: letters[0] ?? null,
      beforeCeasefire: every((s) => before.includes(s.id)),
      outsideMandate: incident.sector === null,
      matchedNotification: typeof notice === 'string',
      impossible: every((s) => fails(s.id, 'plausible_time', 'plausible_range')),
      ownWithEvidence: own !== undefined,
      evidenceFailed: sightings.some((s) => fails(s.id, 'evidence_integrity')),
      settledLocally: around.settledLocally,
      partiesOnly: every((s) => s.provider.startsWith('party:')),
      kind: incident.kind,
      category: mission.eventKinds.find((k) => k.id === incident.kind)?.category ?? 'other',
    },
    told: {
      duplicateOf: originals.join(', '),
      ...(typeof notice === 'string' && { matchedNotification: notice }),
      ...(own && { ownWithEvidence: own.id }),
      ...(restriction && { accessRestrictions: `"${restriction.kind}", incident ${restriction.incidentId}` }),
      ...(age !== null && { ageDays: age.toFixed(1) }),
    },
  };
}
