import { may } from '../access/policy.js';
import type { Actor, Role } from '../access/types.js';
import type { Entry } from '../journal/types.js';
import type { Deps, Reads } from '../ports.js';
import { readCaseFile, type CaseFile } from './case-file.js';
import { actionsFor, filesFor, nextClock, type CaseAction, type CaseClock, type CaseFileItem } from './case-reader.js';

/** One fact of an incident's life, for a time line: what happened as a key, with the figures and ids that go into its words. */
export interface CaseEvent {
  entryId: string;
  at: string;
  /** Place in the journal; null while it has none. */
  position: number | null;
  /** The entry's type, for example 'verification.decided': screens have words for it. */
  key: string;
  by: CaseActor;
  /** Plain members of the entry's payload, without those that the reader's role may not know. */
  about: Record<string, string | number | boolean | null>;
  /** What the person gave as reason; null where none was given or it was erased. */
  reason: string | null;
}

/** Who acted: an opaque id and in which role. Names are kept elsewhere and are not told here. */
export interface CaseActor {
  id: string;
  role: Role | 'machine' | 'unknown';
  /** The reader. */
  self: boolean;
}

export interface CasePage {
  file: CaseFile;
  /** Oldest first. */
  timeline: CaseEvent[];
  /** What the reader may do with it. */
  may: CaseAction[];
  files: CaseFileItem[];
  clock: CaseClock | null;
  counts: {
    sightings: number;
    endedLinks: number;
    checks: { pass: number; fail: number; unknown: number };
    openTasks: number;
    openEscalations: number;
    openDebts: number;
    entries: number;
    /** Entries that no signed head covers yet. */
    unplaced: number;
  };
}

/** What the desk knows of an incident on one page. @throws Problem not_allowed, not_found */
export async function readCasePage(deps: Deps, actor: Actor, incidentId: string): Promise<CasePage> {
  const file = await readCaseFile(deps, actor, incidentId);
  const { roles, files } = await deps.uow.read(async (reads) => ({
    roles: await rolesOf(reads, file.entries),
    files: await filesFor(reads, actor, file),
  }));
  const scope = { sector: file.incident.sector };
  const seesLedger = may(actor, 'ledger.read', scope);
  const hidden = (entry: Entry) => isOfLedger(entry) && !seesLedger;
  // Of each check the newest answer; older ones were of older versions.
  const newest = new Map(file.checks.map((c) => [c.name, c.result]));
  const results = [...newest.values()];
  return {
    file,
    timeline: file.entries.map((entry): CaseEvent => ({
      entryId: entry.id,
      at: entry.at,
      position: entry.position,
      key: entry.type,
      by: { id: entry.actor, role: roles.get(entry.actor) ?? 'unknown', self: entry.actor === actor.id },
      about: hidden(entry) ? {} : plainMembers(entry.payload),
      reason: hidden(entry) ? null : (file.reasons[String(entry.payload['reasonId'])] ?? null),
    })),
    may: actionsFor(actor, file.incident.sector),
    files,
    clock: nextClock(file, deps.clock.now().toISOString()),
    counts: {
      sightings: file.links.filter((l) => l.endedAt === null).length,
      endedLinks: file.links.filter((l) => l.endedAt !== null).length,
      checks: {
        pass: results.filter((r) => r === 'pass').length,
        fail: results.filter((r) => r === 'fail').length,
        unknown: results.filter((r) => r === 'unknown').length,
      },
      openTasks: file.fieldwork.tasks.filter((t) => t.state === 'asked' || t.state === 'accepted').length,
      openEscalations: file.escalations.filter((e) => e.closedAt === null).length,
      openDebts: file.fieldwork.debts.filter((d) => d.settledAt === null).length,
      entries: file.entries.length,
      unplaced: file.entries.filter((e) => e.position === null).length,
    },
  };
}

/** Who weighs what, and what reviewers think unseen by each other, stays with those who work on it. */
const isOfLedger = (entry: Entry): boolean => /^(ledger|blind)\./.test(entry.type);

/** Each acting id's role: 'machine' for the program itself. */
async function rolesOf(reads: Reads, entries: readonly Entry[]): Promise<Map<string, CaseActor['role']>> {
  const roles = new Map<string, CaseActor['role']>([
    ['system', 'machine'],
    ['machine', 'machine'],
  ]);
  const wanted = new Set(entries.map((e) => e.actor).filter((id) => !roles.has(id)));
  if (wanted.size === 0) return roles;
  for (const { id, role } of await reads.accounts.list()) if (wanted.has(id)) roles.set(id, role);
  for (const { id } of await reads.devices.list()) if (wanted.has(id)) roles.set(id, 'device');
  return roles;
}

function plainMembers(payload: Record<string, unknown>): CaseEvent['about'] {
  return Object.fromEntries(
    Object.entries(payload).filter(
      (pair): pair is [string, string | number | boolean | null] =>
        ['string', 'number', 'boolean'].includes(typeof pair[1]) || pair[1] === null,
    ),
  );
}
