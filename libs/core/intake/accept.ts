import { may } from '../access/policy.js';
import type { Actor } from '../access/types.js';
import { Problem } from '../errors.js';
import type { Entry, EntryDraft } from '../journal/types.js';
import type { Deps, Tx } from '../ports.js';
import { acceptingEntry, contentConflict, intakeLocks } from './idempotence.js';
import { complaintOf, isComplaint } from './complaints/specificity.js';
import { jammingOf } from './disturbance/jamming.js';
import type { Disturbance } from './disturbance/types.js';
import { keepDisturbance } from './disturbance/weather.js';
import { prepareSighting } from './prepare.js';
import { makeReceipt } from './receipt.js';
import { restrictionOf } from './restriction.js';
import type { Complaint, Receipt, Restriction, Sighting, SightingInput } from './types.js';

/** What became of one item. `repeated`: it was here before, with the same content; the receipt is the first one. */
export type AcceptResult =
  | { status: 'accepted' | 'repeated'; id: string; flags: string[]; receipt: Receipt }
  | { status: 'refused'; id: string | null; problem: Problem };

/** A sighting ready to be stored, what is kept beside it, and the device's own counter, if it sent one. */
interface Prepared {
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
  const prepared = inputs.map((input) => tryPrepare(deps, actor, input));
  const good = prepared.filter((p): p is Prepared => !(p instanceof Problem));
  const outcomes = good.length === 0 ? [] : await deps.uow.run((tx) => save(tx, actor, good));
  let next = 0;
  return prepared.map((item, i) => {
    const outcome = item instanceof Problem ? item : outcomes[next++];
    if (outcome === undefined) throw new Error('an item left the transaction without an outcome');
    if (outcome instanceof Problem) return { status: 'refused', id: idOf(inputs[i]), problem: outcome };
    const { status, sighting, entry } = outcome;
    return { status, id: sighting.id, flags: sighting.flags, receipt: makeReceipt(deps.signer, sighting, entry) };
  });
}

function tryPrepare(deps: Deps, actor: Actor, input: SightingInput): Prepared | Problem {
  try {
    const sighting = prepareSighting(deps, actor, input);
    const restriction = restrictionOf(input);
    requireWithinReach(actor, sighting);
    return {
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
  throw new Problem('invalid_input', 'A device observes only in its sectors.', [
    { pointer: '/place', detail: `${detail} ${remedy}` },
  ]);
}

async function save(tx: Tx, actor: Actor, items: Prepared[]): Promise<Outcome[]> {
  const ids = [...new Set(items.map((i) => i.sighting.id))];
  await tx.lock(intakeLocks(ids));
  const known = new Map((await tx.sightings.getMany(ids)).map((s) => [s.id, s]));
  const own = await ownEvidence(tx, actor, items);
  const last = actor.type === 'device' ? ((await tx.devices.get(actor.id))?.lastSequence ?? 0) : 0;
  const fresh: Sighting[] = [];
  const restrictions: Restriction[] = [];
  const complaints: Complaint[] = [];
  const jamming: Disturbance[] = [];
  // First who is new, so that all rows and entries go out in one statement each; then what each item gets.
  const verdicts = items.map((item): { status: 'accepted' | 'repeated'; row: Sighting } | Problem => {
    const { sighting, sequence } = item;
    const before = known.get(sighting.id);
    if (before) return isSame(before, sighting) ? { status: 'repeated', row: before } : contentConflict(sighting.id);
    const strange = strangeEvidence(sighting, own);
    if (strange) return strange;
    const late = sequence !== null && sequence < last;
    const row = late ? { ...sighting, flags: [...sighting.flags, 'out_of_order'] } : sighting;
    known.set(row.id, row);
    fresh.push(row);
    if (item.restriction) restrictions.push(item.restriction);
    if (item.complaint) complaints.push(item.complaint);
    if (item.jamming) jamming.push(item.jamming);
    return { status: 'accepted', row };
  });
  if (fresh.length > 0) await tx.write.sightings(fresh);
  const appended = fresh.length > 0 ? await tx.append(...fresh.map((row) => draftOf(row, actor))) : [];
  const entries = new Map(appended.map((e) => [e.subject.id, e]));
  if (restrictions.length > 0) await tx.write.restrictions(restrictions);
  if (complaints.length > 0) await fileComplaints(tx, actor, complaints);
  for (const row of jamming) await keepDisturbance(tx, row);
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

/** A complaint is noted beside its sighting, with an entry of its own, because complaints are counted apart. */
async function fileComplaints(tx: Tx, actor: Actor, rows: Complaint[]): Promise<void> {
  const entries = await tx.append(
    ...rows.map((row) => ({
      actor: actor.id,
      type: 'complaint.filed',
      subject: { kind: 'sighting', id: row.sightingId },
      payload: { provider: row.provider, against: row.against, kind: row.kind, specificity: { ...row.specificity } },
    })),
  );
  await tx.write.complaints(
    rows,
    entries.map((e) => e.id),
  );
}

/** The provider is compared too: it may be given by the submitter's role instead of by the content. */
function isSame(before: Sighting, now: Sighting): boolean {
  return before.sha256 === now.sha256 && before.provider === now.provider;
}

async function ownEvidence(tx: Tx, actor: Actor, items: Prepared[]): Promise<Set<string>> {
  const ids = [...new Set(items.flatMap((i) => i.sighting.evidence))];
  if (ids.length === 0) return new Set();
  const rows = await tx.evidence.getMany(ids);
  return new Set(rows.filter((e) => e.uploadedBy === actor.id).map((e) => e.id));
}

/** Says the same of evidence that is missing and of somebody else's, so that ids can't be fished for. */
function strangeEvidence(sighting: Sighting, own: Set<string>): Problem | null {
  const detail = 'No evidence of yours has this id. Upload it first.';
  const pointers = sighting.evidence.flatMap((id, i) => (own.has(id) ? [] : [{ pointer: `/evidence/${i}`, detail }]));
  return pointers.length > 0 ? new Problem('invalid_input', detail, pointers) : null;
}

/** No free text and no personal data: the journal is for everybody and for ever (D4). */
function draftOf(row: Sighting, actor: Actor): EntryDraft {
  return {
    actor: actor.id,
    type: 'sighting.accepted',
    subject: { kind: 'sighting', id: row.id },
    payload: {
      type: row.type,
      kind: row.kind,
      means: row.means,
      provider: row.provider,
      sha256: row.sha256,
      sector: row.sector,
      reportingDay: row.reportingDay,
      reportingWeek: row.reportingWeek,
      flags: row.flags,
      evidence: row.evidence,
      packDigest: row.packDigest,
    },
  };
}

function idOf(input: SightingInput | undefined): string | null {
  return typeof input?.id === 'string' ? input.id : null;
}
