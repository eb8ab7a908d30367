import { say } from '../said.js';
import { may } from '../access/policy.js';
import type { Actor } from '../access/types.js';
import { Problem, faultAt } from '../errors.js';
import type { Entry, EntryDraft } from '../journal/types.js';
import type { Deps, Tx } from '../ports.js';
import { acceptingEntry, contentConflict, intakeLocks } from './idempotence.js';
import { complaintOf, isComplaint } from './complaints/specificity.js';
import { jammingOf } from './disturbance/jamming.js';
import type { Disturbance } from './disturbance/types.js';
import { keepDisturbance } from './disturbance/weather.js';
import { type PrepareDeps, prepareSighting } from './prepare.js';
import { makeReceiptAside } from './receipt.js';
import { restrictionOf } from './restriction.js';
import type { Complaint, Receipt, Restriction, Sighting, SightingInput } from './types.js';

/** What became of one item. `repeated`: it was here before, with the same content; the receipt is the first one. */
export type AcceptResult =
  | { status: 'accepted' | 'repeated'; id: string; flags: string[]; receipt: Receipt }
  | { status: 'refused'; id: string | null; problem: Problem };

/** One thing that one actor brings. */
export interface Brought {
  actor: Actor;
  input: SightingInput;
}

/** A sighting ready to be stored, who brought it, what is kept beside it, and the device's own counter, if it sent one. */
export interface Prepared {
  actor: Actor;
  sighting: Sighting;
  restriction: Restriction | null;
  jamming: Disturbance | null;
  complaint: Complaint | null;
  sequence: number | null;
}

/** What the transaction found for one item; the receipt is made from it afterwards. */
type Outcome = { status: 'accepted' | 'repeated'; sighting: Sighting; entry: Entry } | Problem;

/**
 * Takes in any number of sightings in one transaction: rows and `sighting.accepted` entries together.
 * Results stand in the order of the inputs, and one bad item never fails its neighbours (D3).
 * The same id with the same content and provider gets the first receipt, byte for byte; with other
 * content it is refused as a conflict (D7). What the actor may do at all is for the caller to check.
 */
export async function acceptSightings(deps: Deps, actor: Actor, inputs: SightingInput[]): Promise<AcceptResult[]> {
  return acceptTogether(
    deps,
    inputs.map((input) => ({ actor, input })),
  );
}

/** As `acceptSightings`, for what several actors bring at the same time: one transaction, and to each their own result. */
export async function acceptTogether(deps: Deps, brought: readonly Brought[]): Promise<AcceptResult[]> {
  const stored = await storeTogether(deps, brought);
  return Promise.all(stored.map((one) => receipted(deps, one)));
}

/** What became of one item, stored and without its receipt yet. */
export type Stored = { status: 'accepted' | 'repeated'; sighting: Sighting; entry: Entry } | RefusedItem;
type RefusedItem = Extract<AcceptResult, { status: 'refused' }>;

/** As `acceptTogether`, but for the receipts, so that whoever waits for the next transaction need not wait for signatures. */
export function storeTogether(deps: Deps, brought: readonly Brought[]): Promise<Stored[]> {
  return storeReady(
    deps,
    brought.map((one) => makeReady(deps, one)),
  );
}

/** One item checked and located, or why it is refused: what can be done before its transaction, while another one runs. */
export type Ready = Prepared | RefusedItem;

/** @throws nothing that is wrong with the item: that is what it is refused with */
export function makeReady(deps: PrepareDeps, { actor, input }: Brought): Ready {
  const item = tryPrepare(deps, actor, input);
  return item instanceof Problem ? { status: 'refused', id: idOf(input), problem: item } : item;
}

/** Stores what is ready in one transaction; results stand in the order of the items. */
export async function storeReady(deps: Pick<Deps, 'uow'>, items: readonly Ready[]): Promise<Stored[]> {
  const good = items.filter((item): item is Prepared => !('status' in item));
  const outcomes = good.length === 0 ? [] : await deps.uow.run((tx) => save(tx, good));
  let next = 0;
  return items.map((item): Stored => {
    if ('status' in item) return item;
    const outcome = outcomes[next++];
    if (outcome === undefined) throw new Error('an item left the transaction without an outcome');
    if (outcome instanceof Problem) return { status: 'refused', id: item.sighting.id, problem: outcome };
    return outcome;
  });
}

