import { may, type Action } from '../access/policy.js';
import type { Actor } from '../access/types.js';
import type { Reads } from '../ports.js';
import type { CaseFile } from './case-file.js';

/** What can be done with one incident. Each is asked for again when it is done, and may still be refused for its state. */
const actionsOnCase = [
  'evidence.read',
  'fieldtask.request',
  'incident.restructure',
  'triage.work',
  'attribution.propose',
  'attribution.confirm',
  'attribution.dissent',
  'ledger.read',
  'ledger.work',
  'blind.review',
  'ruling.rule',
  'ruling.confirm',
  'escalation.read',
  'escalation.raise',
  'escalation.acknowledge',
  'notice.read',
  'mission.rules',
] as const satisfies readonly Action[];

export type CaseAction = (typeof actionsOnCase)[number];

/** The actions that the reader's role and sectors allow on this incident: pages show nothing else. */
export function actionsFor(actor: Actor, sector: string | null): CaseAction[] {
  return actionsOnCase.filter((action) => may(actor, action, { sector, owner: actor.id }));
}

/** A file that belongs to a sighting and that the reader may open. */
export interface CaseFileItem {
  id: string;
  /** Name this sighting when the file is asked for. */
  sightingId: string;
  /** The name that its sender gave; only ever metadata. */
  name: string | null;
  mediaType: string;
  /** Bytes. */
  size: number;
  /** SHA-256 (hex) over the bytes. */
  sha256: string;
  receivedAt: string;
}

/** The files of the sightings seen, in their order, without those that the reader may not open. */
export async function filesFor(reads: Reads, actor: Actor, file: CaseFile): Promise<CaseFileItem[]> {
  const ids = [...new Set(file.sightings.flatMap((s) => s.evidence))];
  const known = new Map((await reads.evidence.getMany(ids)).map((e) => [e.id, e]));
  return file.sightings.flatMap((sighting) =>
    sighting.evidence.flatMap((id): CaseFileItem[] => {
      const found = known.get(id);
      const mine = found?.uploadedBy === actor.id;
      if (!found || !(mine || may(actor, 'evidence.read', { sector: sighting.sector, owner: found.uploadedBy })))
        return [];
      const { name, mediaType, size, sha256, receivedAt } = found;
      return [{ id, sightingId: sighting.id, name, mediaType, size, sha256, receivedAt }];
    }),
  );
}

/** What runs out next: a step of the ladder, a place that somebody was sent to, or the claim on the incident. */
export interface CaseClock {
  due: string;
  what: 'acknowledge' | 'act' | 'task' | 'claim';
}

/** The soonest clock that still runs, also where it is past; null where none does. */
export function nextClock(file: CaseFile, now: string): CaseClock | null {
  const steps = file.escalations
    .filter((e) => e.closedAt === null && (e.snoozedUntil === null || e.snoozedUntil <= now))
    .flatMap((e): CaseClock[] => {
      if (e.acknowledgedAt === null) return [{ due: e.acknowledgeBy, what: 'acknowledge' }];
      return e.actBy !== null && e.actedAt === null ? [{ due: e.actBy, what: 'act' }] : [];
    });
  const tasks = file.fieldwork.tasks
    .filter(({ state }) => state === 'asked' || state === 'accepted')
    .map(({ dueBy }): CaseClock => ({ due: dueBy, what: 'task' }));
  const { claimedUntil, state } = file.incident;
  const claim: CaseClock[] =
    state === 'open' && claimedUntil !== null && claimedUntil > now ? [{ due: claimedUntil, what: 'claim' }] : [];
  const all = [...steps, ...tasks, ...claim];
  return all.reduce<CaseClock | null>((first, one) => (first === null || one.due < first.due ? one : first), null);
}
