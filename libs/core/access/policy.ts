import { say } from '../said.js';
import { Problem } from '../errors.js';
import type { Actor, Role } from './types.js';

/**
 * How far a role reaches with one action:
 * 'any' = every object; 'sectors' = objects in the actor's sectors (no sectors named = all of them);
 * 'party' = objects addressed to or sent by the actor's party; 'own' = what the actor itself made.
 */
export type Reach = 'any' | 'sectors' | 'party' | 'own';

type Row = Partial<Record<Role, Reach>>;

const everyPerson = (reach: Reach): Row => ({
  monitor: reach,
  supervisor: reach,
  analyst: reach,
  editor: reach,
  head_of_mission: reach,
  party_liaison: reach,
  auditor: reach,
  administrator: reach,
});

/** Who may see what comes in and what was made of it: mission staff in their sectors, never a party. */
const staffInSectors: Row = {
  monitor: 'sectors',
  supervisor: 'sectors',
  analyst: 'sectors',
  editor: 'sectors',
  head_of_mission: 'any',
  auditor: 'any',
};

/**
 * The one table of who may do what (D14). A role that is not named in a row may not do it.
 * Every route of the API names one of these actions, or says that it is public.
 */
export const policy = {
  'session.own': everyPerson('own'),
  'account.manage': { administrator: 'any' },
  'account.list': { administrator: 'any', head_of_mission: 'any' },
  // Gives a way back in; a chief may do it where no administrator is at hand.
  'account.reset': { administrator: 'any', head_of_mission: 'any' },
  'device.manage': { administrator: 'any' },

  'report.submit': { monitor: 'any', supervisor: 'any', analyst: 'any' },
  // A device observes where it was put: in its sectors, or anywhere where none is named.
  'observation.submit': { monitor: 'any', supervisor: 'any', analyst: 'any', device: 'sectors' },
  'intake.submit': { monitor: 'any', supervisor: 'any', analyst: 'any', administrator: 'any', device: 'any' },
  'sighting.read': { ...staffInSectors, device: 'own' },
  'evidence.submit': {
    monitor: 'any',
    supervisor: 'any',
    analyst: 'any',
    administrator: 'any',
    device: 'any',
    // What comes with a reply; a party reads no evidence, its own neither.
    party_liaison: 'any',
  },
  'evidence.read': {
    monitor: 'own',
    supervisor: 'sectors',
    analyst: 'sectors',
    head_of_mission: 'any',
    auditor: 'any',
    device: 'own',
  },
  'notification.submit': { party_liaison: 'party', supervisor: 'any', head_of_mission: 'any', administrator: 'any' },
  'notification.read': {
    party_liaison: 'party',
    monitor: 'any',
    supervisor: 'any',
    analyst: 'any',
    editor: 'any',
    head_of_mission: 'any',
    auditor: 'any',
  },
  'effort.submit': { monitor: 'sectors', supervisor: 'sectors', administrator: 'any', device: 'sectors' },

  // Going or flying to see for oneself; whoever is sent reads and answers what is asked of it.
  'fieldtask.request': { supervisor: 'sectors', head_of_mission: 'any' },
  'fieldtask.read': { ...staffInSectors, monitor: 'own', editor: 'sectors', device: 'own' },
  'fieldtask.answer': { monitor: 'own', supervisor: 'sectors', head_of_mission: 'any', device: 'own' },
  'complaint.read': { supervisor: 'any', analyst: 'any', editor: 'any', head_of_mission: 'any', auditor: 'any' },
  // Counts per party and side, without single cases.
  'fieldwork.read': { supervisor: 'any', analyst: 'any', editor: 'any', head_of_mission: 'any', auditor: 'any' },

  // Where and when somebody watched, and what is silent: whoever knew it from outside would know when nobody looks.
  'watching.read': staffInSectors,

  'incident.read': staffInSectors,
  'incident.restructure': { supervisor: 'sectors', analyst: 'sectors', head_of_mission: 'any' },
  'triage.work': { supervisor: 'sectors', head_of_mission: 'any' },
  'triage.views': { supervisor: 'own', head_of_mission: 'own' },
  'attribution.propose': { analyst: 'sectors', head_of_mission: 'any' },
  'attribution.confirm': { analyst: 'sectors', head_of_mission: 'any' },
  'attribution.dissent': { analyst: 'sectors', supervisor: 'sectors', head_of_mission: 'any' },
  'ledger.read': { analyst: 'sectors', head_of_mission: 'any', auditor: 'any' },
  'ledger.work': { analyst: 'sectors', head_of_mission: 'any' },
  'blind.review': { analyst: 'sectors', supervisor: 'sectors', head_of_mission: 'any' },
  // What each side and each reviewer came to is for one pair of eyes: elsewhere it would become a weapon.
  'neutrality.read': { head_of_mission: 'any' },
  'wording.check': everyPerson('any'),
  'ruling.rule': { analyst: 'sectors', head_of_mission: 'any' },
  'ruling.confirm': { head_of_mission: 'any' },
  'escalation.read': { supervisor: 'sectors', analyst: 'sectors', head_of_mission: 'any', auditor: 'any' },
  'escalation.raise': { monitor: 'sectors', supervisor: 'sectors', analyst: 'sectors', head_of_mission: 'any' },
  'escalation.acknowledge': { supervisor: 'sectors', analyst: 'sectors', head_of_mission: 'any' },

  'alarm.read': { supervisor: 'any', analyst: 'any', editor: 'any', head_of_mission: 'any', auditor: 'any' },
  // Everybody on the mission's staff has an inbox; what is in it is one's own.
  'inbox.read': {
    monitor: 'own',
    supervisor: 'own',
    analyst: 'own',
    editor: 'own',
    head_of_mission: 'own',
    auditor: 'own',
    administrator: 'own',
  },
  'contact.manage': { administrator: 'any' },

  // A party reads and answers what is addressed to it; staff see all notices and replies, which hold no source.
  'party.read': { party_liaison: 'party' },
  'party.answer': { party_liaison: 'party' },
  'notice.read': { supervisor: 'any', analyst: 'any', editor: 'any', head_of_mission: 'any', auditor: 'any' },

  'register.declare': { party_liaison: 'party', supervisor: 'any', head_of_mission: 'any' },
  'register.estimate': { analyst: 'any', head_of_mission: 'any' },
  'register.presence': { supervisor: 'any', analyst: 'any', head_of_mission: 'any' },
  'register.read': { supervisor: 'any', analyst: 'any', editor: 'any', head_of_mission: 'any', auditor: 'any' },
  'assessment.rule': { analyst: 'any', head_of_mission: 'any' },
  'assessment.confirm': { head_of_mission: 'any' },
  'hotline.log': { supervisor: 'any', head_of_mission: 'any' },
  'hotline.read': { supervisor: 'any', analyst: 'any', editor: 'any', head_of_mission: 'any', auditor: 'any' },

  // Both parties are shown the same summary and can check the journal behind it for themselves.
  'summary.read': everyPerson('any'),
  // Drafts and the mission's own variant stay inside; what is published is public anyway.
  'edition.read': { analyst: 'any', editor: 'any', head_of_mission: 'any', auditor: 'any' },
  'edition.edit': { editor: 'any', head_of_mission: 'any' },
  'edition.approve': { editor: 'any', head_of_mission: 'any' },
  'edition.publish': { head_of_mission: 'any' },
  // What is public, and the own party's variant of it.
  'edition.party': { party_liaison: 'party' },
  'journal.check': everyPerson('any'),
  // That something changed; of what, each row above decides.
  'live.read': everyPerson('own'),
  'journal.read': { auditor: 'any', head_of_mission: 'any', administrator: 'any' },
  'mission.read': { ...everyPerson('any'), device: 'any' },
  // By which rules the mission weighs and climbs; the parties are bound by the agreement, which all may read.
  'mission.rules': {
    monitor: 'any',
    supervisor: 'any',
    analyst: 'any',
    editor: 'any',
    head_of_mission: 'any',
    auditor: 'any',
    administrator: 'any',
  },
  'work.read': { administrator: 'any', auditor: 'any', head_of_mission: 'any' },
  'work.redrive': { administrator: 'any' },
  'backup.make': { administrator: 'any' },
  'metrics.read': { administrator: 'any' },
} as const satisfies Record<string, Row>;

