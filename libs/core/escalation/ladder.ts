import type { Mission } from '../mission/types.js';
import type { Ruling } from '../ruling/types.js';
import type { Transition } from '../verification/transitions.js';
import type { Escalation } from './types.js';

export type EscalationState = 'raised' | 'acknowledged' | 'missed' | 'closed';
export type EscalationStep = 'acknowledge' | 'miss' | 'close';

/** The state machine of one step on the ladder. Missing one raises the next; each is closed in the end. */
export const escalationMachine: readonly Transition<EscalationState, EscalationStep>[] = [
  { name: 'acknowledge', from: 'raised', to: 'acknowledged' },
  { name: 'miss', from: 'raised', to: 'missed' },
  { name: 'close', from: 'raised', to: 'closed' },
  { name: 'close', from: 'acknowledged', to: 'closed' },
  { name: 'close', from: 'missed', to: 'closed' },
];

export function escalationStateOf(e: Pick<Escalation, 'closedAt' | 'missedAt' | 'acknowledgedAt'>): EscalationState {
  if (e.closedAt !== null) return 'closed';
  if (e.missedAt !== null) return 'missed';
  return e.acknowledgedAt !== null ? 'acknowledged' : 'raised';
}

type Rung = Mission['escalation'][number];

/** Where on the ladder a breach starts: rungs counted from the lowest; absent means it is not escalated. */
const startingRung: Readonly<Partial<Record<'minor' | 'serious' | 'grave', number>>> = { serious: 0, grave: 1 };

/** The rung for the gravest of the rulings that hold, or null where none is a serious or grave breach. */
export function rungFor(
  rulings: readonly Pick<Ruling, 'state' | 'result' | 'gravity'>[],
  ladder: Mission['escalation'],
): Rung | null {
  const rungs = [...ladder].sort((a, b) => a.level - b.level);
  const starts = rulings
    .filter((r) => r.state === 'ruled' && r.result === 'breach' && r.gravity !== null)
    .flatMap((r) => startingRung[r.gravity!] ?? []);
  if (starts.length === 0 || rungs.length === 0) return null;
  return rungs[Math.min(Math.max(...starts), rungs.length - 1)]!;
}

/** The next rung up, or null at the top. */
export function rungAbove(level: number, ladder: Mission['escalation']): Rung | null {
  return [...ladder].sort((a, b) => a.level - b.level).find((r) => r.level > level) ?? null;
}

/** A new step on this rung, its clock starting at `at`. */
export function stepOn(rung: Rung, incidentId: string, id: string, reason: string, at: string): Escalation {
  return {
    id,
    incidentId,
    level: rung.level,
    role: rung.role,
    reason,
    raisedAt: at,
    acknowledgeBy: new Date(Date.parse(at) + rung.acknowledgeMinutes * 60_000).toISOString(),
    acknowledgedBy: null,
    acknowledgedAt: null,
    missedAt: null,
    closedAt: null,
  };
}
