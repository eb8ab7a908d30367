import { say } from '../said.js';
import { Problem } from '../errors.js';
import type { Sighting } from '../intake/types.js';
import type { EntryDraft } from '../journal/types.js';
import { recordStanding } from '../mission/standing.js';
import type { Deps, JobHandler, Neighbourhood, Tx } from '../ports.js';
import { assign, type Group } from './assign.js';
import { type IncidentFields, incidentFields, largeIncidentFields, mostTelling } from './incident.js';
import { HeldNeighbourhood } from './held/neighbourhood.js';
import { modelOf, ruleVersion, type FusionModel } from './model.js';
import { blank } from './rearrange.js';
import { boxOf, lookAround, mostOfOne, type Around } from './neighbourhood.js';
import type { Incident, Link } from './types.js';
import { explain } from './words.js';

/** One incident as it will be after the decision. */
interface Outcome {
  /** What it is by its sightings; absent where it has lost them all. */
  fields?: IncidentFields;
  id: string;
  group: Group;
  before: Incident | null;
  gained: string[];
  lost: string[];
}

/**
 * Fuses one accepted sighting into the incidents around it (D10): joins the likeliest, opens a new one,
 * or, where it shows that two are one or one is two, rearranges the neighbourhood. Every new link keeps its
 * terms. Fusing the same sighting again changes nothing. Writers in one neighbourhood are serialised.
 * @throws Problem not_found where the sighting does not exist
 */
export const fuseSighting: JobHandler = async (tx, deps, sightingId) => {
  const added = await tx.sightings.get(sightingId);
  if (!added) throw new Problem('not_found', say`There is no sighting ${sightingId}.`);
  const model = modelOf(deps.mission);
  const box = boxOf(model, deps.geography, added);
  await tx.lock(locksOn([box]));
  if (await tx.links.activeOf(sightingId)) return;
  await fuseInto(tx, deps, model, box, added);
};

/** Many, one after the other in this order, with their neighbourhoods in memory. @throws Problem not_found for any */
export async function fuseSightings(tx: Tx, deps: Deps, sightingIds: string[]): Promise<void> {
  const rows = await tx.sightings.found([...new Set(sightingIds)]);
  const missing = sightingIds.find((id) => !rows.some((row) => row.id === id));
  if (missing !== undefined) throw new Problem('not_found', `There is no sighting ${missing}.`);
  const model = modelOf(deps.mission);
  const boxes = new Map(rows.map((row) => [row.id, boxOf(model, deps.geography, row)]));
  await tx.lock(locksOn([...boxes.values()]));
  const fused = new Set((await tx.links.activeOfMany(rows.map((row) => row.id))).map((link) => link.sightingId));
  const fresh = rows.filter((row) => !fused.has(row.id));
  const asked = fresh.map((row) => boxes.get(row.id)!);
  const held = await HeldNeighbourhood.around(tx, asked, mostOfOne);
  for (const added of fresh) await fuseInto(held.tx, deps, model, boxes.get(added.id)!, added);
  await held.flush();
}

function locksOn(boxes: Neighbourhood[]): string[] {
  return [...new Set(boxes.flatMap((box) => box.cells5.map((cell) => `fuse:${cell}`)))].sort();
}

async function fuseInto(tx: Tx, deps: Deps, model: FusionModel, box: Neighbourhood, added: Sighting): Promise<void> {
  const around = await lookAround(tx, model, box, added);
  const groups = assign(model, around.surroundings, around.groups, around.item);
  await save(tx, deps, around, await outcomesOf(tx, deps, around, groups), added);
}

async function outcomesOf(tx: Tx, deps: Deps, around: Around, groups: Group[]): Promise<Outcome[]> {
  const changed = groups.flatMap((group) => {
    const was = new Set(
      around.groups.find((g) => group.incident !== null && g.incident === group.incident)?.items.map((i) => i.id),
    );
    const now = new Set(group.items.map((i) => i.id));
    const gained = [...now].filter((id) => !was.has(id));
    const lost = [...was].filter((id) => !now.has(id));
    return gained.length + lost.length > 0 ? [{ group, gained, lost }] : [];
  });
  const known = changed.flatMap(({ group }) => group.incident ?? []);
  const rows = new Map((known.length > 0 ? await tx.incidents.getMany(known) : []).map((i) => [i.id, i]));
  const outcomes: Outcome[] = [];
  for (const { group, gained, lost } of changed) {
    const before = group.incident === null ? null : rows.get(group.incident)!;
    const outcome: Outcome = { id: before?.id ?? tx.ids.next(), group, before, gained, lost };
    if (group.items.length > 0) outcome.fields = await fieldsOf(tx, deps, around, outcome);
    outcomes.push(outcome);
  }
  return outcomes;
}

async function fieldsOf(tx: Tx, deps: Deps, around: Around, o: Outcome): Promise<IncidentFields> {
  const { mission, geography } = deps;
  if (o.group.whole || !o.before)
    return incidentFields(
      mission,
      geography,
      o.group.items.map((i) => around.members.get(i.id)!),
    );
  const gained = o.gained.map((id) => around.members.get(id)!);
  const stayed = (await tx.members.telling(o.id, mostTelling)).filter((m) => !o.lost.includes(m.id));
  const count = o.before.sightingCount + o.gained.length - o.lost.length;
  return largeIncidentFields(mission, geography, [...stayed, ...gained], o.before, count);
}

