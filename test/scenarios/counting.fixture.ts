import type { Actor } from '#core/access/types.js';
import { confirmAttribution, proposeAttribution } from '#core/attribution/attribute.js';
import type { AssessmentInput } from '#core/ruling/assess.js';
import { readReview } from '#core/ruling/read.js';
import { decide } from '#core/verification/decide.js';
import { person, type Desk } from './desk.js';

const [ina, jon] = [person('ina', 'monitor'), person('jon', 'monitor')];
const sam = person('sam', 'supervisor', ['island']);
const [ana, ben] = [person('ana', 'analyst'), person('ben', 'analyst')];
const head = person('head', 'head_of_mission');

export const liaisonOf = (party: string): Actor => ({
  id: `liaison-of-${party}`,
  role: 'party_liaison',
  scope: { sectors: [], party },
  type: 'person',
});

export const autumn = { from: '2026-11-01T00:00:00.000Z', to: '2026-11-20T00:00:00.000Z' };

/** That a party was over its ceiling of guns all autumn, but for what is given. */
export const ruling = (given: Partial<AssessmentInput>): AssessmentInput => ({
  provisionId: 'few-guns',
  party: 'vell',
  ...autumn,
  result: 'breach',
  reason: 'The whole interval is above.',
  ...given,
});

/** A gun of `party` seen 2 km from the line by two patrols, verified and attributed; what the tests gave. */
export async function gunSeenOn(desk: Desk, party: string, hour: string) {
  const given = {
    kind: 'weapon-seen',
    means: 'eye',
    start: `2026-11-21T${hour}:00:00.000Z`,
    end: `2026-11-21T${hour}:10:00.000Z`,
    place: { type: 'fix' as const, lat: -49.3, lon: 69.53, precisionMetres: 30 },
  };
  const first = await desk.receive(ina, { ...given, patrolId: 'west' });
  await desk.receive(jon, { ...given, patrolId: 'south' });
  const { id: incidentId, version } = await desk.incidentOf(first);
  const verdict = { incidentId, version, outcome: 'verified' as const, cause: null, reason: 'Seen twice.' };
  await decide(desk.deps, sam, verdict);
  const decided = await desk.incidentOf(first);
  const finding = { incidentId, version: decided.version, party, probability: 0.9, reason: 'Its markings.' };
  const { id: attributionId } = await proposeAttribution(desk.deps, ana, finding);
  await confirmAttribution(desk.deps, ben, { attributionId });
  await desk.work();
  const review = (await readReview(desk.deps, head, { incidentId }))!;
  const rulings = await desk.deps.uow.read((reads) => reads.rulings.ofIncident(incidentId));
  return {
    incidentId,
    version: decided.version,
    results: review.results,
    about: (provisionId: string) => review.results.find((r) => r.provisionId === provisionId)!,
    proposed: rulings.filter((r) => r.state === 'proposed'),
  };
}
