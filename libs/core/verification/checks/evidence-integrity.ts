import { say, type Said } from '../../said.js';
import { inWords, overall, type CheckResult, type SightingVerdict } from '../result.js';

const ruleVersion = 'evidence_integrity/1';

/** One piece of evidence of one sighting and how its bytes were found when they were read again. */
export interface EvidenceState {
  evidenceId: string;
  /** Null where no record of the evidence exists. */
  sha256: string | null;
  state: 'ok' | 'missing' | 'damaged' | 'unrecorded';
}

/**
 * Judges evidence whose hashes the caller has computed anew. A sighting without evidence is unknown,
 * never failed; one bad file fails the sighting that rests on it.
 */
export function checkEvidenceIntegrity(sightings: readonly { id: string; evidence: EvidenceState[] }[]): CheckResult {
  const bySighting = sightings.map(({ id, evidence }): SightingVerdict => {
    if (evidence.length === 0) return { sightingId: id, result: 'unknown', because: say`no evidence attached` };
    const bad = evidence.filter((e) => e.state !== 'ok');
    if (bad.length > 0)
      return {
        sightingId: id,
        result: 'fail',
        because: say`${bad.map(stateOf)}`,
      };
    return {
      sightingId: id,
      result: 'pass',
      because: say`files read again with the SHA-256 of their receipt: ${evidence.length}`,
    };
  });
  return {
    name: 'evidence_integrity',
    result: overall(bySighting),
    reason: inWords(bySighting),
    inputs: { evidence: sightings.flatMap((s) => s.evidence) },
    ruleVersion,
    bySighting,
  };
}

function stateOf({ evidenceId, state }: EvidenceState): Said {
  if (state === 'missing') return say`evidence ${evidenceId} is missing`;
  if (state === 'damaged') return say`evidence ${evidenceId} is damaged`;
  return say`evidence ${evidenceId} is unrecorded`;
}
