import { weighReply } from '#core/attribution/read-reply.js';
import { deliver } from '#core/escalation/deliver.js';
import { escalateIncident } from '#core/escalation/escalate.js';
import { fuseSighting, fuseSightings } from '#core/fusion/fuse.js';
import { clusterComplaint } from '#core/intake/complaints/cluster.js';
import { reduceEffort } from '#core/intake/disturbance/reduce.js';
import type { JobName } from '#core/journal/followup.js';
import type { Deps, Job, JobHandler, Tx } from '#core/ports.js';
import { notifyOfAssessment, notifyOfIncident } from '#core/reply/issue.js';
import { retestLinked } from '#core/ruling/retest.js';
import { ruleIncident } from '#core/ruling/rule.js';
import { verifyIncidents } from '#core/verification/verify-many.js';

/** Every job name has exactly one handler (D5). */
export const handlers: Readonly<Record<JobName, Job>> = {
  fuse: { one: fuseSighting, many: async (deps, ids) => (tx) => fuseSightings(tx, deps, ids) },
  verify: verifyIncidents,
  rule: ruleIncident,
  retest: retestLinked,
  escalate: escalateIncident,
  cluster: { one: clusterComplaint, many: async (deps, ids) => inTurn(clusterComplaint, deps, ids) },
  notify: notifyOfIncident,
  notify_assessment: notifyOfAssessment,
  deliver,
  reduce_effort: reduceEffort,
  weigh_reply: weighReply,
};

/** Of few statements each, but a commit of its own would cost more than the work. */
function inTurn(one: JobHandler, deps: Deps, subjectIds: string[]): (tx: Tx) => Promise<void> {
  return async (tx) => {
    for (const id of subjectIds) await one(tx, deps, id);
  };
}
