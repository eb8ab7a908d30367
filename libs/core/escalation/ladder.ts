import type { EscalationRules, Rung } from '../mission/ladder-types.js';
import type { Mission } from '../mission/types.js';
import type { Ruling } from '../ruling/types.js';
import type { Transition } from '../verification/transitions.js';
import type { Escalation } from './types.js';

export type EscalationState = 'raised' | 'acknowledged' | 'acted' | 'missed' | 'overdue' | 'closed';
export type EscalationStep = 'acknowledge' | 'miss' | 'act' | 'overrun' | 'snooze' | 'hand_over' | 'lower' | 'close';

const open = ['raised', 'acknowledged', 'acted', 'missed', 'overdue'] as const;

/** The state machine of one step on the ladder. Missing a clock raises the next level; each step is closed in the end. */
export const escalationMachine: readonly Transition<EscalationState, EscalationStep>[] = [
  { name: 'acknowledge', from: 'raised', to: 'acknowledged' },
  { name: 'miss', from: 'raised', to: 'missed' },
  { name: 'act', from: 'acknowledged', to: 'acted' },
  { name: 'overrun', from: 'acknowledged', to: 'overdue' },
  // Late is better than never; that it was late stays on record.
  { name: 'act', from: 'overdue', to: 'acted' },
  { name: 'snooze', from: 'acknowledged', to: 'acknowledged' },
  ...(['acknowledged', 'overdue', 'acted'] as const).map((from) => ({ name: 'hand_over' as const, from, to: from })),
  ...open.map((from) => ({ name: 'lower' as const, from, to: 'closed' as const })),
  ...open.map((from) => ({ name: 'close' as const, from, to: 'closed' as const })),
];

export function escalationStateOf(
  e: Pick<Escalation, 'closedAt' | 'missedAt' | 'acknowledgedAt' | 'actedAt' | 'actMissedAt'>,
): EscalationState {
  if (e.closedAt !== null) return 'closed';
  if (e.missedAt !== null) return 'missed';
  if (e.acknowledgedAt === null) return 'raised';
  if (e.actedAt !== null) return 'acted';
  return e.actMissedAt !== null ? 'overdue' : 'acknowledged';
}

/** The clock that runs for a step and when it runs out, or null where none does. A snooze puts it off. */
export function clockOf(e: Escalation): { clock: 'acknowledge' | 'act'; by: string } | null {
  const state = escalationStateOf(e);
  const later = (by: string) => (e.snoozedUntil !== null && e.snoozedUntil > by ? e.snoozedUntil : by);
  if (state === 'raised') return { clock: 'acknowledge', by: later(e.acknowledgeBy) };
  if (state === 'acknowledged' && e.actBy !== null) return { clock: 'act', by: later(e.actBy) };
  return null;
}

/** How long and how often a step may be put off, where the pack sets no limits of its own. */
export const usualSnooze: EscalationRules['snooze'] = { maxMinutes: 720, maxTimes: 2 };

/** Where on the ladder a breach starts: rungs counted from the lowest; absent means it is not escalated. */
const startingRung: Readonly<Partial<Record<'minor' | 'serious' | 'grave', number>>> = { serious: 0, grave: 1 };

/** The rung for the gravest of the rulings that hold, or null where none is a serious or grave breach. */
export function rungFor(
  rulings: readonly Pick<Ruling, 'state' | 'result' | 'gravity'>[],
  ladder: Mission['escalation'],
  starts?: EscalationRules['starts'],
): Rung | null {
  const rungs = inOrder(ladder);
  const found = rulings
    .filter((r) => r.state === 'ruled' && r.result === 'breach' && r.gravity !== null)
    .flatMap((r) => {
      const gravity = r.gravity!;
      if (starts && gravity !== 'minor') return rungs.findIndex((rung) => rung.id === starts[gravity]);
      return startingRung[gravity] ?? [];
    });
  if (found.length === 0 || rungs.length === 0) return null;
  return rungs[Math.min(Math.max(...found), rungs.length - 1)]!;
}

/** The next rung up, or null at the top. */
export function rungAbove(level: number, ladder: Mission['escalation']): Rung | null {
  return inOrder(ladder).find((r) => r.level > level) ?? null;
}

/** The next rung down, or null at the bottom. */
export function rungBelow(level: number, ladder: Mission['escalation']): Rung | null {
  return inOrder(ladder).findLast((r) => r.level < level) ?? null;
}

/** Whether a missed clock of this kind raises the next level. */
export function climbsOn(rung: Rung | undefined, clock: 'acknowledge' | 'act'): boolean {
  return rung?.climbsOn?.includes(clock) ?? true;
}

/** What a step is about and why it is raised. */
export interface Cause extends Pick<Escalation, 'incidentId' | 'sector' | 'trigger' | 'raiseKey' | 'reason' | 'said'> {}

/** A new step on this rung, its clock starting at `at`. */
export function stepOn(rung: Rung, cause: Cause, id: string, at: string): Escalation {
  const { incidentId, sector, trigger, raiseKey, reason, said } = cause;
  return {
    id,
    incidentId,
    sector,
    level: rung.level,
    rung: rung.id,
    role: rung.role,
    trigger,
    raiseKey,
    reason,
    said,
    raisedAt: at,
    acknowledgeBy: minutesAfter(at, rung.acknowledgeMinutes),
    acknowledgedBy: null,
    acknowledgedAt: null,
    missedAt: null,
    holder: null,
    actBy: null,
    actedAt: null,
    actMissedAt: null,
    snoozedUntil: null,
    snoozes: 0,
    closedAt: null,
  };
}

export function minutesAfter(at: string, minutes: number): string {
  return new Date(Date.parse(at) + minutes * 60_000).toISOString();
}

function inOrder(ladder: Mission['escalation']): Rung[] {
  return [...ladder].sort((a, b) => a.level - b.level);
}
