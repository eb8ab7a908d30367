import type { Incident } from '../../fusion/types.js';
import type { Reads, Tx } from '../../ports.js';
import type { FieldTask, VerificationDebt } from '../types.js';

/** What kept the mission from verifying: an incident of restriction, and the task that met it, if one did. */
export interface Hindrance {
  restrictionId: string | null;
  taskId: string | null;
}

/** Hindrances of an incident: restrictions around it and tasks that were kept from their places; one unknown if none. */
export function hindrancesOf(restrictionIds: readonly string[], tasks: readonly FieldTask[]): Hindrance[] {
  const kept = tasks
    .filter((t) => t.state === 'not_reached' && t.cause === 'access')
    .map((t): Hindrance => ({ restrictionId: t.restrictionId, taskId: t.id }));
  const met = new Set(kept.map((h) => h.restrictionId));
  const around = restrictionIds
    .filter((id) => !met.has(id))
    .map((id): Hindrance => ({ restrictionId: id, taskId: null }));
  const all = [...kept, ...around];
  return all.length > 0 ? all : [{ restrictionId: null, taskId: null }];
}

/**
 * Opens the debt of an incident that could not be verified for want of access, once per hindrance, and settles
 * it with any other outcome (null = its decision was undone).
 */
export async function keepDebt(
  tx: Tx,
  incident: Incident,
  judged: { outcome: string | null; cause: string | null },
  hindrances: readonly Hindrance[],
): Promise<void> {
  const open = (await tx.debts.ofIncident(incident.id)).filter((d) => d.settledAt === null);
  if (judged.outcome !== 'not_verifiable' || judged.cause !== 'access') {
    for (const d of open) await tx.write.debt({ ...d, settledAt: tx.now, settledBy: judged.outcome ?? 'undone' });
    return;
  }
  const same = (d: VerificationDebt, h: Hindrance) => d.restrictionId === h.restrictionId && d.taskId === h.taskId;
  for (const h of hindrances) {
    if (open.some((d) => same(d, h))) continue;
    await tx.write.debt({
      ...h,
      id: tx.ids.next(),
      incidentId: incident.id,
      sector: incident.sector,
      side: await sideOf(tx, h),
      openedAt: tx.now,
      settledAt: null,
      settledBy: null,
    });
  }
}

/** The party that imposed the restriction by its reporters' word, else the one on whose side it most likely was. */
async function sideOf(reads: Reads, { restrictionId, taskId }: Hindrance): Promise<string | null> {
  if (restrictionId !== null) {
    const links = await reads.links.ofIncident(restrictionId);
    const told = await reads.restrictions.ofSightings(links.map((l) => l.sightingId));
    const imposers = [...new Set(told.map((r) => r.imposedBy).filter((p) => p !== null))];
    if (imposers.length === 1) return imposers[0]!;
    const incident = await reads.incidents.get(restrictionId);
    if (incident) return likelySide(incident.side);
  }
  return taskId === null ? null : ((await reads.fieldTasks.get(taskId))?.side ?? null);
}

/** The party on whose side it is with more than half the probability, or null. */
export function likelySide(side: Record<string, number>): string | null {
  return Object.keys(side).find((party) => side[party]! > 0.5) ?? null;
}
