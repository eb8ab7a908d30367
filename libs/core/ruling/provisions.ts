import { say, englishOf, type Said } from '../said.js';
import type { Attribution } from '../attribution/types.js';
import { upperTail } from '../geo/normal.js';
import type { Incident } from '../fusion/types.js';
import type { Mission, Provision } from '../mission/types.js';
import type { DutyState } from './conditions.js';
import { gravityOf, standardFor, type Harm } from './gravity.js';
import type { Ruling } from './types.js';

/** Version of the tests below, told in each proposal's entry. */
export const provisionRuleVersion = 'provisions/2';

/** A withdrawal breach (or its absence) is proposed only from this probability on; between, nobody can tell. */
const enoughProbability = 0.95;

export type ProposedRuling = Pick<
  Ruling,
  | 'provisionId'
  | 'provisionVersion'
  | 'provisionText'
  | 'party'
  | 'result'
  | 'gravity'
  | 'standardOfProof'
  | 'reason'
  | 'said'
>;

/** Distance of the incident's place to the line in force, metres, with its standard deviation. */
export interface LineDistance {
  metres: number;
  sigmaMetres: number;
}

type Pack = Pick<Mission, 'weapons' | 'gravityMatrix' | 'standardOfProof'>;

/**
 * Tests one incident against one provision that it concerns. A breach is proposed only once an attribution
 * is confirmed, and then names the attributed party or, where it cannot be attributed, nobody. What the
 * machine has no test for it leaves to a person, and so a duty that has lapsed under a condition.
 */
export function testProvision(
  provision: Provision,
  incident: Harm,
  attribution: Pick<Attribution, 'party'> | null,
  mission: Pack,
  lineDistance: LineDistance,
  duty: DutyState | null = null,
): ProposedRuling {
  const base = {
    provisionId: provision.id,
    provisionVersion: provision.version,
    provisionText: provision.text,
    party: attribution?.party ?? null,
    standardOfProof: null,
  };
  const undecided = (...said: Said[]): ProposedRuling => ({
    ...base,
    party: null,
    result: 'not_decided',
    gravity: null,
    reason: englishOf(...said),
    said,
  });
  const noBreach = (...said: Said[]): ProposedRuling => ({
    ...base,
    result: 'no_breach',
    gravity: null,
    reason: englishOf(...said),
    said,
  });

  const act = actOf(provision, incident, mission, lineDistance);
  if (act.is === 'unknown') return undecided(act.because);
  if (act.is === 'allowed') return noBreach(act.because);
  if (attribution === null) return undecided(act.because, say`No attribution is confirmed yet.`);
  if (attribution.party !== null && provision.binds.length > 0 && !provision.binds.includes(attribution.party))
    return noBreach(act.because, say`The party to which it is attributed is not bound by this provision.`);
  if (duty?.state === 'lapsed') return undecided(act.because, ...duty.because, say`A person must rule on it.`);
  const who = attribution.party === null ? [say`It cannot be attributed: the breach names nobody.`] : [];
  const said = [act.because, ...(duty?.because ?? []), ...who];
  const gravity = gravityOf(provision, incident, mission);
  return {
    ...base,
    result: 'breach',
    gravity,
    standardOfProof: standardFor(mission, gravity),
    reason: englishOf(...said),
    said,
  };
}

interface Act {
  is: 'forbidden' | 'allowed' | 'unknown';
  because: Said;
}

function actOf(
  provision: Provision,
  incident: Pick<Incident, 'kind' | 'weapon'>,
  mission: Pick<Mission, 'weapons'>,
  lineDistance: LineDistance,
): Act {
  switch (provision.kind) {
    case 'prohibition':
    case 'access':
      return provision.eventKinds?.includes(incident.kind)
        ? {
            is: 'forbidden',
            because: say`An event of kind ${{ named: 'kind', id: incident.kind }} is forbidden by provision ${provision.number}.`,
          }
        : {
            is: 'allowed',
            because: say`Provision ${provision.number} does not name events of kind ${{ named: 'kind', id: incident.kind }}.`,
          };
    case 'withdrawal':
      return withdrawn(provision, incident, mission, lineDistance);
    case 'ceiling':
    case 'presence':
    case 'condition':
      return { is: 'unknown', because: say`Provision ${provision.number} counts over time: a person must rule on it.` };
  }
}

/** Told of a provision on withdrawal that says nothing about this weapon. */
export function noDistance(provision: Pick<Provision, 'number'>, weapon: string | null): Said {
  if (weapon === null) return say`Provision ${provision.number} sets no distance for an unknown weapon.`;
  return say`Provision ${provision.number} sets no distance for weapon ${{ named: 'weapon', id: weapon }}.`;
}

function withdrawn(
  provision: Provision,
  incident: Pick<Incident, 'weapon'>,
  mission: Pick<Mission, 'weapons'>,
  { metres, sigmaMetres }: LineDistance,
): Act {
  const weaponClass = mission.weapons.find((w) => w.id === incident.weapon)?.weaponClass;
  const limit = provision.withdrawal?.find((w) => w.weaponClass === weaponClass)?.metres;
  if (limit === undefined)
    return {
      is: 'unknown',
      because: noDistance(provision, incident.weapon),
    };
  const p = probabilityWithin(limit, metres, sigmaMetres);
  const measured = say`${(metres / 1000).toFixed(1)} km from the line (standard deviation ${(sigmaMetres / 1000).toFixed(1)} km), ${(limit / 1000).toFixed(0)} km required for "${weaponClass!}"; probability of being too near ${p.toFixed(3)}.`;
  if (p >= enoughProbability) return { is: 'forbidden', because: say`Too near: ${measured}` };
  if (p <= 1 - enoughProbability) return { is: 'allowed', because: say`Far enough: ${measured}` };
  return { is: 'unknown', because: say`Cannot be told: ${measured}` };
}

/**
 * Probability that a place measured at `metres` from the line is nearer than `limit`, for a normal error with
 * the given standard deviation across the line: Φ((limit - d)/σ) - Φ((-limit - d)/σ), for both sides of it.
 */
export function probabilityWithin(limit: number, metres: number, sigmaMetres: number): number {
  if (sigmaMetres <= 0) return metres < limit ? 1 : 0;
  return normal((limit - metres) / sigmaMetres) - normal((-limit - metres) / sigmaMetres);
}

function normal(z: number): number {
  return z >= 0 ? 1 - upperTail(z) : upperTail(-z);
}
