/** The ladder as a screen shows it: each open step with its case, the clock that runs, who was told, and what one may do. */
import { nameOf } from '../access/accounts.js';
import { may, requireAction } from '../access/policy.js';
import type { Actor, Role } from '../access/types.js';
import type { Incident } from '../fusion/types.js';
import type { EscalationChannel } from '../mission/ladder-types.js';
import type { Localised } from '../mission/types.js';
import type { Deps } from '../ports.js';
import { after } from '../verification/transitions.js';
import { adviceTexts, alarmBehind } from './alarms/advice.js';
import { listEscalations } from './case-file.js';
import {
  clockOf,
  escalationMachine,
  escalationStateOf,
  rungBelow,
  usualSnooze,
  type EscalationState,
} from './ladder.js';
import type { Delivery, Escalation } from './types.js';

/** What a person can do with a step. Each is asked for again when it is done. */
export const boardActions = ['acknowledge', 'act', 'snooze', 'hand_over', 'lower', 'close'] as const;
export type BoardAction = (typeof boardActions)[number];

/** How many were told by one channel, and what became of it. */
export interface ToldBy {
  channel: EscalationChannel;
  waiting: number;
  sent: number;
  dropped: number;
  /** Of the sent: opened by who was told; the console alone knows. */
  read: number;
}

export interface BoardItem {
  step: Escalation;
  state: EscalationState;
  /** The clock that runs, with what a snooze has put off; null where none does. */
  clock: { what: 'acknowledge' | 'act'; by: string; overdue: boolean } | null;
  /** Null for a step that an alarm raised. */
  incident: Incident | null;
  /** What the alarm says, by language; null for other steps. */
  advice: Localised | null;
  told: ToldBy[];
  /** What the reader may do with it now. */
  can: BoardAction[];
  /** How often it may still be put off. */
  snoozesLeft: number;
}

export interface Board {
  /** Instant of the answer. */
  at: string;
  /** How long a step may be put off at once, minutes. */
  snoozeMinutes: number;
  /** The clock that runs out first on top. */
  items: BoardItem[];
}

/** Open steps in the actor's sectors. @throws Problem not_allowed */
export async function readBoard(deps: Deps, actor: Actor): Promise<Board> {
  const steps = await listEscalations(deps, actor);
  const at = deps.clock.now().toISOString();
  const { maxMinutes, maxTimes } = deps.mission.escalationRules?.snooze ?? usualSnooze;
  return deps.uow.read(async (reads) => {
    const ids = [...new Set(steps.flatMap((s) => s.incidentId ?? []))];
    const incidents = new Map((await reads.incidents.getMany(ids)).map((i) => [i.id, i]));
    const told = toldBySteps(await reads.deliveries.ofSteps(steps.map((s) => s.id)));
    const items: BoardItem[] = [];
    for (const step of steps) {
      const incident = incidents.get(step.incidentId ?? '') ?? null;
      const running = clockOf(step);
      const clock = running && { what: running.clock, by: running.by, overdue: running.by <= at };
      // Only for steps of alarms, of which there is one a week for each sector at most.
      const alarm = step.trigger === 'alarm' ? await alarmBehind(reads, step) : null;
      const snoozesLeft = Math.max(0, maxTimes - step.snoozes);
      items.push({
        step,
        state: escalationStateOf(step),
        clock,
        incident,
        advice: alarm && adviceTexts(deps.mission, alarm),
        told: told.get(step.id) ?? [],
        can: actionsOn(deps, actor, step, incident?.sector ?? step.sector, clock, snoozesLeft),
        snoozesLeft,
      });
    }
    return { at, snoozeMinutes: maxMinutes, items };
  });
}

/** The actions whose use cases would not refuse the actor now. */
function actionsOn(
  deps: Deps,
  actor: Actor,
  step: Escalation,
  sector: string | null,
  clock: BoardItem['clock'],
  snoozesLeft: number,
): BoardAction[] {
  if (actor.type !== 'person' || !may(actor, 'escalation.acknowledge', { sector })) return [];
  if (actor.role !== step.role && actor.role !== 'head_of_mission') return [];
  const state = escalationStateOf(step);
  const runs = clock !== null && !clock.overdue;
  return boardActions.filter((action) => {
    if (after(escalationMachine, state, action) === null) return false;
    if (action === 'acknowledge') return runs;
    if (action === 'act') return clock === null || runs;
    if (action === 'snooze') return runs && snoozesLeft > 0;
    if (action === 'lower') return rungBelow(step.level, deps.mission.escalation) !== null;
    if (action === 'hand_over') return step.holder === actor.id || actor.role === 'head_of_mission';
    return true;
  });
}

function toldBySteps(deliveries: readonly Delivery[]): Map<string, ToldBy[]> {
  const found = new Map<string, ToldBy[]>();
  for (const { escalationId, channel, state, readAt } of deliveries) {
    const ways = found.get(escalationId) ?? [];
    found.set(escalationId, ways);
    let way = ways.find((w) => w.channel === channel);
    if (!way) ways.push((way = { channel, waiting: 0, sent: 0, dropped: 0, read: 0 }));
    way[state] += 1;
    if (readAt !== null) way.read += 1;
  }
  return found;
}

/** Somebody on the mission's staff who is told of steps, or may hold them. */
export interface LadderPerson {
  id: string;
  /** As people call them; the login name where none is kept. */
  name: string;
  role: Role;
  /** Steps can be handed over to this person, where the rung is for the role. */
  mayHold: boolean;
}

/** What those are called who hold steps and are told of them, by name. @throws Problem not_allowed */
export async function ladderPeople(deps: Deps, actor: Actor): Promise<LadderPerson[]> {
  requireAction(actor, 'escalation.read');
  return deps.uow.read(async (reads) => {
    const staff = (await reads.accounts.list()).filter(({ role }) => role !== 'party_liaison' && role !== 'device');
    const people = await Promise.all(
      staff.map(async ({ id, loginName, role, scope, disabledAt }) => ({
        id,
        name: (await nameOf(reads, id)) ?? loginName,
        role,
        mayHold: disabledAt === null && may({ id, role, scope, type: 'person' }, 'escalation.acknowledge'),
      })),
    );
    return people.sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : a.id < b.id ? -1 : 1));
  });
}
