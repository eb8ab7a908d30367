import type { Incident } from '../fusion/types.js';
import { englishOf, say, type Said } from '../said.js';
import type { Sighting } from '../intake/types.js';
import type { Mission } from '../mission/types.js';
import type { AttributionRules, LedgerItemKind } from '../mission/weighing-types.js';
import type { Bearing, OriginArea } from './origin-area.js';
import { ratioOf } from './rules.js';
import { otherHypotheses, type ByHypothesis, type LedgerItem } from './types.js';

export type LedgerIncident = Pick<Incident, 'id' | 'version' | 'kind' | 'weapon' | 'start' | 'estimate' | 'side'>;

const bearingKinds = {
  crater: 'direction_of_fire',
  fragments: 'direction_of_fire',
  projectile: 'direction_of_fire',
  flash: 'back_bearing',
  radar: 'back_bearing',
  acoustic: 'acoustic_bearing',
} as const;

/** The bearings that sightings give, each from its own place and source. */
export function bearingsOf(sightings: readonly Sighting[]): Bearing[] {
  return sightings.flatMap((s) => {
    if (!s.origin) return [];
    const { origin } = s;
    const sigmaMetres = origin.at ? 20 : Math.sqrt((s.estimate.covEE + s.estimate.covNN) / 2);
    return [
      {
        key: `${bearingKinds[origin.method]}:${s.id}`,
        source: sourceOf(s),
        origin,
        at: origin.at ?? { lat: s.estimate.lat, lon: s.estimate.lon },
        sigmaMetres,
      },
    ];
  });
}

/**
 * What can be computed on who did it from the sightings alone: bearings to the origin, the side of the place,
 * who has the weapon class, admissions and accusations. Nothing in it knows one party from another. `area` is
 * asked only where there are bearings. Sightings in any order give the same items.
 */
export function machineItems(
  incident: LedgerIncident,
  sightings: readonly Sighting[],
  mission: Mission,
  rules: AttributionRules,
  area: () => OriginArea,
): LedgerItem[] {
  const parties = mission.parties.map((p) => p.id);
  const ordered = [...sightings].sort((a, b) => (a.id < b.id ? -1 : 1));
  const items: LedgerItem[] = bearingsOf(ordered).map((b) => {
    const kind = b.key.slice(0, b.key.indexOf(':')) as LedgerItemKind;
    const { method, bearing, sigmaDegrees } = b.origin;
    return item(rules, kind, b.key, {
      said: [
        say`Bearing to the origin ${bearing.toFixed(1)}° ± ${sigmaDegrees.toFixed(1)}° by ${methodNamed(method)}.`,
      ],
      logRatio: area().likelihood([b]),
      basis: [b.key.slice(b.key.indexOf(':') + 1)],
      source: b.source,
      crossed: true,
    });
  });
  const placed = placeItem(incident, mission, rules, parties);
  if (placed) items.push(placed);
  const armed = weaponItem(incident, mission, rules, parties);
  if (armed) items.push(armed);
  for (const s of ordered) {
    const told = toldItem(s, rules, parties);
    if (told) items.push(told);
  }
  return items.sort((a, b) => (a.key < b.key ? -1 : 1));
}

function item(
  rules: AttributionRules,
  kind: LedgerItemKind,
  key: string,
  rest: Pick<LedgerItem, 'logRatio' | 'basis' | 'source'> & { said: Said[]; crossed?: boolean },
): LedgerItem {
  const row = ratioOf(rules, kind);
  const weighedBy = `${row.id}: ${row.source}`;
  const statement = englishOf(...rest.said);
  return { key, kind, by: 'machine', sigma: row.sigma, weighedBy, reason: null, crossed: false, statement, ...rest };
}

