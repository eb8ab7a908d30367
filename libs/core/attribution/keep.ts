import { say, type Said } from '../said.js';
import { requireAction, requireObject, type Action } from '../access/policy.js';
import { refuseFaults } from '../mission/typed-text.js';
import type { Actor } from '../access/types.js';
import { Problem, type ProblemPointer, faultAt } from '../errors.js';
import { lockIncidents } from '../fusion/lock.js';
import type { Incident } from '../fusion/types.js';
import { canonicalSha256 } from '../journal/canonical.js';
import { typedTextFaults } from '../mission/typed-text.js';
import { mixedFault } from '../mission/wording.js';
import { type Mission } from '../mission/types.js';
import { ledgerItemKinds, type LedgerItemKind } from '../mission/weighing-types.js';
import type { Deps, Reads, Tx } from '../ports.js';
import { requirePerson } from '../verification/decide.js';
import { ledgerOf, likeliest } from './ledger.js';
import { mixedSentences } from './likelihood.js';
import { hypothesesOf } from './posterior.js';
import { repliesOn } from './reply-items.js';
import { rulesOf } from './rules.js';
import { reviewSuggested, type ReviewSuggested } from './suggestion.js';
import type { BlindOpinion, ByHypothesis, Dissent, KeptItem, LedgerState, LedgerVersion } from './types.js';

export interface LedgerView {
  /** As computed from what is known now. */
  state: LedgerState;
  versions: LedgerVersion[];
  dissents: Dissent[];
  opinions: BlindOpinion[];
  /** What came since the finding in force; null where nothing did. */
  suggestion: ReviewSuggested | null;
}

/**
 * The ledger of an incident. Who has begun a blind review of it sees it only after giving an opinion.
 * @throws Problem not_allowed, not_found, not_possible (blind review pending)
 */
export async function readLedger(deps: Deps, actor: Actor, incidentId: string): Promise<LedgerView> {
  requireAction(actor, 'ledger.read');
  return deps.uow.read(async (reads) => {
    const incident = requireObject(actor, 'ledger.read', await reads.incidents.get(incidentId), scopeOf);
    const review = await reads.ledger.review(incidentId, actor.id);
    if (review && (await reads.ledger.opinionOf(review.id)) === null)
      throw new Problem('not_possible', say`You have begun a blind review of this case: give your opinion first.`);
    const versions = await reads.ledger.versions(incidentId);
    return {
      state: await stateOf(reads, deps, incident),
      versions,
      suggestion: reviewSuggested(versions, await reads.attributions.ofIncident(incidentId)),
      dissents: await reads.ledger.dissents(incidentId),
      opinions: await reads.ledger.opinions(incidentId),
    };
  });
}

export interface ItemInput {
  incidentId: string;
  kind: LedgerItemKind;
  statement: string;
  /** Either a row of the pack's table, and what it speaks for or against … */
  table?: { row: string; hypothesis: string; speaks: 'for' | 'against' };
  /** … or a person's own estimate: likelihood of the item under each hypothesis named, relative to 1. */
  estimate?: Record<string, number>;
  reason: string;
  /** Ids of sightings of the incident or of evidence. */
  basis: string[];
  /** Whoever or whatever it comes from: items of one source depend on one another. */
  source: string;
  /** An earlier item of one's own that this takes the place of. */
  replaces?: string | null;
}

/** How uncertain a person's estimate is taken to be: one standard deviation as a share of its logarithm. */
const estimateSigma = 0.5;
const mostRatio = 1000;

/**
 * Adds a piece of evidence by a person, weighed by the pack's table or by an estimate with its reason. Stores
 * the ledger's new version.
 * @throws Problem invalid_input, not_allowed, not_found, not_possible (merged)
 */
