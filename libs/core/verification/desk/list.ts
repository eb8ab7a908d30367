import { requireAction, sectorsFor } from '../../access/policy.js';
import type { Actor } from '../../access/types.js';
import type { Incident } from '../../fusion/types.js';
import type { Deps, Reads } from '../../ports.js';
import { triageStateOf, waitingHours, type TriageState } from '../triage.js';
import { readCursor, writeCursor } from './cursor.js';
import { QueueMemory } from './memory.js';
import { isSnoozed, queueRows, type CueGroup, type QueueRow, type QueueTotals } from './rows.js';
import { queueNumbers, termsOf, type ScoreTerm } from './score.js';
import type { QueueFilter } from './types.js';

/** What has to be done by when, and on what. */
export interface NextClock {
  what: 'escalation_acknowledge' | 'escalation_act' | 'task_due' | 'claim_ends' | 'snooze_ends' | 'stale';
  by: string;
  subjectId: string;
  overdue: boolean;
}

type Clock = Omit<NextClock, 'overdue'>;

/** One row of the triage queue. */
export interface TriageItem {
  key: string;
  /** Set where the row stands for several cues; the incident is then the worst of them. */
  group: CueGroup | null;
  incident: Incident;
  state: TriageState;
  snoozed: boolean;
  waitingHours: number;
  /** Has waited longer than the pack's `staleHours`. */
  stale: boolean;
  /** log2(urgency x harm x staleness), see core/verification/desk/score. */
  priority: number;
  terms: ScoreTerm[];
  /** The clock that runs out first; those of the ladder and of tasks also once they have. */
  clock: NextClock | null;
}

export interface TriagePage {
  items: TriageItem[];
  next: string | null;
  /** The instant as of which this and the pages after it are put in order. */
  at: string;
  totals: QueueTotals;
}

const mostPerPage = 200;

/**
 * The queue of undecided incidents in the actor's sectors, highest score first. Pages hang together: all are ordered
 * as of the instant of the first, and a cursor names a place in the order, not a number of rows, so what is decided,
 * claimed or added meanwhile neither repeats nor hides others. A process that lists often hands in what it remembers.
 * @throws Problem not_allowed, invalid_input (cursor)
 */
export async function listTriage(
  deps: Deps,
  actor: Actor,
  { cursor, limit, ...filter }: QueueFilter & { cursor?: string; limit?: number } = {},
  memory = new QueueMemory(),
): Promise<TriagePage> {
  requireAction(actor, 'triage.work');
  const after = cursor === undefined ? null : readCursor(cursor);
  const now = deps.clock.now().toISOString();
  const at = after?.at ?? now;
  const size = Math.min(mostPerPage, Math.max(1, limit ?? 50));
  const by = { actorId: actor.id, at, numbers: queueNumbers(deps.mission) };
  return deps.uow.read(async (reads) => {
    const lines = await memory.lines(reads, sectorsFor(actor, 'triage.work'));
    const place = after && { score: after.score, worst: { id: after.id } };
    // One more than is shown says whether there are more.
    const { rows, totals } = queueRows(lines, filter, by, { after: place, most: size + 1 });
    const page = rows.slice(0, size);
    const last = page.at(-1);
    const more = last !== undefined && rows.length > size;
    return {
      items: await itemsOf(deps, reads, page, { at, now }),
      next: more ? writeCursor({ at, score: last.score, id: last.worst.id }) : null,
      at,
      totals,
    };
  });
}

async function itemsOf(
  deps: Deps,
  reads: Reads,
  page: QueueRow[],
  { at, now }: { at: string; now: string },
): Promise<TriageItem[]> {
  const { staleHours } = deps.mission.thresholds.triage;
  const ids = page.map((row) => row.worst.id);
  const incidents = new Map((await reads.incidents.getMany(ids)).map((i) => [i.id, i]));
  const clocks = await clocksOf(reads, ids);
  return page.flatMap((row): TriageItem[] => {
    const incident = incidents.get(row.worst.id);
    if (!incident) return [];
    const waited = waitingHours(incident.openedAt, at);
    const snoozed = isSnoozed(row.worst, now);
    const own: Clock[] = [{ what: 'stale', by: shifted(incident.openedAt, staleHours), subjectId: incident.id }];
    if (incident.claimedUntil !== null)
      own.push({ what: 'claim_ends', by: incident.claimedUntil, subjectId: incident.id });
    if (snoozed) own.push({ what: 'snooze_ends', by: incident.snooze!.until, subjectId: incident.id });
    const due = [...own.filter((c) => c.by > now), ...(clocks.get(incident.id) ?? [])];
    const [first] = due.sort((a, b) => (a.by < b.by ? -1 : a.by > b.by ? 1 : 0));
    return [
      {
        key: row.key,
        group: row.group,
        incident,
        state: triageStateOf(incident, now),
        snoozed,
        waitingHours: waited,
        stale: waited > staleHours,
        priority: row.score,
        terms: termsOf(row.worst, incident.zones, at, deps.mission),
        clock: first ? { ...first, overdue: first.by <= now } : null,
      },
    ];
  });
}

/** Clocks of steps on the ladder and of tasks, by incident. */
async function clocksOf(reads: Reads, incidentIds: string[]): Promise<Map<string, Clock[]>> {
  const found = new Map<string, Clock[]>();
  const add = (incidentId: string, clock: Clock): void => {
    const known = found.get(incidentId);
    if (known) known.push(clock);
    else found.set(incidentId, [clock]);
  };
  for (const step of incidentIds.length === 0 ? [] : await reads.escalations.openOf(incidentIds)) {
    if (step.incidentId === null) continue;
    if (step.acknowledgedAt === null)
      add(step.incidentId, { what: 'escalation_acknowledge', by: step.acknowledgeBy, subjectId: step.id });
    else if (step.actBy !== null && step.actedAt === null)
      add(step.incidentId, { what: 'escalation_act', by: step.actBy, subjectId: step.id });
  }
  for (const task of await reads.triage.tasks(incidentIds))
    add(task.incidentId, { what: 'task_due', by: task.dueBy, subjectId: task.id });
  return found;
}

function shifted(instant: string, hours: number): string {
  return new Date(Date.parse(instant) + hours * 3_600_000).toISOString();
}
