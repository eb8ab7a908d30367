import type { Entry } from '../journal/types.js';
import type { Reads } from '../ports.js';
import type { Assessment } from './types.js';

/** What the journal tells of assessments, in the order in which it was told. */
export type AssessmentEntry = Pick<Entry, 'at' | 'type' | 'subject' | 'payload'> & { position?: number | null };

/**
 * The assessments that held at an instant, from what the journal had told of them by then: ruled, where one person is
 * enough; confirmed, where two are needed; not yet withdrawn, and no other put in their place. Each as it stood then.
 * @param rows as they are now; @param entries of all of these rows, oldest first
 */
export function assessmentsHeldAt(
  rows: readonly Assessment[],
  entries: readonly AssessmentEntry[],
  at: string,
): Assessment[] {
  const held = new Map<string, Pick<Assessment, 'confirmedBy' | 'confirmedAt'>>();
  for (const { type, subject, payload, at: when } of entries.filter((e) => e.at <= at)) {
    if (type === 'assessment.withdrawn') held.delete(subject.id);
    const alone = type === 'assessment.ruled' && payload['awaitsSecond'] !== true;
    if (!alone && type !== 'assessment.confirmed') continue;
    for (const id of (payload['supersedes'] as string[] | undefined) ?? []) held.delete(id);
    const { confirmedBy } = rows.find((r) => r.id === subject.id) ?? { confirmedBy: null };
    held.set(subject.id, alone ? { confirmedBy: null, confirmedAt: null } : { confirmedBy, confirmedAt: when });
  }
  return rows.flatMap((r) => {
    const then = held.get(r.id);
    return then === undefined ? [] : [{ ...r, ...then, state: 'ruled' as const }];
  });
}

/** Loads and sorts them: assessments of periods that were over by `at`, by entries at positions < cutoff only, unless null. */
export async function readAssessmentsHeldAt(
  reads: Pick<Reads, 'assessments' | 'journal'>,
  at: string,
  cutoff: number | null,
): Promise<Assessment[]> {
  const rows = (await reads.assessments.list()).filter((a) => a.ruledAt <= at && a.to <= at);
  const entries: AssessmentEntry[] = [];
  for (const { id } of rows) entries.push(...(await reads.journal.ofSubject('assessment', id)));
  const known = entries.filter((e) => cutoff === null || (e.position != null && e.position < cutoff));
  // Of one instant in the order in which they were appended: positions tell, and what has none yet is newest.
  const place = (e: AssessmentEntry) => e.position ?? Number.MAX_SAFE_INTEGER;
  known.sort((a, b) => (a.at === b.at ? place(a) - place(b) : a.at < b.at ? -1 : 1));
  return assessmentsHeldAt(rows, known, at);
}
