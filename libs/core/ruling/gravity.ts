import type { Incident } from '../fusion/types.js';
import {
  standardsOfProof,
  type Gravity,
  type GravityRow,
  type Mission,
  type Provision,
  type StandardOfProof,
} from '../mission/types.js';

/** What of an incident says how grave a breach is. */
export type Harm = Pick<Incident, 'kind' | 'weapon' | 'zones' | 'casualties' | 'civilianObject'>;

const order: readonly Gravity[] = ['minor', 'serious', 'grave'];

/**
 * How grave a breach by this incident is: the provision's word for the kind (else for any, else minor), raised by every
 * row of the pack's matrix that applies. Rows only raise: more harm never makes a breach less grave.
 */
export function gravityOf(
  provision: Pick<Provision, 'gravity'>,
  incident: Harm,
  mission: Pick<Mission, 'weapons' | 'gravityMatrix'>,
): Gravity {
  const own = provision.gravity[incident.kind] ?? provision.gravity['*'] ?? 'minor';
  const rows = (mission.gravityMatrix ?? []).filter((row) => applies(row, incident, mission));
  return gravest([own, ...rows.map((row) => row.gravity)]);
}

export function gravest(words: readonly Gravity[]): Gravity {
  return order[Math.max(0, ...words.map((word) => order.indexOf(word)))]!;
}

function applies(row: GravityRow, incident: Harm, mission: Pick<Mission, 'weapons'>): boolean {
  const weaponClass = mission.weapons.find((w) => w.id === incident.weapon)?.weaponClass;
  const { killed, injured } = incident.casualties ?? { killed: 0, injured: 0 };
  return (
    (row.kinds === undefined || row.kinds.includes(incident.kind)) &&
    (row.weaponClasses === undefined || (weaponClass !== undefined && row.weaponClasses.includes(weaponClass))) &&
    (row.zones === undefined || row.zones.some((zone) => incident.zones.includes(zone))) &&
    (row.casualties === undefined || killed > 0 || (row.casualties === 'injured' && injured > 0)) &&
    (row.civilianObject === undefined || row.civilianObject === incident.civilianObject)
  );
}

/** The least standard of proof for ruling a breach so grave. */
export function standardFor(mission: Pick<Mission, 'standardOfProof'>, gravity: Gravity): StandardOfProof {
  return mission.standardOfProof?.[gravity] ?? 'reasonable_grounds';
}

/** Whether `reached` is at least as high as `needed`. */
export function reaches(reached: StandardOfProof, needed: StandardOfProof): boolean {
  return standardsOfProof.indexOf(reached) >= standardsOfProof.indexOf(needed);
}
