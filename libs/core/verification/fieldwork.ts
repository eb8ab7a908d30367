import { may } from '../access/policy.js';
import type { Actor } from '../access/types.js';
import type { Incident } from '../fusion/types.js';
import type { Restriction, Sighting } from '../intake/types.js';
import type { Mission } from '../mission/types.js';
import type { Reads } from '../ports.js';
import { gradesOf, type Assessment } from './grades/assess.js';
import { coverageOf, type Coverage } from './requests/coverage.js';
import type { Check, FieldTask, NoticeMatch, VerificationDebt } from './types.js';

/** What the field and the checks add to an incident, beside its links and decisions. */
export interface Fieldwork {
  grades: Assessment;
  /** What its sightings tell of restrictions, verbatim words included. */
  restrictions: Restriction[];
  tasks: FieldTask[];
  coverage: Coverage;
  /** "consistent with notice N" and its opposites, by sighting. */
  noticeMatches: NoticeMatch[];
  debts: VerificationDebt[];
}

/** Fieldwork of an incident, limited to the sightings and tasks that the actor may see; grades are made from all. */
export async function fieldworkOf(
  reads: Reads,
  mission: Pick<Mission, 'verification'>,
  actor: Actor,
  incident: Incident,
  sightings: readonly Sighting[],
  checks: readonly Check[],
  at: string,
): Promise<Fieldwork> {
  const visible = new Set(
    sightings.filter((s) => may(actor, 'sighting.read', { sector: s.sector, owner: s.submittedBy })).map((s) => s.id),
  );
  const ids = [...visible];
  const grades = await gradesOf(reads, mission, incident.id, sightings, checks);
  const tasks = await reads.fieldTasks.ofIncident(incident.id);
  return {
    grades: { ...grades, items: grades.items.filter((i) => visible.has(i.sightingId)) },
    restrictions: await reads.restrictions.ofSightings(ids),
    tasks: tasks.filter((t) => may(actor, 'fieldtask.read', { sector: t.sector, owner: t.assignee })),
    coverage: coverageOf(tasks, at),
    noticeMatches: await reads.noticeMatches.ofSightings(ids),
    debts: await reads.debts.ofIncident(incident.id),
  };
}