export async function addItem(deps: Deps, actor: Actor, input: ItemInput): Promise<KeptItem> {
  const weight = checkItem(deps.mission, input);
  return deps.uow.run(async (tx) => {
    const incident = await ledgerIncident(tx, actor, input.incidentId);
    const earlier = (await tx.ledger.items(incident.id)).find((i) => i.id === input.replaces);
    if (input.replaces && earlier?.by !== actor.id)
      throw new Problem('not_possible', say`Only an item of one's own can be replaced; dispute another's.`);
    await refuseForeignBasis(tx, incident.id, input.basis);
    const item: KeptItem = {
      id: tx.ids.next(),
      incidentId: incident.id,
      kind: input.kind,
      statement: input.statement.trim(),
      ...weight,
      reason: input.reason.trim(),
      basis: input.basis,
      source: input.source,
      replaces: input.replaces ?? null,
      by: actor.id,
      at: tx.now,
    };
    await enterItem(tx, deps, incident, actor, item, {});
    return item;
  });
}

/**
 * Objects to an item (the machine's or a person's), which then counts no more, or takes the objection back.
 * @throws Problem invalid_input, not_allowed, not_found, not_possible (no such item now, or nothing changes)
 */
export async function disputeItem(
  deps: Deps,
  actor: Actor,
  input: { incidentId: string; itemKey: string; disputed: boolean; reason: string },
): Promise<LedgerState> {
  refuseFaults(textFaults(deps.mission, input.reason));
  return deps.uow.run(async (tx) => {
    const incident = await ledgerIncident(tx, actor, input.incidentId);
    const before = await stateOf(tx, deps, incident);
    const item = before.items.find((i) => i.key === input.itemKey);
    if (!item) throw new Problem('not_possible', say`The ledger has no such item now.`);
    if ((item.disputed !== null) === input.disputed)
      throw new Problem('not_possible', input.disputed ? say`It is disputed already.` : say`It is not disputed.`);
    const { itemKey, disputed } = input;
    const by = { reason: input.reason.trim(), by: actor.id, at: tx.now };
    await tx.write.ledger.dispute({ id: tx.ids.next(), incidentId: incident.id, itemKey, disputed, ...by });
    const version = await storeVersion(tx, deps, incident, actor, 'dispute', null);
    await tx.append({
      actor: actor.id,
      type: disputed ? 'ledger.item_disputed' : 'ledger.dispute_ended',
      subject: { kind: 'incident', id: incident.id },
      payload: { itemKey, ...told(version) },
    });
    return version.state;
  });
}

/** The ledger of an incident as of what the reads see. */
export async function stateOf(reads: Reads, deps: Pick<Deps, 'mission' | 'geography'>, incident: Incident) {
  const links = await reads.links.ofIncident(incident.id);
  const sightings = await reads.sightings.getMany(links.map((l) => l.sightingId));
  const kept = await reads.ledger.items(incident.id);
  const disputes = await reads.ledger.disputes(incident.id);
  const replies = await repliesOn(reads, incident.id);
  return ledgerOf(incident, sightings, kept, disputes, deps.mission, deps.geography, replies);
}

/** Stores the state as it stands now as the incident's next version. Under the incident's lock. */
export async function storeVersion(
  tx: Tx,
  deps: Pick<Deps, 'mission' | 'geography'>,
  incident: Incident,
  actor: Pick<Actor, 'id'>,
  because: 'item' | 'dispute' | 'reply' | 'proposal',
  attributionId: string | null,
): Promise<LedgerVersion> {
  const state = await stateOf(tx, deps, incident);
  const version: LedgerVersion = {
    id: tx.ids.next(),
    incidentId: incident.id,
    number: ((await tx.ledger.newestVersion(incident.id))?.number ?? 0) + 1,
    state,
    sha256: canonicalSha256(state),
    because,
    attributionId,
    by: actor.id,
    at: tx.now,
  };
  await tx.write.ledger.version(version);
  return version;
}

/** What the journal tells of a version: enough to prove it later. */
export function told({ number, sha256, state }: LedgerVersion): Record<string, unknown> {
  const top = likeliest(state.hypotheses);
  return { ledgerVersion: number, ledgerSha256: sha256, result: state.result, likelihood: top.word };
}

/** Faults of a typed reason on attribution: empty, too long, loaded words, likelihood mixed with confidence. */
export function textFaults(mission: Mission, text: string, pointer = '/reason'): ProblemPointer[] {
  const byList = typedTextFaults(text, mission, { pointer });
  const mixed = mixedSentences(text).map((sentence) => mixedFault(sentence, pointer));
  const others = mixed.filter((m) => !byList.some((f) => f.detail === m.detail));
  return [...byList, ...others];
}

