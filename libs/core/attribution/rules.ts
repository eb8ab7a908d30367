import type { Mission } from '../mission/types.js';
import type { AttributionRules, LedgerItemKind, LedgerRatio } from '../mission/weighing-types.js';

const working = 'working value, set on the simulated world (docs/measured/attribution.md)';

const row = (kind: LedgerItemKind, ratio: number, sigma: number, source = working): LedgerRatio => ({
  id: kind,
  kind,
  ratio,
  sigma,
  source,
});

/**
 * What holds where a pack says nothing of its own. No figure for these ratios is published; they are meant to
 * be replaced by those of a mission's own cases. The order of the standards of proof follows the practice of
 * UN fact-finding; the probabilities to them are a convention of ours.
 */
export const workingRules: AttributionRules = {
  prior: { accident: 0.01, other: 0.01 },
  ratios: [
    row('direction_of_fire', 1, 0.15),
    row('back_bearing', 1, 0.15),
    row('acoustic_bearing', 1, 0.25),
    row('side_of_impact', 16, 0.25),
    row('control_of_place', 20, 0.2),
    row('weapon_possession', 4, 0.4),
    row('admission', 20, 0.3),
    row('accusation', 1.5, 0.5),
    row('party_reply', 1, 0.5),
    row('denial', 1.05, 0.5),
    row('alternative_account', 1.1, 0.5),
    row('other', 1, 0.5),
  ],
  possession: [],
  strayShare: 0.05,
  weaponTrust: 0.85,
  sameSourceShare: 0.3,
  standards: [
    { id: 'reasonable_suspicion', name: { en: 'reasonable suspicion' }, above: 0.25 },
    { id: 'reasonable_grounds', name: { en: 'reasonable grounds to believe' }, above: 0.4 },
    { id: 'balance_of_probabilities', name: { en: 'balance of probabilities' }, above: 0.5 },
    { id: 'clear_and_convincing', name: { en: 'clear and convincing evidence' }, above: 0.75 },
    { id: 'beyond_reasonable_doubt', name: { en: 'beyond reasonable doubt' }, above: 0.95 },
  ],
  namingStandard: 'balance_of_probabilities',
};

/** The pack's own rules, else the working ones. */
export function rulesOf(mission: Pick<Mission, 'attribution'>): AttributionRules {
  return mission.attribution ?? workingRules;
}

/** The row of the table for a kind of item; the first, where the pack gives several. */
export function ratioOf(rules: AttributionRules, kind: LedgerItemKind): LedgerRatio {
  return rules.ratios.find((r) => r.kind === kind) ?? workingRules.ratios.find((r) => r.kind === kind)!;
}
