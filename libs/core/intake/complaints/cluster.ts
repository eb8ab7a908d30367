import { say } from '../../said.js';
import { Problem } from '../../errors.js';
import type { JobHandler } from '../../ports.js';
import { likenessOf } from './likeness.js';

/** However large a flood, a complaint is compared with the firsts of clusters only, and these at most. */
const mostCompared = 500;

/**
 * Puts a complaint with the first one that says nearly the same, or lets it be the first of its own. Only what is
 * shown changes: every complaint stays a sighting of its own, is counted, and can be read. Repeating it changes nothing.
 * @throws Problem not_found
 */
export const clusterComplaint: JobHandler = async (tx, deps, sightingId) => {
  const limits = deps.mission.verification.complaints;
  const { nearlyTheSame, withinHours } = limits;
  const complaint = await tx.complaints.get(sightingId);
  const told = await tx.sightings.get(sightingId);
  if (!complaint || !told) throw new Problem('not_found', say`There is no complaint ${sightingId}.`);
  await tx.lock([`complaints:${complaint.provider}`]);
  if ((await tx.complaints.get(sightingId))!.clusterId !== null) return;
  const near = (hours: number) => new Date(Date.parse(complaint.start) + hours * 3_600_000).toISOString();
  const around = await tx.complaints.like(
    complaint.provider,
    complaint.kind,
    near(-withinHours),
    near(withinHours + 0.001),
  );
  const firsts = around.filter((c) => c.clusterId === c.sightingId && c.sightingId !== sightingId).slice(-mostCompared);
  const rows = await tx.sightings.getMany(firsts.map((c) => c.sightingId));
  const likest = rows
    .map((row) => ({ id: row.id, likeness: likenessOf(told, row, limits) }))
    .filter((r) => r.likeness >= nearlyTheSame)
    .sort((a, b) => b.likeness - a.likeness || (a.id < b.id ? -1 : 1))[0];
  const first = likest?.id ?? sightingId;
  const likeness = likest?.likeness ?? 1;
  await tx.write.complaintCluster(sightingId, first, likeness);
  await tx.append({
    actor: 'system',
    type: 'complaint.clustered',
    subject: { kind: 'sighting', id: sightingId },
    payload: { cluster: first, likeness },
  });
};