/** The incident under lock, for a person who may work on its ledger. */
export async function ledgerIncident(
  tx: Tx,
  actor: Actor,
  incidentId: string,
  action: Action = 'ledger.work',
): Promise<Incident> {
  requireAction(actor, action);
  const incident = requireObject(actor, action, (await lockIncidents(tx, [incidentId]))[0], scopeOf);
  requirePerson(actor);
  if (incident.state === 'merged') throw new Problem('not_possible', say`The incident was merged into another.`);
  return incident;
}

export const scopeOf = (incident: Incident) => ({ sector: incident.sector });

function checkItem(mission: Mission, input: ItemInput): Pick<KeptItem, 'logRatio' | 'sigma' | 'weighedBy'> {
  const faults = [...textFaults(mission, input.statement, '/statement'), ...textFaults(mission, input.reason)];
  const fault = (pointer: string, said: Said) => faults.push(faultAt(pointer, said));
  if (!ledgerItemKinds.includes(input.kind)) fault('/kind', say`Must be one of ${ledgerItemKinds.join(', ')}.`);
  if (input.source.trim() === '') fault('/source', say`Say who or what it comes from.`);
  const ids = hypothesesOf(mission.parties.map((p) => p.id));
  const logRatio: ByHypothesis = Object.fromEntries(ids.map((id) => [id, 0]));
  let [sigma, weighedBy] = [estimateSigma, 'estimate'];
  if ((input.table === undefined) === (input.estimate === undefined))
    fault('/table', say`Give either a row of the table or an estimate.`);
  if (input.table) {
    const { row: rowId, hypothesis, speaks } = input.table;
    const row = rulesOf(mission).ratios.find((r) => r.id === rowId);
    if (!row || row.kind !== input.kind) fault('/table/row', say`Not a row of the table for this kind of item.`);
    if (!ids.includes(hypothesis)) fault('/table/hypothesis', say`Must be one of ${ids.join(', ')}.`);
    if (row) {
      logRatio[hypothesis] = Math.log(row.ratio) * (speaks === 'for' ? 1 : -1);
      [sigma, weighedBy] = [row.sigma, `${row.id}: ${row.source}`];
    }
  }
  for (const [id, ratio] of Object.entries(input.estimate ?? {})) {
    if (!ids.includes(id)) fault(`/estimate/${id}`, say`Must be one of ${ids.join(', ')}.`);
    else if (typeof ratio !== 'number' || !(ratio >= 1 / mostRatio && ratio <= mostRatio))
      fault(`/estimate/${id}`, say`Must be a number from ${1 / mostRatio} to ${mostRatio}.`);
    else logRatio[id] = Math.log(ratio);
  }
  refuseFaults(faults);
  return { logRatio, sigma, weighedBy };
}

async function refuseForeignBasis(tx: Tx, incidentId: string, basis: string[]): Promise<void> {
  const own = new Set((await tx.links.ofIncident(incidentId)).map((l) => l.sightingId));
  const rest = basis.filter((id) => !own.has(id));
  const evidence = new Set(rest.length > 0 ? (await tx.evidence.getMany(rest)).map((e) => e.id) : []);
  refuseFaults(
    rest
      .filter((id) => !evidence.has(id))
      .map((id) => faultAt(`/basis/${basis.indexOf(id)}`, say`Neither a sighting of this incident nor evidence.`)),
  );
}

/** Writes a person's item, the version of the ledger that follows from it, and the entry that tells of both. */
export async function enterItem(
  tx: Tx,
  deps: Deps,
  incident: Incident,
  actor: Actor,
  item: KeptItem,
  also: { replyId?: string },
): Promise<LedgerVersion> {
  await tx.write.ledger.item(item);
  const version = await storeVersion(tx, deps, incident, actor, 'item', null);
  await tx.append({
    actor: actor.id,
    type: 'ledger.item_added',
    subject: { kind: 'incident', id: incident.id },
    payload: {
      itemId: item.id,
      kind: item.kind,
      weighedBy: item.weighedBy,
      replaces: item.replaces,
      ...also,
      ...told(version),
    },
  });
  return version;
}
