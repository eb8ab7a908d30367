import { isCue, scoreAt, type QueueNumbers } from './score.js';
import { claimHolder, waitingHours } from '../triage.js';
import type { QueueFilter, QueueLine } from './types.js';

/** A line of the queue in its place, or a group of cues in the place of its worst. */
export interface QueueRow {
  /** The incident's id, or the group's key. */
  key: string;
  /** log2 of urgency × harm × staleness; of a group, of its worst. */
  score: number;
  /** The incident, or the worst of the group. */
  worst: QueueLine;
  group: CueGroup | null;
}

/** Cues of one kind that began in one sector within one hour. */
export interface CueGroup {
  sector: string | null;
  kind: string;
  /** Start of the hour. */
  hour: string;
  count: number;
}

/** How many there are: of all that the reader may see, and of those that the filter lets through. */
export interface QueueTotals {
  open: number;
  unclaimed: number;
  mine: number;
  claimed: number;
  snoozed: number;
  casualties: number;
  /** That the filter lets through, and in how many rows. */
  shown: number;
  rows: number;
  /** Of the shown, those inside groups. */
  grouped: number;
}

/**
 * Puts the queue in order: lines that the filter lets through, cues of one sector, kind and hour as one row (two or
 * more of them), highest score first and of equal ones the earlier id. Depends on `at` and the lines, not their order.
 * @param page which of the rows: at most so many of those that come after a place. The totals are of all.
 */
export function queueRows(
  lines: readonly QueueLine[],
  filter: QueueFilter,
  by: { actorId: string; at: string; numbers: QueueNumbers },
  page: { after: Place | null; most: number } = { after: null, most: lines.length },
): { rows: QueueRow[]; totals: QueueTotals } {
  const totals: QueueTotals = {
    open: 0,
    unclaimed: 0,
    mine: 0,
    claimed: 0,
    snoozed: 0,
    casualties: 0,
    shown: 0,
    rows: 0,
    grouped: 0,
  };
  const passes = sieve(filter, by);
  const groups = new Map<string, QueueRow[]>();
  const rows: QueueRow[] = [];
  for (const line of lines) {
    count(totals, line, by);
    if (!passes(line)) continue;
    totals.shown++;
    const row: QueueRow = { key: line.id, score: scoreAt(line, by.at, by.numbers), worst: line, group: null };
    const single = filter.grouped === false || filter.group !== undefined || filter.ids !== undefined;
    const key = single ? null : groupKey(line, by.at);
    if (key === null) rows.push(row);
    else {
      const known = groups.get(key);
      if (known) known.push(row);
      else groups.set(key, [row]);
    }
  }
  for (const [key, members] of groups) {
    const worst = members.reduce((a, b) => (inOrder(a, b) <= 0 ? a : b));
    if (members.length === 1) rows.push(worst);
    else {
      totals.grouped += members.length;
      const { sector, kind, start } = worst.worst;
      rows.push({ ...worst, key, group: { sector, kind, hour: hourOf(start), count: members.length } });
    }
  }
  totals.rows = rows.length;
  return { rows: firstOf(rows, page), totals };
}

/** A place in the order, whether or not anything stands there any more. */
export type Place = Pick<QueueRow, 'score'> & { worst: Pick<QueueLine, 'id'> };

/** To put all in order for each look at a few of them would take longer than everything else. */
function firstOf(rows: readonly QueueRow[], { after, most }: { after: Place | null; most: number }): QueueRow[] {
  const first: QueueRow[] = [];
  for (const row of rows) {
    if (after && inOrder(after, row) >= 0) continue;
    if (first.length >= most && inOrder(first[most - 1]!, row) < 0) continue;
    let [from, to] = [0, first.length];
    while (from < to) {
      const middle = (from + to) >> 1;
      if (inOrder(first[middle]!, row) < 0) from = middle + 1;
      else to = middle;
    }
    first.splice(from, 0, row);
    if (first.length > most) first.pop();
  }
  return first;
}

/** Highest score first, then the earlier id. */
export function inOrder(a: Place, b: Place): number {
  return b.score - a.score || (a.worst.id < b.worst.id ? -1 : a.worst.id > b.worst.id ? 1 : 0);
}

/** What is put off comes back by itself: when its time has come, or when it turns out worse than it was. */
export function isSnoozed(line: Pick<QueueLine, 'snooze' | 'urgency' | 'harm'>, at: string): boolean {
  return line.snooze != null && line.snooze.until > at && line.urgency * line.harm <= line.snooze.weight;
}

/** Whether the party is alleged to have done it, or it more likely than not lay on the party's side. */
export function involves(line: Pick<QueueLine, 'allegedParty' | 'side'>, party: string): boolean {
  return line.allegedParty === party || (line.side[party] ?? 0) > 0.5;
}

function groupKey(line: QueueLine, at: string): string | null {
  if (!isCue(line, at)) return null;
  return `cues|${line.sector ?? ''}|${line.kind}|${hourOf(line.start)}`;
}

const hourOf = (instant: string): string => `${instant.slice(0, 13)}:00:00.000Z`;

function count(totals: QueueTotals, line: QueueLine, { actorId, at }: { actorId: string; at: string }): void {
  if (line.casualties && line.casualties.killed + line.casualties.injured > 0) totals.casualties++;
  if (isSnoozed(line, at)) {
    totals.snoozed++;
    return;
  }
  totals.open++;
  const holder = claimHolder(line, at);
  if (holder === null) totals.unclaimed++;
  else totals.claimed++;
  if (holder === actorId) totals.mine++;
}

function sieve(filter: QueueFilter, { actorId, at }: { actorId: string; at: string }): (line: QueueLine) => boolean {
  const { state = 'open', olderThanHours, youngerThanHours, group } = filter;
  const set = (values: string[] | undefined) => (values && values.length > 0 ? new Set(values) : null);
  const [sectors, kinds, parties] = [set(filter.sectors), set(filter.kinds), set(filter.parties)];
  const ids = filter.ids && new Set(filter.ids);
  return (line) => {
    if (ids && !ids.has(line.id)) return false;
    if (group !== undefined && groupKey(line, at) !== group) return false;
    if (state !== 'all' && isSnoozed(line, at) !== (state === 'snoozed')) return false;
    if (state === 'mine' && claimHolder(line, at) !== actorId) return false;
    if (state === 'claimed' && claimHolder(line, at) === null) return false;
    if (state === 'unclaimed' && claimHolder(line, at) !== null) return false;
    if (sectors && !sectors.has(line.sector ?? 'none')) return false;
    if (kinds && !kinds.has(line.kind)) return false;
    if (parties && ![...parties].some((party) => involves(line, party))) return false;
    if (filter.casualtiesOnly && !(line.casualties && line.casualties.killed + line.casualties.injured > 0))
      return false;
    if (olderThanHours === undefined && youngerThanHours === undefined) return true;
    const hours = waitingHours(line.openedAt, at);
    return hours >= (olderThanHours ?? 0) && hours <= (youngerThanHours ?? Infinity);
  };
}
