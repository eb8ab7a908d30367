import type { Sighting } from '../intake/types.js';
import type { Mission } from '../mission/types.js';
import type { Geography } from '../ports.js';
import { bearingsOf, machineItems, type LedgerIncident } from './machine-items.js';
import { OriginArea } from './origin-area.js';
import { combine, method, sharesOf, type Combined } from './posterior.js';
import { unreadReplies, type ReplyOnFile } from './reply-items.js';
import { rulesOf } from './rules.js';
import type { Dispute, HypothesisState, KeptItem, LedgerItem, LedgerState, WeighedItem } from './types.js';

/** Version of the rules of the ledger, stored with each state. */
export const ledgerRuleVersion = 'ledger/1';

/**
 * The ledger of one incident: what the machine computes from its sightings, what the parties answered, what persons
 * added, less what is disputed. Pure: the same input in any order gives the same state. Nothing in it is a finding.
 */
export function ledgerOf(
  incident: LedgerIncident,
  sightings: readonly Sighting[],
  kept: readonly KeptItem[],
  disputes: readonly Dispute[],
  mission: Mission,
  geography: Pick<Geography, 'sideOf'>,
  replies: readonly ReplyOnFile[] = [],
): LedgerState {
  const rules = rulesOf(mission);
  const parties = mission.parties.map((p) => p.id);
  let made: OriginArea | undefined;
  const area = () =>
    (made ??= new OriginArea(incident.estimate, parties, rules, (p) => geography.sideOf(p, incident.start), {
      reachMetres: mission.weapons.find((w) => w.id === incident.weapon)?.rangeMetres ?? null,
      farthestMetres: Math.max(...mission.weapons.map((w) => w.rangeMetres)),
    }));
  const bearings = bearingsOf(sightings).sort((a, b) => (a.key < b.key ? -1 : 1));
  const crossed = (keys: string[]) => area().likelihood(bearings.filter((b) => keys.includes(b.key)));

  const persons = newest(kept);
  const items = [
    ...machineItems(incident, sightings, mission, rules, area),
    ...unreadReplies(replies, persons, rules, parties),
    ...persons,
  ];
  const objections = new Map(newestDisputes(disputes).map((d) => [d.itemKey, d]));
  const counted = items.filter((i) => !objections.has(i.key));
  const whole = combine(parties, rules, counted, crossed);
  const shares = sharesOf(counted, rules.sameSourceShare);
  const weighed = items.map((i): WeighedItem => {
    const objection = objections.get(i.key);
    return {
      ...i,
      disputed: objection ? { by: objection.by, at: objection.at, reason: objection.reason } : null,
      share: shares.get(i.key) ?? 0,
      withoutIt: objection
        ? null
        : changes(
            whole,
            combine(
              parties,
              rules,
              counted.filter((c) => c !== i),
              crossed,
            ),
          ),
    };
  });
  return {
    incidentId: incident.id,
    incidentVersion: incident.version,
    method,
    ruleVersion: ledgerRuleVersion,
    packDigest: mission.digest,
    ...whole,
    items: weighed,
  };
}

/** The likeliest hypothesis; of equally likely ones the first by id. */
export function likeliest(hypotheses: readonly HypothesisState[]): HypothesisState {
  return hypotheses.reduce((best, h) => (h.probability > best.probability ? h : best));
}

function changes(whole: Combined, without: Combined): NonNullable<WeighedItem['withoutIt']> {
  const held = likeliest(whole.hypotheses);
  const then = without.hypotheses.find((h) => h.id === held.id)!;
  return {
    result: whole.result !== without.result,
    word: held.word !== then.word,
    standard: held.standard !== then.standard,
  };
}

/** Items that no newer version takes the place of, by id. */
function newest(kept: readonly KeptItem[]): LedgerItem[] {
  const replaced = new Set(kept.map((k) => k.replaces));
  return kept
    .filter((k) => !replaced.has(k.id))
    .sort((a, b) => (a.id < b.id ? -1 : 1))
    .map((k) => ({
      key: k.id,
      kind: k.kind,
      by: k.by,
      statement: k.statement,
      logRatio: k.logRatio,
      sigma: k.sigma,
      weighedBy: k.weighedBy,
      reason: k.reason,
      basis: k.basis,
      source: k.source,
      crossed: false,
    }));
}

/** The objections that stand: the newest of each item, unless it was taken back. */
function newestDisputes(disputes: readonly Dispute[]): Dispute[] {
  const last = new Map<string, Dispute>();
  for (const d of [...disputes].sort((a, b) => (a.at === b.at ? (a.id < b.id ? -1 : 1) : a.at < b.at ? -1 : 1)))
    last.set(d.itemKey, d);
  return [...last.values()].filter((d) => d.disputed);
}