/** The result with its receipt, which says that the item is stored. */
export async function receipted(deps: Pick<Deps, 'signer'>, stored: Stored): Promise<AcceptResult> {
  if (stored.status === 'refused') return stored;
  const { status, sighting, entry } = stored;
  const receipt = await makeReceiptAside(deps.signer, sighting, entry);
  return { status, id: sighting.id, flags: sighting.flags, receipt };
}

function tryPrepare(deps: PrepareDeps, actor: Actor, input: SightingInput): Prepared | Problem {
  try {
    const sighting = prepareSighting(deps, actor, input);
    const restriction = restrictionOf(input);
    requireWithinReach(actor, sighting);
    return {
      actor,
      sighting,
      restriction,
      jamming: jammingOf(sighting, restriction, deps.mission),
      complaint: isComplaint(sighting) ? complaintOf(sighting, deps.mission) : null,
      sequence: input.sequence ?? null,
    };
  } catch (error) {
    if (error instanceof Problem) return error;
    throw error;
  }
}

/** A device that was put into sectors observes there; a place elsewhere is an error of it, or of its set-up. */
function requireWithinReach(actor: Actor, { sector }: Sighting): void {
  if (actor.type !== 'device' || may(actor, 'observation.submit', { sector })) return;
  const where = sector === null ? 'outside all sectors' : `in the sector "${sector}"`;
  const detail = `It lies ${where}; this device observes in ${actor.scope.sectors.join(', ')}.`;
  const remedy = 'Correct the place, or register the device for more sectors (none named = anywhere).';
  throw new Problem('invalid_input', say`A device observes only in its sectors.`, [
    faultAt('/place', say`${detail} ${remedy}`),
  ]);
}

async function save(tx: Tx, items: Prepared[]): Promise<Outcome[]> {
  const ids = [...new Set(items.map((i) => i.sighting.id))];
  const locked = tx.lock(intakeLocks(ids));
  locked.catch(() => undefined); // met below
  const { before, uploaders, last } = tx.hopeful && items.every(isByItself) ? nothing : await thereIs(tx, ids, items);
  const known = new Map(before.map((s) => [s.id, s]));
  const fresh: Prepared[] = [];
  const restrictions: Restriction[] = [];
  const complaints: { actor: Actor; row: Complaint }[] = [];
  const jamming: Disturbance[] = [];
  // First who is new, so that all rows and entries go out in one statement each; then what each item gets.
  const verdicts = items.map((item): { status: 'accepted' | 'repeated'; row: Sighting } | Problem => {
    const { actor, sighting, sequence } = item;
    const there = known.get(sighting.id);
    if (there) return isSame(there, sighting) ? { status: 'repeated', row: there } : contentConflict(sighting.id);
    const strange = strangeEvidence(sighting, (id) => uploaders.get(id) === actor.id);
    if (strange) return strange;
    const late = sequence !== null && sequence < (last.get(actor.id) ?? 0);
    const row = late ? { ...sighting, flags: [...sighting.flags, 'out_of_order'] } : sighting;
    known.set(row.id, row);
    fresh.push({ ...item, sighting: row });
    if (item.restriction) restrictions.push(item.restriction);
    if (item.complaint) complaints.push({ actor, row: item.complaint });
    if (item.jamming) jamming.push(item.jamming);
    return { status: 'accepted', row };
  });
  if (fresh.length > 0) await tx.write.sightings(fresh.map((item) => item.sighting));
  const appended = fresh.length > 0 ? await tx.append(...fresh.map((item) => draftOf(item.sighting, item.actor))) : [];
  const entries = new Map(appended.map((e) => [e.subject.id, e]));
  if (restrictions.length > 0) await tx.write.restrictions(restrictions);
  if (complaints.length > 0) await fileComplaints(tx, complaints);
  for (const row of jamming) await keepDisturbance(tx, row);
  await locked;
  const outcomes: Outcome[] = [];
  for (const verdict of verdicts) {
    if (verdict instanceof Problem) outcomes.push(verdict);
    else {
      const { status, row } = verdict;
      const entry = entries.get(row.id) ?? (await acceptingEntry(tx, 'sighting', row.id, 'sighting.accepted'));
      outcomes.push({ status, sighting: row, entry });
    }
  }
  return outcomes;
}

