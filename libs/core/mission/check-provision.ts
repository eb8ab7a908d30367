import type { MissionFault } from './fault.js';
import type { Mission, Provision, ProvisionKind } from './types.js';

/** The field that a kind of provision must have; the others must be absent. */
const needs: Record<ProvisionKind, (keyof Provision)[]> = {
  prohibition: ['eventKinds'],
  access: ['eventKinds'],
  withdrawal: ['withdrawal'],
  ceiling: ['ceiling'],
  presence: ['presence'],
  condition: ['condition'],
};

const mayHave: Record<ProvisionKind, (keyof Provision)[]> = {
  ...needs,
  prohibition: ['eventKinds', 'zones'],
  access: ['eventKinds', 'zones'],
};

const optional: (keyof Provision)[] = ['eventKinds', 'zones', 'withdrawal', 'ceiling', 'presence', 'condition'];

/** Faults of one provision: fields that its kind needs or may not have, unknown ids, dates. */
export function provisionFaults(p: Provision, path: string, mission: Mission): MissionFault[] {
  const faults: MissionFault[] = [];
  const ids = (items: { id: string }[]) => new Set(items.map((i) => i.id));
  const refer = (known: Set<string>, what: string, list: string[] | undefined, at: string) =>
    list?.forEach((id, i) => {
      if (!known.has(id))
        faults.push({
          path: `${path}/${at}/${i}`,
          message: `there is no ${what} "${id}"`,
          remedy: `Name a ${what} of this pack.`,
        });
    });

  for (const field of needs[p.kind])
    if (p[field] === undefined)
      faults.push({ path, message: `a provision of kind ${p.kind} needs "${field}"`, remedy: `Add "${field}".` });
  for (const field of optional)
    if (p[field] !== undefined && !mayHave[p.kind].includes(field))
      faults.push({
        path: `${path}/${field}`,
        message: `a provision of kind ${p.kind} has no "${field}"`,
        remedy: 'Remove it or change the kind.',
      });
  if (p.inForceUntil !== null && p.inForceUntil <= p.inForceFrom)
    faults.push({
      path: `${path}/inForceUntil`,
      message: 'ends before it begins',
      remedy: 'Give a later instant, or null.',
    });

  const kinds = ids(mission.eventKinds);
  refer(ids(mission.parties), 'party', p.binds, 'binds');
  refer(kinds, 'kind of event', p.eventKinds, 'eventKinds');
  refer(ids(mission.zones), 'zone', p.zones, 'zones');
  refer(
    new Set(mission.weapons.map((w) => w.weaponClass)),
    'weapon class',
    p.withdrawal?.map((w) => w.weaponClass),
    'withdrawal',
  );
  for (const id of Object.keys(p.gravity))
    if (id !== '*' && !kinds.has(id))
      faults.push({
        path: `${path}/gravity/${id}`,
        message: `there is no kind of event "${id}"`,
        remedy: 'Name a kind of event of this pack, or "*".',
      });

  if (p.condition) {
    const provisions = ids(mission.provisions);
    for (const end of ['while', 'then'] as const)
      if (!provisions.has(p.condition[end]) || p.condition[end] === p.id)
        faults.push({
          path: `${path}/condition/${end}`,
          message: `there is no other provision "${p.condition[end]}"`,
          remedy: 'Name the two provisions that hang together.',
        });
  }
  const twice = p.presence?.contributors.filter((c) => p.presence?.excluded.includes(c)) ?? [];
  for (const id of twice)
    faults.push({
      path: `${path}/presence/excluded`,
      message: `"${id}" is a contributor and excluded`,
      remedy: 'Keep it in one of the lists.',
    });
  return faults;
}
