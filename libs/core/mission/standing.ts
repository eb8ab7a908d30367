import type { Entry } from '../journal/types.js';
import type { Tx } from '../ports.js';
import type { IncidentFact, Mission, Provision } from './types.js';

/** What is needed of an incident to say under which provisions it counts. */
interface Countable {
  id: string;
  state: 'open' | 'decided' | 'merged';
  kind: string;
  weapon: string | null;
  zones: string[];
  start: string;
  sector: string | null;
  allegedParty: string | null;
  outcome: string | null;
  reportingDay: string;
  reportingWeek: string;
}

/**
 * Provisions in force at the incident's start that its kind, weapon class and zone concern.
 * Whether one is breached is a ruling; this only says where the incident is counted.
 */
export function provisionsConcerned(
  mission: Mission,
  incident: Pick<Countable, 'kind' | 'weapon' | 'zones' | 'start'>,
): Provision[] {
  const kind = mission.eventKinds.find((k) => k.id === incident.kind);
  const weaponClass = mission.weapons.find((w) => w.id === incident.weapon)?.weaponClass;
  return mission.provisions.filter((p) => {
    if (incident.start < p.inForceFrom || (p.inForceUntil !== null && incident.start >= p.inForceUntil)) return false;
    if (p.kind === 'withdrawal') {
      const classes = (p.withdrawal ?? []).map((w) => w.weaponClass);
      return kind?.category === 'weapons' && weaponClass !== undefined && classes.includes(weaponClass);
    }
    if (p.kind !== 'prohibition' && p.kind !== 'access') return false;
    if (!p.eventKinds?.includes(incident.kind)) return false;
    return !p.zones?.length || p.zones.some((z) => incident.zones.includes(z));
  });
}

/**
 * Writes the incident's standing under every provision it concerns, as of `entry`. Every use case
 * that changes an incident, its attribution or its rulings calls this in the same transaction,
 * so that a summary at any cut-off is a plain query (D12). `isNew`: the incident was made just now, so nothing is
 * known of it yet.
 */
export async function recordStanding(
  tx: Tx,
  mission: Mission,
  incident: Countable,
  entry: Entry,
  isNew = false,
): Promise<void> {
  const attributions = isNew ? [] : await tx.attributions.ofIncident(incident.id);
  const attributed = attributions.filter((a) => a.state === 'confirmed').at(-1);
  const rulings = isNew ? [] : (await tx.rulings.ofIncident(incident.id)).filter((r) => r.state === 'ruled');
  const concerned = new Set(provisionsConcerned(mission, incident).map((p) => p.id));
  if (concerned.size === 0) concerned.add('none');
  const before = isNew ? [] : await tx.facts.newestOf(incident.id);
  // "Cannot be attributed" is a finding: it must not fall back to the party that somebody alleged.
  const party = (attributed ? attributed.party : incident.allegedParty) ?? 'none';
  const row = (provisionId: string, live: 0 | 1): IncidentFact => {
    const result = rulings.filter((r) => r.provisionId === provisionId).at(-1)?.result;
    return {
      entryId: entry.id,
      incidentId: incident.id,
      provisionId,
      party,
      sector: incident.sector ?? 'none',
      reportingDay: incident.reportingDay,
      reportingWeek: incident.reportingWeek,
      kind: incident.kind,
      standing: standingOf(incident.outcome),
      ruled: result === 'breach' || result === 'no_breach' ? result : 'none',
      live,
    };
  };
  const live = incident.state === 'merged' ? 0 : 1;
  const rows = [...concerned].map((id) => row(id, live));
  // A provision that no longer applies (say, the kind changed after a merge) must not keep its old count.
  for (const old of before) if (!concerned.has(old.provisionId)) rows.push(row(old.provisionId, 0));
  await tx.write.facts(rows);
}

function standingOf(outcome: string | null): IncidentFact['standing'] {
  if (outcome === null) return 'alleged';
  if (outcome === 'verified' || outcome === 'not_verifiable') return outcome;
  return 'set_aside';
}
