import { requireAction, sectorsFor } from '../../access/policy.js';
import type { Actor } from '../../access/types.js';
import { weekInterval } from '../../mission/calendar.js';
import type { Deps, Page } from '../../ports.js';
import type { AnsweredTasks } from '../../ports-fieldwork.js';
import type { VerificationDebt } from '../types.js';

/** How far the mission got on one side in one reporting week. */
export interface AccessFigures {
  /** Party on whose side the places lie; null where that cannot be told. */
  side: string | null;
  reached: number;
  /** Places not reached because passage was denied, delayed or made conditional. */
  keptOut: number;
  /** Places not reached for another cause (weather, danger, time, technical). */
  otherwiseNotReached: number;
  /** reached / (reached + keptOut), 0..1: what of the mission's own trying access decided; null below the pack's fewestTries. */
  accessIndex: number | null;
  /** Incidents that became unverifiable for want of access in the week, and how many still are. */
  debtOpened: number;
  debtOpen: number;
}

/** The figures of one side from its counts, by one formula for all. */
export function accessFigures(
  tasks: AnsweredTasks,
  debt: { opened: number; open: number },
  fewest: number,
): AccessFigures {
  const tried = tasks.reached + tasks.kept;
  return {
    side: tasks.side,
    reached: tasks.reached,
    keptOut: tasks.kept,
    otherwiseNotReached: tasks.other,
    accessIndex: tried < fewest ? null : tasks.reached / tried,
    debtOpened: debt.opened,
    debtOpen: debt.open,
  };
}

/** One row per party, sorted by id, and one for places whose side is not known where there are any. @throws Problem */
export async function readAccessFigures(deps: Deps, actor: Actor, week: string): Promise<AccessFigures[]> {
  requireAction(actor, 'fieldwork.read');
  const { from, to } = weekInterval(week, deps.mission.calendar);
  return deps.uow.read(async (reads) => {
    const tasks = await reads.fieldTasks.answered(from, to);
    const debts = await reads.debts.bySide(from, to);
    const unknown = [...tasks, ...debts].some((row) => row.side === null) ? [null] : [];
    return [...deps.mission.parties.map((p) => p.id).sort(), ...unknown].map((side) =>
      accessFigures(
        tasks.find((t) => t.side === side) ?? { side, reached: 0, kept: 0, other: 0 },
        debts.find((d) => d.side === side) ?? { opened: 0, open: 0 },
        deps.mission.verification.access.fewestTries,
      ),
    );
  });
}

/** Incidents that access still keeps from being verified, oldest first, in the actor's sectors. @throws Problem not_allowed */
export async function listDebt(
  deps: Deps,
  actor: Actor,
  filter: { limit: number; cursor?: string },
): Promise<Page<VerificationDebt>> {
  requireAction(actor, 'incident.read');
  return deps.uow.read((reads) => reads.debts.open({ ...filter, sectors: sectorsFor(actor, 'incident.read') }));
}
