import { recordStanding } from '../mission/standing.js';
import type { Deps, Tx } from '../ports.js';
import type { Said } from '../said.js';
import { incidentFields } from './incident.js';
import { ruleVersion } from './model.js';
import type { Incident, Link } from './types.js';

/** The same membership anew, in another incident or by another hand. `because` null keeps the terms as they are. */
export function relink(tx: Tx, link: Link, incidentId: string, madeBy: string, because: Said | null): Link {
  const terms = because === null ? link.terms : [{ name: 'person', logRatio: 0, because }];
  return {
    ...link,
    id: tx.ids.next(),
    incidentId,
    terms,
    logRatio: because === null ? link.logRatio : 0,
    madeBy,
    madeAt: tx.now,
    endedBy: null,
    endedAt: null,
    endedFor: null,
    ruleVersion,
  };
}

/** A new open incident of these links' sightings. */
export async function freshIncident(tx: Tx, deps: Deps, id: string, links: Link[]): Promise<Incident> {
  const members = await tx.sightings.getMany(links.map((l) => l.sightingId));
  return { ...blank, id, openedAt: tx.now, ...incidentFields(deps.mission, deps.geography, members) };
}

/** The incident one version on, by its sightings now; brought back where it was merged away. Its decision stays. */
export async function refreshed(tx: Tx, deps: Deps, row: Incident, links: Link[]): Promise<Incident> {
  const members = await tx.sightings.getMany(links.map((l) => l.sightingId));
  return {
    ...row,
    ...incidentFields(deps.mission, deps.geography, members),
    version: row.version + 1,
    state: row.outcome === null ? 'open' : 'decided',
    mergedInto: null,
  };
}

/** Tells the journal, and the summary's facts, what an incident now is. */
export async function announce(
  tx: Tx,
  deps: Deps,
  actor: string,
  type: string,
  row: Incident,
  payload: Record<string, unknown>,
): Promise<void> {
  const subject = { kind: 'incident', id: row.id };
  const [entry] = await tx.append({ actor, type, subject, payload: { ...payload, version: row.version } });
  if (!entry) throw new Error('the journal gave no entry back');
  await recordStanding(tx, deps.mission, row, entry);
}

/** What every incident starts as, beside what its sightings say. */
export const blank = {
  version: 1,
  state: 'open',
  outcome: null,
  outcomeReason: null,
  proposedOutcome: null,
  claimedBy: null,
  claimedUntil: null,
  mergedInto: null,
} as const satisfies Partial<Incident>;
