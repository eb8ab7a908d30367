import { say } from '../said.js';
import type { Actor } from '../access/types.js';
import { refuseFaults } from '../mission/typed-text.js';
import { Problem } from '../errors.js';
import type { Deps } from '../ports.js';
import { ledgerIncident, textFaults } from './keep.js';
import type { Dissent } from './types.js';

/**
 * Records that a third person, who neither proposed nor confirmed, holds an attribution to be wrong, with the
 * reason. It changes nothing by itself and stays with the attribution. Once per person.
 * @throws Problem invalid_input, not_allowed, not_found, conflict (said before), not_possible (withdrawn)
 */
export async function recordDissent(
  deps: Deps,
  actor: Actor,
  input: { attributionId: string; reason: string },
): Promise<Dissent> {
  refuseFaults(textFaults(deps.mission, input.reason));
  return deps.uow.run(async (tx) => {
    const known = await tx.attributions.get(input.attributionId);
    const incident = await ledgerIncident(tx, actor, known?.incidentId ?? input.attributionId, 'attribution.dissent');
    const attribution = (await tx.attributions.get(input.attributionId))!;
    if (attribution.state === 'withdrawn') throw new Problem('not_possible', say`The attribution was withdrawn.`);
    if (attribution.proposedBy === actor.id || attribution.confirmedBy === actor.id)
      throw new Problem('not_allowed', say`You proposed or confirmed this attribution: withdraw it instead.`);
    if ((await tx.ledger.dissents(incident.id)).some((d) => d.attributionId === attribution.id && d.by === actor.id))
      throw new Problem('conflict', say`You have recorded a dissent on this attribution before.`);
    const dissent: Dissent = {
      id: tx.ids.next(),
      attributionId: attribution.id,
      incidentId: incident.id,
      reason: input.reason.trim(),
      by: actor.id,
      at: tx.now,
    };
    await tx.write.ledger.dissent(dissent);
    await tx.append({
      actor: actor.id,
      type: 'attribution.dissented',
      subject: { kind: 'incident', id: incident.id },
      payload: { attributionId: attribution.id, dissentId: dissent.id },
    });
    return dissent;
  });
}
