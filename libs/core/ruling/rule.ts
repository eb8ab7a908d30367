import { say } from '../said.js';
import { inForce } from '../attribution/attribute.js';
import { Problem } from '../errors.js';
import { lockIncidents } from '../fusion/lock.js';
import type { Incident } from '../fusion/types.js';
import { recordStanding } from '../mission/standing.js';
import type { Deps, JobHandler, Tx } from '../ports.js';
import { canonicalJson } from '../journal/canonical.js';
import { provisionRuleVersion, type ProposedRuling } from './provisions.js';
import { backgroundAt, reviewProvisions, type Reviewed } from './review.js';
import type { ProvisionReview, Ruling } from './types.js';

/**
 * Tests a verified incident against every provision in force at its time and place, keeps the results of all of them,
 * and proposes a ruling under each that it concerns.
 * What a person has ruled stays, unless its ground is gone: the incident is no longer verified, or a breach
 * was ruled on an attribution that no longer holds. Such rulings are withdrawn, on record.
 * @throws Problem not_found
 */
export const ruleIncident: JobHandler = async (tx, deps, incidentId) => {
  const [incident] = await lockIncidents(tx, [incidentId]);
  if (!incident) throw new Problem('not_found', say`There is no incident ${incidentId}.`);
  const attribution = inForce(await tx.attributions.ofIncident(incidentId));
  const standing = (await tx.rulings.ofIncident(incidentId)).filter((r) => r.state !== 'withdrawn');
  const verified = incident.state !== 'merged' && incident.outcome === 'verified';

  const { proposals: tests, results } = verified
    ? reviewProvisions(
        deps.mission,
        incident,
        attribution,
        deps.geography.distanceToLine(incident.estimate, incident.start),
        await backgroundAt(tx, deps.mission, incident.start),
      )
    : { proposals: [], results: [] };
  const before = verified ? await keepReview(tx, deps, incident, results) : null;

  const holds = (r: Ruling): boolean =>
    tests.some((t) => t.provisionId === r.provisionId) &&
    (r.result !== 'breach' || (attribution !== null && attribution.party === r.party));
  const fallen = standing.filter((r) => r.ruledBy !== null && !holds(r));
  const kept = standing.filter((r) => r.ruledBy !== null && !fallen.includes(r));
  const old = standing.filter((r) => r.ruledBy === null);
  const wanted = tests.filter((t) => !kept.some((r) => r.provisionId === t.provisionId));
  const outdated = old.filter((r) => !wanted.some((t) => same(r, t)));
  const fresh = wanted.filter((t) => !old.some((r) => same(r, t)));

  for (const r of [...fallen, ...outdated]) await tx.write.ruling({ ...r, state: 'withdrawn' });
  if (fallen.length > 0) {
    const [entry] = await tx.append({
      actor: 'system',
      type: 'ruling.withdrawn',
      subject: { kind: 'incident', id: incidentId },
      payload: {
        rulings: fallen.map((r) => r.id),
        because: verified
          ? 'its provision or the attribution it rested on no longer holds'
          : 'the incident is not verified',
      },
    });
    await recordStanding(tx, deps.mission, incident, entry!);
  }
  await suggestReview(tx, incident, kept, before, results);
  if (fresh.length === 0) return;
  const proposed = fresh.map((t): Ruling => ({
    ...t,
    id: tx.ids.next(),
    incidentId,
    state: 'proposed',
    proposedBy: 'machine',
    proposedAt: tx.now,
    ruledBy: null,
    ruledAt: null,
    confirmedBy: null,
    confirmedAt: null,
  }));
  for (const r of proposed) await tx.write.ruling(r);
  await tx.append({
    actor: 'system',
    type: 'ruling.proposed',
    subject: { kind: 'incident', id: incidentId },
    payload: {
      ruleVersion: provisionRuleVersion,
      proposals: proposed.map(({ id, provisionId, provisionVersion, result, gravity }) => ({
        id,
        provisionId,
        provisionVersion,
        result,
        gravity,
      })),
    },
  });
};

/** Whether a standing proposal already says what the test says now. */
function same(standing: Ruling, test: ProposedRuling): boolean {
  return (Object.keys(test) as (keyof ProposedRuling)[]).every(
    (key) => canonicalJson(standing[key]) === canonicalJson(test[key]),
  );
}

/**
 * Puts on record which rulings by persons the tests now speak against and did not before: a duty that has lapsed or holds
 * again since. The rulings stand until a person rules anew.
 */
async function suggestReview(
  tx: Tx,
  incident: Incident,
  kept: readonly Ruling[],
  before: ProvisionReview | null,
  results: Reviewed['results'],
): Promise<void> {
  if (before === null) return;
  const of = (list: Reviewed['results'], id: string) => list.find((r) => r.provisionId === id);
  const suggested = kept.flatMap((r) => {
    const [then, now] = [of(before.results, r.provisionId), of(results, r.provisionId)];
    if (!now || now.result === r.result || (then?.result === now.result && then.condition === now.condition)) return [];
    const { provisionId, result, condition } = now;
    return [{ rulingId: r.id, provisionId, ruled: r.result, test: result, condition }];
  });
  if (suggested.length === 0) return;
  await tx.append({
    actor: 'system',
    type: 'ruling.review_suggested',
    subject: { kind: 'incident', id: incident.id },
    payload: { ruleVersion: provisionRuleVersion, suggested },
  });
}

/** Keeps what the tests gave under every provision, once for each change of it; gives what they had given before. */
async function keepReview(
  tx: Tx,
  deps: Deps,
  incident: Incident,
  results: Reviewed['results'],
): Promise<ProvisionReview | null> {
  const before = await tx.provisionReviews.newestOf(incident.id);
  if (before !== null && canonicalJson(before.results) === canonicalJson(results)) return before;
  await tx.write.provisionReview({
    id: tx.ids.next(),
    incidentId: incident.id,
    incidentVersion: incident.version,
    at: tx.now,
    ruleVersion: provisionRuleVersion,
    packDigest: deps.mission.digest,
    results,
  });
  return before;
}
