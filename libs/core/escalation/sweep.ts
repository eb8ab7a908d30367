import type { Deps } from '../ports.js';
import { raise } from './escalate.js';
import { escalationStateOf, rungAbove, stepOn } from './ladder.js';

/**
 * Finds every clock that has run out unanswered, writes that down, and climbs one rung for each: once, however
 * often it is called and however late, and with a full new clock. At the top it stays, on record.
 * Returns how many were missed and how many steps were raised.
 */
export async function sweepEscalations(deps: Deps): Promise<{ missed: number; raised: number }> {
  return deps.uow.run(async (tx) => {
    const overdue = await tx.escalations.overdue(tx.now);
    const incidents = [...new Set(overdue.map((e) => e.incidentId))].sort();
    await tx.lock(incidents.map((id) => `incident:${id}`));
    let missed = 0;
    let raised = 0;
    for (const { id } of overdue) {
      // Read again under the lock: it may have been answered, or swept by another process.
      const current = await tx.escalations.get(id);
      if (!current || escalationStateOf(current) !== 'raised' || current.acknowledgeBy > tx.now) continue;
      const above = rungAbove(current.level, deps.mission.escalation);
      await tx.write.escalation({ ...current, missedAt: tx.now });
      await tx.append({
        actor: 'system',
        type: 'escalation.missed',
        subject: { kind: 'incident', id: current.incidentId },
        payload: {
          escalationId: id,
          level: current.level,
          acknowledgeBy: current.acknowledgeBy,
          climbsTo: above?.level ?? null,
        },
      });
      missed += 1;
      const steps = await tx.escalations.ofIncident(current.incidentId);
      const alreadyAbove = above !== null && steps.some((e) => e.closedAt === null && e.level >= above.level);
      if (above === null || alreadyAbove) continue;
      const reason = `Level ${current.level} was not acknowledged by ${current.acknowledgeBy}. ${current.reason}`;
      await raise(tx, stepOn(above, current.incidentId, tx.ids.next(), reason, tx.now), id);
      raised += 1;
    }
    return { missed, raised };
  });
}
