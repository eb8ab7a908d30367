import type { PositionedEntry } from '../journal/types.js';
import type { Reads } from '../ports.js';
import { may, type Action, type ObjectScope } from './policy.js';
import type { Actor, Session } from './types.js';
import { actorOf, isLive } from './sessions.js';

/** That something of this kind changed, up to a position of the journal: never what, and never by whom. */
export interface Change {
  position: number;
  kind: string;
  id: string;
  /** Whoever may do one of these to the object is told. */
  readableBy: { action: Action; object: ObjectScope }[];
}

/** What a reader of a whole kind needs; kinds whose objects lie in a scope are looked up below. Others are told nobody. */
const byKind: Readonly<Record<string, Action>> = {
  account: 'account.manage',
  alarm: 'alarm.read',
  alarm_run: 'alarm.read',
  assessment: 'register.read',
  contact: 'contact.manage',
  device: 'device.manage',
  disturbance: 'fieldwork.read',
  edition: 'edition.read',
  effort: 'fieldwork.read',
  figure: 'register.read',
  hotline: 'hotline.read',
  presence: 'register.read',
  watch: 'fieldwork.read',
  work: 'work.read',
};

/** The changes in the journal from a position on, at most `limit` entries of it, and the position after them. */
export async function changesFrom(
  reads: Reads,
  from: number,
  limit: number,
): Promise<{ changes: Change[]; next: number }> {
  const entries = await reads.journal.page(from, limit);
  const idsOf = (kind: string): string[] => [
    ...new Set(entries.filter((e) => e.subject.kind === kind).map((e) => e.subject.id)),
  ];
  const [incidents, sightings, notices] = [
    new Map((await reads.incidents.getMany(idsOf('incident'))).map((one) => [one.id, one])),
    new Map((await reads.sightings.getMany(idsOf('sighting'))).map((one) => [one.id, one])),
    new Map((await reads.notices.getMany(idsOf('notice'))).map((one) => [one.id, one])),
  ];
  // Steps of alarms: those about an incident are changes of the incident.
  const steps = new Map(
    await Promise.all(idsOf('escalation').map(async (id) => [id, await reads.escalations.get(id)] as const)),
  );
  const readableBy = ({ subject: { kind, id } }: PositionedEntry): Change['readableBy'] => {
    const whole = byKind[kind];
    if (whole) return [{ action: whole, object: {} }];
    const [incident, sighting, notice] = [incidents.get(id), sightings.get(id), notices.get(id)];
    if (kind === 'incident' && incident) return [{ action: 'incident.read', object: { sector: incident.sector } }];
    if (kind === 'sighting' && sighting) {
      const { sector, submittedBy } = sighting;
      return [{ action: 'sighting.read', object: { sector, owner: submittedBy } }];
    }
    const step = kind === 'escalation' ? steps.get(id) : null;
    if (step) return [{ action: 'escalation.read', object: { sector: step.sector } }];
    if (kind === 'notice' && notice) {
      const object = { party: notice.party };
      return [
        { action: 'notice.read', object },
        { action: 'party.read', object },
      ];
    }
    return [];
  };
  const changes = entries.map((entry) => ({
    position: entry.position,
    kind: entry.subject.kind,
    id: entry.subject.id,
    readableBy: readableBy(entry),
  }));
  return { changes: changes.filter((c) => c.readableBy.length > 0), next: (entries.at(-1)?.position ?? from - 1) + 1 };
}

export function isTold(actor: Actor, change: Change): boolean {
  return change.readableBy.some(({ action, object }) => may(actor, action, object));
}

/**
 * Who the session's account is at this instant; null once it has ended, was idle for too long or its account was changed.
 * Asking is no use of the session: a screen left open does not keep it alive.
 */
export async function holderOf(reads: Reads, session: Session, at: Date): Promise<Actor | null> {
  const [now, account] = [await reads.sessions.get(session.tokenHash), await reads.accounts.get(session.accountId)];
  if (!now || !account || account.disabledAt !== null || !isLive(now, at)) return null;
  return actorOf(account);
}