async function save(tx: Tx, deps: Deps, around: Around, outcomes: Outcome[], added: Sighting): Promise<void> {
  const model = modelOf(deps.mission);
  const made: Link[] = [];
  const turns = new Turns(around);
  const ended: string[] = [];
  for (const outcome of outcomes)
    for (const sightingId of outcome.gained) {
      const old = around.members.get(sightingId)?.membership;
      const terms = explain(model, around.surroundings, outcome.group.items, sightingId);
      made.push({
        id: tx.ids.next(),
        sightingId,
        incidentId: outcome.id,
        logRatio: terms.reduce((sum, t) => sum + t.logRatio, 0),
        terms,
        madeBy: 'machine',
        madeAt: tx.now,
        endedBy: null,
        endedAt: null,
        endedFor: null,
        ruleVersion,
        turn: turns.of(outcome.id, sightingId),
      });
      if (old) ended.push(old.linkId);
    }
  // New incidents first, so that links and `mergedInto` point at rows that exist.
  const rows = new Map(outcomes.map((o) => [o.id, rowOf(tx, o, made)]));
  for (const o of outcomes) if (!o.before) await tx.write.incidentNew(rows.get(o.id)!);
  if (ended.length > 0) await tx.write.endLinks(ended, 'machine', added.id);
  await tx.write.links(made);
  for (const o of outcomes) if (o.before) await tx.write.incidentUpdate(rows.get(o.id)!);
  for (const outcome of outcomes) {
    const row = rows.get(outcome.id)!;
    if (row.mergedInto !== null) {
      const own = outcome.lost.map((id) => around.members.get(id)?.membership?.linkId).filter((id) => id !== undefined);
      await tx.write.restructure({
        id: tx.ids.next(),
        type: 'merge',
        from: [outcome.id, row.mergedInto],
        to: [row.mergedInto],
        ended: own,
        made: made.filter((l) => outcome.lost.includes(l.sightingId)).map((l) => l.id),
        reason: `Sighting ${added.id} showed them to be one event.`,
        by: 'machine',
        at: tx.now,
        undoneBy: null,
        undoneAt: null,
      });
    }
    const [entry] = await tx.append(entryOf(outcome, row, around, made, added));
    if (!entry) throw new Error('the journal gave no entry back');
    await recordStanding(tx, deps.mission, row, entry, outcome.before === null);
  }
}

/** The incident's row after the decision; one that has lost all its sightings says where most of them went. */
function rowOf(tx: Tx, o: Outcome, made: Link[]): Incident {
  const { fields } = o;
  if (!fields) {
    if (!o.before) throw new Error('an incident of nothing');
    return { ...o.before, version: o.before.version + 1, state: 'merged', mergedInto: mostOf(o.lost, made) };
  }
  if (o.before) return { ...o.before, ...fields, version: o.before.version + 1 };
  return { ...blank, id: o.id, openedAt: tx.now, ...fields };
}

/**
 * Counts, for each who submits, what an incident holds nearby already: a flood by one account takes ever later turns,
 * so that the first sightings of everybody else are still looked at first.
 */
class Turns {
  private readonly next = new Map<string, number>();

  constructor(private readonly around: Around) {
    for (const m of around.members.values())
      if (m.membership) this.raise(`${m.membership.incidentId} ${m.submittedBy}`, m.membership.turn + 1);
  }

  of(incidentId: string, sightingId: string): number {
    const key = `${incidentId} ${this.around.members.get(sightingId)!.submittedBy}`;
    const turn = this.next.get(key) ?? 0;
    this.raise(key, turn + 1);
    return turn;
  }

  private raise(key: string, to: number): void {
    this.next.set(key, Math.max(this.next.get(key) ?? 0, to));
  }
}

function mostOf(lost: string[], made: Link[]): string {
  const votes = new Map<string, number>();
  for (const link of made)
    if (lost.includes(link.sightingId)) votes.set(link.incidentId, (votes.get(link.incidentId) ?? 0) + 1);
  const [best] = [...votes].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
  if (!best) throw new Error('sightings left an incident for nowhere');
  return best[0];
}

/** Members of payloads stand in the order of canonical JSON, which is then written at once. */
function entryOf(o: Outcome, row: Incident, around: Around, made: Link[], added: Sighting): EntryDraft {
  const subject = { id: o.id, kind: 'incident' };
  const because = added.id;
  const { version } = row;
  if (row.mergedInto !== null)
    return {
      actor: 'system',
      type: 'incident.merged',
      subject,
      payload: { because, into: row.mergedInto, ruleVersion, version },
    };
  const links = made
    .filter((l) => l.incidentId === o.id)
    .map(({ id, sightingId, logRatio, terms }) => ({
      from: around.members.get(sightingId)?.membership?.incidentId ?? null,
      id,
      logRatio,
      sightingId,
      terms,
    }));
  const payload = { because, kind: row.kind, left: o.lost, links, ruleVersion, version };
  const type = !o.before ? 'incident.opened' : o.gained.length > 0 ? 'incident.joined' : 'incident.left';
  return { actor: 'system', type, subject, payload };
}