/** What stands in the store that bears on the items. */
interface There {
  before: Sighting[];
  uploaders: Map<string, string>;
  last: Map<string, number>;
}

const nothing: There = { before: [], uploaders: new Map(), last: new Map() };

/** Only whether its id is taken bears on it: it names no evidence, and no device counts it. */
const isByItself = ({ actor, sighting }: Prepared): boolean =>
  actor.type !== 'device' && sighting.evidence.length === 0;

/** Asked for in one go: the store answers in this order, what stands there once the locks are held. */
async function thereIs(tx: Tx, ids: string[], items: Prepared[]): Promise<There> {
  const [before, uploaders, last] = await Promise.all([
    tx.sightings.getMany(ids),
    uploadersOf(tx, items),
    lastSequences(tx, items),
  ]);
  return { before, uploaders, last };
}

/** A complaint is noted beside its sighting, with an entry of its own, because complaints are counted apart. */
async function fileComplaints(tx: Tx, filed: { actor: Actor; row: Complaint }[]): Promise<void> {
  const entries = await tx.append(
    ...filed.map(({ actor, row }) => ({
      actor: actor.id,
      type: 'complaint.filed',
      subject: { kind: 'sighting', id: row.sightingId },
      payload: { provider: row.provider, against: row.against, kind: row.kind, specificity: { ...row.specificity } },
    })),
  );
  await tx.write.complaints(
    filed.map(({ row }) => row),
    entries.map((e) => e.id),
  );
}

/** The provider is compared too: it may be given by the submitter's role instead of by the content. */
function isSame(before: Sighting, now: Sighting): boolean {
  return before.sha256 === now.sha256 && before.provider === now.provider;
}

/** Who uploaded the evidence that is named, by its id. */
async function uploadersOf(tx: Tx, items: Prepared[]): Promise<Map<string, string>> {
  const ids = [...new Set(items.flatMap((i) => i.sighting.evidence))];
  const rows = ids.length === 0 ? [] : await tx.evidence.getMany(ids);
  return new Map(rows.map((e) => [e.id, e.uploadedBy]));
}

/** The last sequence number that counts as used, by device. */
async function lastSequences(tx: Tx, items: Prepared[]): Promise<Map<string, number>> {
  const devices = [...new Set(items.flatMap(({ actor }) => (actor.type === 'device' ? [actor.id] : [])))];
  const last = new Map<string, number>();
  for (const id of devices) last.set(id, (await tx.devices.get(id))?.lastSequence ?? 0);
  return last;
}

/** Says the same of evidence that is missing and of somebody else's, so that ids can't be fished for. */
function strangeEvidence(sighting: Sighting, isOwn: (id: string) => boolean): Problem | null {
  const said = say`No evidence of yours has this id. Upload it first.`;
  const pointers = sighting.evidence.flatMap((id, i) => (isOwn(id) ? [] : [faultAt(`/evidence/${i}`, said)]));
  return pointers.length > 0 ? new Problem('invalid_input', said, pointers) : null;
}

/** No free text and no personal data: the journal is for everybody and for ever (D4). */
function draftOf(row: Sighting, actor: Actor): EntryDraft {
  return {
    actor: actor.id,
    type: 'sighting.accepted',
    subject: { kind: 'sighting', id: row.id },
    // By name, as canonical JSON has them: put into order it would be copied first.
    payload: {
      evidence: row.evidence,
      flags: row.flags,
      kind: row.kind,
      means: row.means,
      packDigest: row.packDigest,
      provider: row.provider,
      reportingDay: row.reportingDay,
      reportingWeek: row.reportingWeek,
      sector: row.sector,
      sha256: row.sha256,
      type: row.type,
    },
  };
}

function idOf(input: SightingInput | undefined): string | null {
  return typeof input?.id === 'string' ? input.id : null;
}