/** Fire lands on the side that did not fire it, more often than not; what stands somewhere belongs to that side. */
function placeItem(
  incident: LedgerIncident,
  mission: Mission,
  rules: AttributionRules,
  parties: string[],
): LedgerItem | null {
  const category = mission.eventKinds.find((k) => k.id === incident.kind)?.category;
  const fire = category === 'ceasefire';
  if (!fire && !['weapons', 'forces', 'access'].includes(category ?? '')) return null;
  const kind = fire ? 'side_of_impact' : 'control_of_place';
  const { ratio } = ratioOf(rules, kind);
  const logRatio = neutral(parties);
  for (const party of parties) {
    const own = incident.side[party] ?? 0;
    const fits = fire ? 1 - own : own;
    // Twice the probability of this side given the party: 1 where the side says nothing.
    logRatio[party] = Math.log((2 * (ratio * fits + (1 - fits))) / (1 + ratio));
  }
  const sides = [...parties]
    .sort((a, b) => (incident.side[b] ?? 0) - (incident.side[a] ?? 0) || (a < b ? -1 : 1))
    .map((id) => say`${{ named: 'party', id }} ${(incident.side[id] ?? 0).toFixed(3)}`);
  return item(rules, kind, `${kind}:place`, {
    said: [say`Probability that the place lies on the side of: ${sides}.`],
    logRatio,
    basis: [],
    source: 'place',
  });
}

function weaponItem(
  incident: LedgerIncident,
  mission: Mission,
  rules: AttributionRules,
  parties: string[],
): LedgerItem | null {
  const weaponClass = mission.weapons.find((w) => w.id === incident.weapon)?.weaponClass;
  if (weaponClass === undefined || rules.possession.length === 0) return null;
  const lacks = (party: string) =>
    rules.possession.some((p) => p.party === party) &&
    !rules.possession.some((p) => p.party === party && p.weaponClasses.includes(weaponClass));
  if (!parties.some(lacks)) return null;
  const { ratio } = ratioOf(rules, 'weapon_possession');
  const logRatio = neutral(parties);
  for (const party of parties.filter(lacks)) logRatio[party] = -Math.log(ratio);
  const without = parties
    .filter(lacks)
    .sort()
    .map((id) => say`${{ named: 'party', id }}`);
  return item(rules, 'weapon_possession', `weapon_possession:${weaponClass}`, {
    said: [say`Weapon class "${weaponClass}" is not known to be held by: ${without}.`],
    logRatio,
    basis: [],
    source: 'possession',
  });
}

/** A party that names itself admits; anybody else's naming accuses; a party's word about another weighs nothing. */
function toldItem(s: Sighting, rules: AttributionRules, parties: string[]): LedgerItem | null {
  if (s.allegedParty === null || !parties.includes(s.allegedParty)) return null;
  const from = s.provider.startsWith('party:') ? s.provider.slice('party:'.length) : null;
  const kind = from === s.allegedParty ? 'admission' : 'accusation';
  const logRatio = neutral(parties);
  if (kind === 'admission' || from === null) logRatio[s.allegedParty] = Math.log(ratioOf(rules, kind).ratio);
  const named = { named: 'party', id: s.allegedParty } as const;
  const said = [
    from === null ? say`The source names ${named}.` : say`Party ${{ named: 'party', id: from }} names ${named}.`,
    ...(kind === 'accusation' && from !== null ? [say`A party's word about another is kept and weighs nothing.`] : []),
  ];
  return item(rules, kind, `${kind}:${s.id}`, {
    said,
    logRatio,
    basis: [s.id],
    source: sourceOf(s),
  });
}

/** What makes two sightings' words one source's. */
export function sourceOf(s: Pick<Sighting, 'patrolId' | 'platformId' | 'provider' | 'submittedBy'>): string {
  if (s.patrolId !== null) return `patrol:${s.patrolId}`;
  if (s.platformId !== null) return `platform:${s.platformId}`;
  return s.provider === 'mission' ? `account:${s.submittedBy}` : s.provider;
}

function neutral(parties: readonly string[]): ByHypothesis {
  return Object.fromEntries([...parties, ...otherHypotheses].map((id) => [id, 0]));
}

function methodNamed(method: keyof typeof bearingKinds): Said {
  switch (method) {
    case 'crater':
      return say`crater`;
    case 'fragments':
      return say`fragments`;
    case 'projectile':
      return say`projectile`;
    case 'flash':
      return say`flash`;
    case 'radar':
      return say`radar`;
    case 'acoustic':
      return say`acoustic`;
  }
}
