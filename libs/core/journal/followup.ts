/**
 * Names of the jobs that workers do. They are stored in the database and in the queue:
 * changing one strands work that is already owed.
 */
export const jobNames = [
  'fuse',
  'verify',
  'rule',
  'escalate',
  'cluster',
  'notify',
  'notify_assessment',
  'deliver',
  'retest',
  'reduce_effort',
  'weigh_reply',
] as const;
export type JobName = (typeof jobNames)[number];

/** Which work an entry of each type leaves behind, on which subject (D4: the journal is the outbox). */
export const followUp: Readonly<Record<string, readonly JobName[]>> = {
  'sighting.accepted': ['fuse'],
  'complaint.filed': ['cluster'],
  'incident.opened': ['verify'],
  'incident.joined': ['verify'],
  'incident.left': ['verify'],
  'incident.split': ['verify'],
  'incident.merged': ['verify'],
  'incident.restored': ['verify'],
  'incident.spoken_of': ['verify'],
  'disturbance.recorded': ['reduce_effort'],
  'watch.recorded': ['reduce_effort'],
  'effort.recorded': ['reduce_effort'],
  'verification.decided': ['rule'],
  'verification.undone': ['rule'],
  'verification.revisited': ['rule'],
  'attribution.confirmed': ['rule', 'notify'],
  'attribution.withdrawn': ['rule', 'notify'],
  'ruling.ruled': ['escalate', 'notify', 'retest'],
  'ruling.confirmed': ['escalate', 'notify', 'retest'],
  'ruling.withdrawn': ['escalate', 'notify', 'retest'],
  'ruling.retest': ['rule'],
  'ruling.retest_continued': ['retest'],
  'delivery.owed': ['deliver'],
  'reply.received': ['weigh_reply'],
  'assessment.ruled': ['notify_assessment', 'retest'],
  'assessment.confirmed': ['notify_assessment', 'retest'],
  'assessment.withdrawn': ['notify_assessment', 'retest'],
};

/** The work owed after an entry: the subject of `verification.*`, `attribution.*` and `ruling.*` entries is the incident. */
export function jobsOf(entry: {
  type: string;
  subject: { kind: string; id: string };
}): { job: JobName; subjectId: string }[] {
  return (followUp[entry.type] ?? []).map((job) => ({ job, subjectId: entry.subject.id }));
}
