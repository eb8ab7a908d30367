import type { Mission, Provision } from '../mission/types.js';
import { say, type Said } from '../said.js';
import type { Reads } from '../ports.js';
import type { Assessment } from './types.js';

/** A breach of a provision on which another's duty hangs, or a finding that it was kept, and by whom. */
export interface ConditionFact {
  /** The provision that is the condition, or the condition itself where a person ruled on that. */
  provisionId: string;
  party: string | null;
  /** When it was breached, or up to when it was found kept. */
  at: string;
  breached: boolean;
}

export interface DutyState {
  state: 'holds' | 'lapsed';
  because: Said[];
}

/** Whether a provision is in force at an instant. */
export function isInForce(provision: Pick<Provision, 'inForceFrom' | 'inForceUntil'>, at: string): boolean {
  return provision.inForceFrom <= at && (provision.inForceUntil === null || at < provision.inForceUntil);
}

/**
 * Whether the duty under `provision` holds for `party` at `at`, where the agreement makes it depend on another
 * provision: it lapses once another party's breach of that one stands, and holds again from a later finding that the
 * party kept it. What a person ruled on the condition itself goes before both. Null where no condition is in force.
 */
export function dutyState(
  mission: Pick<Mission, 'provisions'>,
  provision: Pick<Provision, 'id'>,
  party: string,
  at: string,
  facts: readonly ConditionFact[],
): DutyState | null {
  const conditions = mission.provisions.filter((p) => p.condition?.then === provision.id && isInForce(p, at));
  if (conditions.length === 0) return null;
  const known = facts.filter((f) => f.at <= at);
  const kept: Said[] = [];
  for (const condition of conditions) {
    const other = mission.provisions.find((p) => p.id === condition.condition!.while);
    const number = other?.number ?? condition.condition!.while;
    const ruled = newest(
      known.filter((f) => f.provisionId === condition.id && (f.party === null || f.party === party)),
    );
    if (ruled !== null && !ruled.breached) {
      kept.push(say`Under ${condition.number} it was ruled on ${{ at: ruled.at }} that the duty holds.`);
      continue;
    }
    if (ruled?.breached)
      return {
        state: 'lapsed',
        because: [say`Under ${condition.number} it was ruled on ${{ at: ruled.at }} that the duty lapsed.`],
      };
    const others = known.filter((f) => f.provisionId === other?.id && f.party !== null && f.party !== party);
    const broken = [...new Set(others.map((f) => f.party))]
      .map((p) => newest(others.filter((f) => f.party === p)))
      .filter((f) => f?.breached)
      .map((f) => f!.at)
      .sort();
    if (broken.length > 0)
      return {
        state: 'lapsed',
        because: [
          say`Under ${condition.number} the duty holds while provision ${number} is kept; a breach of it by another party stands since ${{ at: broken[0]! }}.`,
        ],
      };
    kept.push(say`Under ${condition.number} the duty holds: no breach of provision ${number} by another party stands.`);
  }
  return { state: 'holds', because: kept };
}

/** The latest; of two at the same instant a breach counts. */
function newest(facts: readonly ConditionFact[]): ConditionFact | null {
  return facts.reduce<ConditionFact | null>(
    (a, b) => (a === null || b.at > a.at || (b.at === a.at && b.breached) ? b : a),
    null,
  );
}

/** Everything ruled up to `at` on the provisions that conditions name, and on the conditions themselves. */
export async function conditionFacts(
  reads: Pick<Reads, 'rulings' | 'assessments'>,
  mission: Pick<Mission, 'provisions'>,
  at: string,
): Promise<ConditionFact[]> {
  const conditions = mission.provisions.filter((p) => p.condition !== undefined && isInForce(p, at));
  const facts: ConditionFact[] = [];
  for (const id of new Set(conditions.map((p) => p.condition!.while)))
    facts.push(
      ...(await reads.rulings.breachesOf(id, at)).map((b) => ({ provisionId: id, ...b, breached: true })),
      ...(await reads.assessments.ofProvision(id)).flatMap(factOf),
    );
  for (const { id } of conditions) facts.push(...(await reads.assessments.ofProvision(id)).flatMap(factOf));
  return facts.filter((f) => f.at <= at);
}

function factOf(a: Assessment): ConditionFact[] {
  if (a.state !== 'ruled' || a.result === 'not_decided') return [];
  return [{ provisionId: a.provisionId, party: a.party, at: a.to, breached: a.result === 'breach' }];
}
