import { requireAction } from '../access/policy.js';
import type { Actor } from '../access/types.js';
import type { Complaint } from '../intake/types.js';
import type { Deps, Page, Reads } from '../ports.js';
import type { ComplaintCount } from '../ports-fieldwork.js';

/** Complaints and rulings of one party in one reporting week, counted apart: the first are words, the second findings. */
export interface ComplaintFigures {
  party: string;
  /** Complaints that the party made, what they come to when near-identical ones are taken as one, their mean specificity 0..1. */
  made: number;
  madeClusters: number;
  specificity: number | null;
  /** Complaints by anybody that name the party. */
  against: number;
  againstClusters: number;
  /** Incidents × provisions concerning the party that were ruled on, whether or not anybody had complained. */
  ruledBreach: number;
  ruledNoBreach: number;
}

type Ruled = Awaited<ReturnType<Reads['facts']['counts']>>;

/** The figures of one party; the same sums for each. */
export function complaintFigures(party: string, complaints: readonly ComplaintCount[], ruled: Ruled): ComplaintFigures {
  const made = complaints.filter((c) => c.provider === `party:${party}`);
  const against = complaints.filter((c) => c.against === party);
  const sum = (rows: readonly ComplaintCount[], key: 'complaints' | 'clusters') => rows.reduce((n, r) => n + r[key], 0);
  const rulings = (result: 'breach' | 'no_breach') =>
    ruled.filter((r) => r.party === party && r.ruled === result).reduce((n, r) => n + r.incidents, 0);
  const all = sum(made, 'complaints');
  return {
    party,
    made: all,
    madeClusters: sum(made, 'clusters'),
    specificity: all === 0 ? null : made.reduce((n, r) => n + r.specificity * r.complaints, 0) / all,
    against: sum(against, 'complaints'),
    againstClusters: sum(against, 'clusters'),
    ruledBreach: rulings('breach'),
    ruledNoBreach: rulings('no_breach'),
  };
}

/** One row per party, sorted by id, as of the newest signed head. @throws Problem not_allowed */
export async function readComplaintFigures(deps: Deps, actor: Actor, week: string): Promise<ComplaintFigures[]> {
  requireAction(actor, 'fieldwork.read');
  return deps.uow.read(async (reads) => {
    const cutoff = (await reads.journal.head())?.size ?? 0;
    const complaints = await reads.complaints.counts(week, cutoff);
    const ruled = await reads.facts.counts(week, cutoff);
    return deps.mission.parties
      .map((p) => p.id)
      .sort()
      .map((party) => complaintFigures(party, complaints, ruled));
  });
}

/** Near-identical complaints as one with their number, newest first; all of them with `cluster`. @throws Problem not_allowed */
export async function listComplaints(
  deps: Deps,
  actor: Actor,
  filter: { week?: string; provider?: string; cluster?: string; limit: number; cursor?: string },
): Promise<Page<{ first: Complaint; count: number }>> {
  requireAction(actor, 'complaint.read');
  const { cluster, ...rest } = filter;
  return deps.uow.read(async (reads) => {
    if (cluster === undefined) return reads.complaints.clusters(rest);
    const members = await reads.complaints.ofCluster(cluster);
    return { items: members.map((first) => ({ first, count: 1 })), next: null };
  });
}
