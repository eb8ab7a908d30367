import { confirmAttribution, proposeAttribution } from '#core/attribution/attribute.js';
import type { Incident } from '#core/fusion/types.js';
import { decideRuling } from '#core/ruling/decide-ruling.js';
import { decide } from '#core/verification/decide.js';
import { liaison, person, type Desk } from './desk.js';

export const [ina, jon] = [person('ina', 'monitor'), person('jon', 'monitor')];
export const sam = person('sam', 'supervisor', ['island']);
export const [ana, ben, cleo] = [person('ana', 'analyst'), person('ben', 'analyst'), person('cleo', 'analyst')];
export const head = person('head', 'head_of_mission');
export const liaisonOf = liaison;

/** Two patrols hear a blast; it is verified, attributed and ruled a serious breach. Each party's on a day of its own. */
export async function ruledBlastOn(desk: Desk, party: string, text = 'Heard from the west.'): Promise<Incident> {
  const day = party === 'orrin' ? '2026-11-22' : '2026-11-21';
  const time = { start: `${day}T04:00:00.000Z`, end: `${day}T04:01:00.000Z` };
  const first = await desk.receive(ina, { patrolId: 'west', text, ...time });
  await desk.receive(jon, { patrolId: 'south', text, ...time });
  const { id: incidentId, version } = await desk.incidentOf(first);
  const reason = `${text} Both patrols.`;
  await decide(desk.deps, sam, { incidentId, version, outcome: 'verified', cause: null, reason });
  await desk.work();
  const incident = await desk.incidentOf(first);
  const finding = { incidentId, version: incident.version, party, probability: 0.9, reason: text };
  const { id: attributionId } = await proposeAttribution(desk.deps, ana, finding);
  await confirmAttribution(desk.deps, ben, { attributionId });
  await desk.work();
  await decideRuling(desk.deps, cleo, {
    incidentId,
    version: incident.version,
    provisionId: 'no-fire',
    result: 'breach',
    gravity: 'serious',
    reason: text,
  });
  await desk.work();
  return incident;
}
