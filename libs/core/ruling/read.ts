import { requireAction, requireObject } from '../access/policy.js';
import type { Actor } from '../access/types.js';
import type { Deps } from '../ports.js';
import type { ProvisionReview } from './types.js';

/**
 * What the tests under every provision in force gave for an incident, as last changed; null where it was never verified.
 * @throws Problem not_allowed, not_found
 */
export async function readReview(
  deps: Deps,
  actor: Actor,
  input: { incidentId: string },
): Promise<ProvisionReview | null> {
  requireAction(actor, 'incident.read');
  return deps.uow.read(async (reads) => {
    const incident = await reads.incidents.get(input.incidentId);
    requireObject(actor, 'incident.read', incident, ({ sector }) => ({ sector }));
    return reads.provisionReviews.newestOf(input.incidentId);
  });
}
