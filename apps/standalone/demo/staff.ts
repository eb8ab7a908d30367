import { confirmAttribution, proposeAttribution } from '#core/attribution/attribute.js';
import { Problem } from '#core/errors.js';
import type { Actor, Role } from '#core/access/types.js';
import type { Incident } from '#core/fusion/types.js';
import type { Deps } from '#core/ports.js';
import { confirmRuling, decideRuling } from '#core/ruling/decide-ruling.js';
import { makeRandom } from '#core/simulation/random.js';
import { decide } from '#core/verification/decide.js';

const pageSize = 200;
/** The newest incidents stay in the queue, so that there is something to triage. */
const leaveOpenHours = 30;
const everywhere = { sectors: [], party: null };

/**
 * Simulated people who decide what the machine proposed, most of the time: verify, attribute where
 * the reporters named a party, rule where the machine proposed a ruling. They go through the same use
 * cases, so nobody confirms their own proposal.
 */
export class DemoStaff {
  private readonly random = makeRandom(7);
  private readonly people: Record<'supervisor' | 'analyst' | 'second' | 'head', Actor>;
  /** Incidents attributed to a party and not ruled on yet. */
  private readonly attributed: string[] = [];
  readonly refusals = new Map<string, number>();

  constructor(
    private readonly deps: Deps,
    private readonly say: (text: string) => void,
    private readonly stopping: () => boolean,
  ) {
    const person = (role: Role): Actor => ({ id: deps.ids.next(), role, scope: everywhere, type: 'person' });
    this.people = {
      supervisor: person('supervisor'),
      analyst: person('analyst'),
      second: person('analyst'),
      head: person('head_of_mission'),
    };
  }

  /** Verifies and attributes everything that began at least 30 hours before `until`; the worker then proposes rulings. */
  async decide(until: string): Promise<void> {
    const latest = new Date(Date.parse(until) - leaveOpenHours * 3_600_000).toISOString();
    const incidents = await this.all(latest);
    this.say(`Simulated staff decide on ${incidents.length} incidents …`);
    await this.each(incidents, 'decided', async (incident) => {
      if (this.random.chance(0.9)) await this.allowed(() => this.work(incident));
    });
  }

  /** Rules on what was attributed to a party, where the machine proposed a ruling. */
  async rule(): Promise<void> {
    await this.each(this.attributed, 'ruled on', (incidentId) => this.allowed(() => this.ruleOn(incidentId)));
  }

  /** Several at a time: their transactions share commits. */
  private async each<T>(items: T[], verb: string, act: (item: T) => Promise<void>): Promise<void> {
    let done = 0;
    const queue = items.values();
    await Promise.all(
      Array.from({ length: 16 }, async () => {
        for (const item of queue) {
          if (this.stopping()) return;
          await act(item);
          if (++done % 2_000 === 0) this.say(`  ${verb} ${done} of ${items.length}`);
        }
      }),
    );
  }

  private async all(latest: string): Promise<Incident[]> {
    const found: Incident[] = [];
    let cursor: string | undefined;
    do {
      const page = await this.deps.uow.read((reads) =>
        reads.incidents.list({
          sectors: null,
          undecidedOnly: true,
          limit: pageSize,
          ...(cursor !== undefined && { cursor }),
        }),
      );
      found.push(...page.items.filter((incident) => incident.start < latest && incident.proposedOutcome !== null));
      cursor = page.next ?? undefined;
    } while (cursor !== undefined && !this.stopping());
    return found;
  }

  private async work(incident: Incident): Promise<void> {
    const { deps, people } = this;
    const outcome = incident.proposedOutcome!;
    const proposed = (await deps.uow.read((reads) => reads.verifications.ofIncident(incident.id))).at(-1);
    const decided = await decide(deps, people.supervisor, {
      incidentId: incident.id,
      version: incident.version,
      outcome,
      cause: proposed?.outcome === outcome ? proposed.cause : null,
      reason: 'Demo: the proposal and its checks were read and agreed with.',
    });
    if (outcome !== 'verified' || !this.random.chance(0.5)) return;
    // The demo's analysts go by what was seen of the origin; a simulated world has no more to offer them.
    const party = incident.allegedParty;
    const attribution = await proposeAttribution(deps, people.analyst, {
      incidentId: incident.id,
      version: decided.version,
      party,
      probability: party === null ? 0.5 : 0.85,
      reason:
        party === null ? 'Demo: nothing points to either side.' : 'Demo: independent sources name the same party.',
    });
    await confirmAttribution(deps, people.second, { attributionId: attribution.id });
    if (party !== null) this.attributed.push(incident.id);
  }

  private async ruleOn(incidentId: string): Promise<void> {
    const { deps, people } = this;
    const { incident, rulings } = await deps.uow.read(async (reads) => ({
      incident: await reads.incidents.get(incidentId),
      rulings: await reads.rulings.ofIncident(incidentId),
    }));
    const proposed = rulings.find((r) => r.state === 'proposed' && r.result !== 'not_decided');
    if (!incident || !proposed) return;
    const ruling = await decideRuling(deps, people.second, {
      incidentId,
      version: incident.version,
      provisionId: proposed.provisionId,
      result: proposed.result,
      reason: 'Demo: the text of the provision was compared with what was verified.',
    });
    if (ruling.state === 'proposed') await confirmRuling(deps, people.head, { rulingId: ruling.id });
  }

  /** What the rules refuse, the staff leave alone, as people would; anything else is a fault. */
  private async allowed(act: () => Promise<void>): Promise<void> {
    try {
      await act();
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      this.refusals.set(error.detail, (this.refusals.get(error.detail) ?? 0) + 1);
    }
  }
}
