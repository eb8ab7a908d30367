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
  return concerning(mission, incident.kind, incident.weapon).filter((p) => {
    if (incident.start < p.inForceFrom || (p.inForceUntil !== null && incident.start >= p.inForceUntil)) return false;
    return p.kind === 'withdrawal' || !p.zones?.length || p.zones.some((z) => incident.zones.includes(z));
  });
}

const byKindAndWeapon = new WeakMap<Mission, Map<string, Provision[]>>();

/** Provisions that concern a kind and weapon at some time and place; found once for each pair. */
function concerning(mission: Mission, kindId: string, weaponId: string | null): Provision[] {
  let known = byKindAndWeapon.get(mission);
  if (!known) byKindAndWeapon.set(mission, (known = new Map()));
  const key = `${kindId} ${weaponId}`;
  let found = known.get(key);
  if (!found) {
    const kind = mission.eventKinds.find((k) => k.id === kindId);
    const weaponClass = mission.weapons.find((w) => w.id === weaponId)?.weaponClass;
    found = mission.provisions.filter((p) => {
      if (p.kind === 'withdrawal') {
        const classes = (p.withdrawal ?? []).map((w) => w.weaponClass);
        return kind?.category === 'weapons' && weaponClass !== undefined && classes.includes(weaponClass);
      }
      return (p.kind === 'prohibition' || p.kind === 'access') && Boolean(p.eventKinds?.includes(kindId));
    });
    // Kinds of the pack are few; what it does not know is not remembered.
    if (kind) known.set(key, found);
  }
  return found;
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
