import { requireAction } from '../access/policy.js';
import type { Actor } from '../access/types.js';
import { previousWeek, reportingWeek, weekInterval } from '../mission/calendar.js';
import type { Deps } from '../ports.js';
import { refusalOf, type Refusal } from './edition-actions.js';
import { refuseDraft } from './edition-life.js';
import type { Edition } from './edition-record.js';

/** A reporting week with its versions, oldest first. `from`, `to`: half-open, UTC. */
export interface EditionWeek {
  week: string;
  from: string;
  to: string;
  editions: Edition[];
  /** Why no version of it can be opened now; null: one can. */
  refusal: Refusal | null;
}

/**
 * Reporting weeks since the ceasefire, newest first, the present one included; `before` a week leaves it and the later
 * ones out. `next`: the week to go on before; null at the end.
 * @throws Problem not_allowed, invalid_input (`before` is no week)
 */
export async function listWeeks(
  deps: Deps,
  actor: Actor,
  { before, limit }: { before?: string; limit: number },
): Promise<{ items: EditionWeek[]; next: string | null }> {
  requireAction(actor, 'edition.read');
  const { calendar, ceasefireFrom } = deps.mission;
  const now = deps.clock.now().toISOString();
  const first = reportingWeek(ceasefireFrom, calendar);
  const weeks: string[] = [];
  let week = before === undefined ? reportingWeek(now, calendar) : previousWeek(before);
  for (; week >= first && weeks.length < limit; week = previousWeek(week)) weeks.push(week);
  const items = await deps.uow.read((reads) =>
    Promise.all(
      weeks.map(async (one): Promise<EditionWeek> => {
        const editions = await reads.editions.ofWeek(one);
        const { from, to } = weekInterval(one, calendar);
        return { week: one, from, to, editions, refusal: refusalOf(() => draftable(actor, one, to, now, editions)) };
      }),
    ),
  );
  return { items, next: week >= first ? (weeks.at(-1) ?? null) : null };
}

function draftable(actor: Actor, week: string, to: string, now: string, editions: Edition[]): void {
  requireAction(actor, 'edition.edit');
  refuseDraft(week, to, now, editions);
}
