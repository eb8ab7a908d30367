import type { Attribution } from '../attribution/types.js';
import type { Escalation } from '../escalation/types.js';
import type { Entry, PositionedEntry } from '../journal/types.js';
import type { NoticeClock, Reply } from '../reply/types.js';
import type { Ruling } from '../ruling/types.js';
import type { VerificationDebt } from '../verification/types.js';

/** An entry that a cut-off does not cover. */
export type LaterEntry = Pick<Entry, 'type' | 'at' | 'subject' | 'payload'>;
type Known = Pick<Entry, 'type' | 'payload'> & Partial<Pick<PositionedEntry, 'position'>>;

/** What came after a cut-off, by what it is about. */
export class Later {
  private readonly bySubject = new Map<string, LaterEntry[]>();

  constructor(readonly entries: readonly LaterEntry[]) {
    for (const entry of entries) {
      const key = `${entry.subject.kind} ${entry.subject.id}`;
      const list = this.bySubject.get(key);
      if (list) list.push(entry);
      else this.bySubject.set(key, [entry]);
    }
  }

  /** Entries about one subject, in their order. */
  about(kind: string, id: string): readonly LaterEntry[] {
    return this.bySubject.get(`${kind} ${id}`) ?? [];
  }

  /** Whether something of this type was said of the subject only after the cut-off. */
  has(kind: string, id: string, type: string): boolean {
    return this.about(kind, id).some((e) => e.type === type);
  }

  /** Incidents about which something was said with one of these beginnings of a type. */
  incidents(...beginnings: string[]): string[] {
    const touched = this.entries.filter(
      (e) => e.subject.kind === 'incident' && beginnings.some((b) => e.type.startsWith(b)),
    );
    return [...new Set(touched.map((e) => e.subject.id))];
  }

  /** The first instant at which something was said of an incident after the cut-off; null where nothing was. */
  since(incidentId: string): string | null {
    return this.about('incident', incidentId)[0]?.at ?? null;
  }
}

/** Whether what happened to an incident at that instant is covered by the cut-off. Its changes are made one by one. */
export function wasBefore(later: Later, incidentId: string, at: string): boolean {
  const since = later.since(incidentId);
  return since === null || at < since;
}

/** The finding in force after these entries about an incident, in their order: the party, and whether there is one. */
export function attributedAfter(entries: readonly Known[]): Pick<Attribution, 'party'> | null {
  let standing: Pick<Attribution, 'party'> | null = null;
  for (const { type, payload } of entries) {
    if (type === 'attribution.confirmed') standing = { party: (payload['party'] as string | null) ?? null };
    // A proposal that is withdrawn leaves the finding in force as it is.
    if (type === 'attribution.withdrawn' && payload['was'] === 'confirmed') standing = null;
  }
  return standing;
}

/** Ids of the rulings that hold after these entries about one subject, in their order. */
export function rulingsAfter(entries: readonly Known[]): Set<string> {
  const holding = new Set<string>();
  for (const { type, payload } of entries) {
    const id = payload['rulingId'] as string;
    if (type === 'ruling.withdrawn') for (const one of payload['rulings'] as string[]) holding.delete(one);
    if (type !== 'ruling.confirmed' && !(type === 'ruling.ruled' && payload['awaitsSecond'] !== true)) continue;
    for (const one of (payload['supersedes'] as string[] | undefined) ?? []) holding.delete(one);
    holding.add(id);
  }
  return holding;
}

/** Rulings that held at the cut-off. `entriesOf`: covered entries of each incident whose rulings changed after it. */
export function rulingsAsOf<R extends Ruling>(
  rows: readonly R[],
  entriesOf: ReadonlyMap<string, readonly Known[]>,
): R[] {
  const held = new Map([...entriesOf].map(([id, entries]) => [id, rulingsAfter(entries)]));
  return rows.filter((r) => held.get(r.incidentId)?.has(r.id) ?? (!held.has(r.incidentId) && r.state === 'ruled'));
}

/** A step with its clocks as they stood at the cut-off; null where it was raised after it. */
export function escalationAsOf(row: Escalation, later: Later): Escalation | null {
  const [kind, id] = row.incidentId === null ? ['escalation', row.id] : ['incident', row.incidentId];
  const own = later.about(kind!, id!).filter((e) => e.payload['escalationId'] === row.id);
  if (own.length === 0) return row;
  const has = (type: string, clock?: string) =>
    own.some((e) => e.type === `escalation.${type}` && (clock === undefined || e.payload['clock'] === clock));
  if (has('raised')) return null;
  const open = { ...row };
  if (has('acknowledged'))
    Object.assign(open, { acknowledgedAt: null, acknowledgedBy: null, holder: null, actBy: null });
  if (has('missed', 'acknowledge')) open.missedAt = null;
  if (has('missed', 'act')) open.actMissedAt = null;
  if (has('acted')) open.actedAt = null;
  if (has('closed')) open.closedAt = null;
  return open;
}

/** A notice's clocks as they stood at the cut-off, from the replies below it; null where it was issued after it. */
export function clockAsOf(row: NoticeClock, replies: readonly Reply[], later: Later): NoticeClock | null {
  const own = later.about('notice', row.id);
  const answers = later.entries.filter((e) => e.type === 'reply.received' && e.payload['noticeId'] === row.id);
  // The entry that issued it is about the notice; one that takes it back is about the withdrawing notice.
  if (own.some((e) => e.type === 'notice.issued')) return null;
  const withdrawing = later.entries.some(
    (e) => e.type === 'notice.issued' && e.payload['about'] === 'withdrawal' && e.payload['subjectId'] === row.id,
  );
  if (own.length === 0 && answers.length === 0 && !withdrawing) return row;
  const first = replies.find((r) => r.noticeId === row.id)?.receivedAt ?? null;
  const silentAt = own.some((e) => e.type === 'notice.unanswered') ? null : row.silentAt;
  const withdrawnAt = withdrawing ? null : row.withdrawnAt;
  const acknowledged = !own.some((e) => e.type === 'notice.acknowledged');
  return {
    ...row,
    acknowledgedAt: acknowledged ? row.acknowledgedAt : null,
    acknowledgedBy: acknowledged ? row.acknowledgedBy : null,
    repliedAt: first,
    unacknowledgedAt: own.some((e) => e.type === 'notice.unacknowledged') ? null : row.unacknowledgedAt,
    silentAt,
    withdrawnAt,
    closedAt: [first, silentAt, withdrawnAt].filter((at) => at !== null).sort()[0] ?? null,
  };
}

/** A debt as it stood at the cut-off; null where it was opened after it. */
export function debtAsOf(row: VerificationDebt, later: Later): VerificationDebt | null {
  if (!wasBefore(later, row.incidentId, row.openedAt)) return null;
  if (row.settledAt === null || wasBefore(later, row.incidentId, row.settledAt)) return row;
  return { ...row, settledAt: null, settledBy: null };
}
