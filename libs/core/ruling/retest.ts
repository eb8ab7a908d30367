import type { EntryDraft } from '../journal/types.js';
import type { Mission } from '../mission/types.js';
import type { JobHandler, Reads } from '../ports.js';

/** Incidents that one round looks at; more follow in rounds of their own, so that none holds up other writers. */
const batch = 200;

/**
 * After a ruling or an assessment on a provision that other duties hang on (or on the condition itself): every verified
 * incident since then that concerns such a duty is tested again, which proposes and suggests, and rules nothing.
 * The subject is an incident's or an assessment's id, in a later round followed by ":" and the incident that it goes on from.
 */
export const retestLinked: JobHandler = async (tx, { mission }, subjectId) => {
  const [causeId, after = ''] = subjectId.split(':') as [string, string?];
  const duties = await dutiesTouched(tx, mission, causeId);
  if (duties === null) return;
  const ids = await tx.rulings.underFrom(duties.provisions, duties.from, after, batch);
  const affected = ids.filter((id) => id !== causeId);
  const drafts = affected.map((id): EntryDraft => ({
    actor: 'system',
    type: 'ruling.retest',
    subject: { kind: 'incident', id },
    payload: { because: causeId, provisions: duties.provisions },
  }));
  if (ids.length === batch)
    drafts.push({
      actor: 'system',
      type: 'ruling.retest_continued',
      subject: { kind: 'retest', id: `${causeId}:${ids.at(-1)!}` },
      payload: { provisions: duties.provisions, from: duties.from },
    });
  if (drafts.length > 0) await tx.append(...drafts);
};

/** The duties (provision ids) that hang on what was ruled, and since when; null where none does. */
async function dutiesTouched(
  reads: Pick<Reads, 'incidents' | 'rulings' | 'assessments'>,
  mission: Pick<Mission, 'provisions'>,
  causeId: string,
): Promise<{ provisions: string[]; from: string } | null> {
  const conditions = mission.provisions.filter((p) => p.condition !== undefined);
  if (conditions.length === 0) return null;
  const incident = await reads.incidents.get(causeId);
  const assessment = incident === null ? await reads.assessments.get(causeId) : null;
  const ruled = incident
    ? (await reads.rulings.ofIncident(causeId)).filter((r) => r.ruledBy !== null).map((r) => r.provisionId)
    : [assessment?.provisionId];
  const touched = conditions.filter((p) => ruled.includes(p.condition!.while) || ruled.includes(p.id));
  if (touched.length === 0) return null;
  const provisions = [...new Set(touched.map((p) => p.condition!.then))].sort();
  return { provisions, from: incident?.start ?? assessment!.to };
}