export type Action = keyof typeof policy;

/** What of an object decides who may reach it; leave out what does not apply. */
export interface ObjectScope {
  sector?: string | null;
  party?: string | null;
  /** Account or device id of whoever made it. */
  owner?: string | null;
}

/** How far the actor reaches with this action, or null where its role may not do it at all. */
export function reachOf(actor: Actor, action: Action): Reach | null {
  if (actor.type === 'system') return 'any';
  const row: Row = policy[action];
  return Object.hasOwn(row, actor.role) ? (row[actor.role] ?? null) : null;
}

/** Whether the actor may do the action, and to this object where one is given. */
export function may(actor: Actor, action: Action, object?: ObjectScope): boolean {
  const reach = reachOf(actor, action);
  if (reach === null) return false;
  if (object === undefined || reach === 'any') return true;
  if (reach === 'own') return object.owner === actor.id;
  if (reach === 'party') return actor.scope.party !== null && object.party === actor.scope.party;
  return actor.scope.sectors.length === 0 || (object.sector != null && actor.scope.sectors.includes(object.sector));
}

/** @throws Problem not_allowed where the actor's role may not do the action to anything. */
export function requireAction(actor: Actor, action: Action): void {
  if (may(actor, action)) return;
  throw new Problem('not_allowed', say`The role ${{ named: 'role', id: actor.role }} may not do "${action}".`);
}

/**
 * The object itself where the actor may reach it. An object outside the actor's scope answers
 * exactly like one that does not exist, so that nobody can probe for ids.
 * @throws Problem not_allowed (role), not_found (missing or out of scope)
 */
export function requireObject<T>(
  actor: Actor,
  action: Action,
  object: T | null | undefined,
  scopeOf: (object: T) => ObjectScope,
): T {
  requireAction(actor, action);
  if (object === null || object === undefined || !may(actor, action, scopeOf(object))) throw nothingHere();
  return object;
}

/** The one answer for what is missing and for what is hidden. */
export function nothingHere(): Problem {
  return new Problem('not_found', say`There is nothing here that you may see.`);
}

/** Sectors a list must be limited to: null = all, [] = none. */
export function sectorsFor(actor: Actor, action: Action): string[] | null {
  const reach = reachOf(actor, action);
  if (reach === 'any') return null;
  if (reach !== 'sectors') return [];
  return actor.scope.sectors.length === 0 ? null : actor.scope.sectors;
}

/** Party a list must be limited to: null = all. A liaison without a party sees none. */
export function partyFor(actor: Actor, action: Action): string | null {
  const reach = reachOf(actor, action);
  if (reach === 'any' || reach === 'sectors') return null;
  return actor.scope.party ?? '';
}
