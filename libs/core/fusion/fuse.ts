import { Problem } from '../errors.js';
import type { Sighting } from '../intake/types.js';
import type { EntryDraft } from '../journal/types.js';
import { recordStanding } from '../mission/standing.js';
import type { Deps, JobHandler, Tx } from '../ports.js';
import { assign, type Group } from './assign.js';
import { incidentFields } from './incident.js';
import { modelOf, ruleVersion } from './model.js';
import { blank } from './rearrange.js';
import { boxOf, lookAround, type Around } from './neighbourhood.js';
import type { Incident, Link } from './types.js';
import { explain } from './words.js';

/** One incident as it will be after the decision. */
interface Outcome {
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
  if (!added) throw new Problem('not_found', `There is no sighting ${sightingId}.`);
  const model = modelOf(deps.mission);
  const box = boxOf(model, deps.geography, added);
  await tx.lock(box.cells5.map((cell) => `fuse:${cell}`).sort());
  if (await tx.links.activeOf(sightingId)) return;
  const around = await lookAround(tx, model, box, added);
  const groups = assign(model, around.surroundings, around.groups, around.item);
  await save(tx, deps, around, outcomesOf(tx, around, groups), added);
};

function outcomesOf(tx: Tx, around: Around, groups: Group[]): Outcome[] {
  const outcomes: Outcome[] = [];
  for (const group of groups) {
    const before = group.incident === null ? null : (around.incidents.get(group.incident) ?? null);
    if (!before && group.items.length === 0) continue;
    const now = new Set(group.items.map((i) => i.id));
    const was = new Set(around.groups.find((g) => before && g.incident === before.id)?.items.map((i) => i.id));
    const gained = [...now].filter((id) => !was.has(id));
    const lost = [...was].filter((id) => !now.has(id));
    if (gained.length + lost.length > 0)
      outcomes.push({ id: before?.id ?? tx.ids.next(), group, before, gained, lost });
  }
  return outcomes;
}

async function save(tx: Tx, deps: Deps, around: Around, outcomes: Outcome[], added: Sighting): Promise<void> {
  const model = modelOf(deps.mission);
  const made: Link[] = [];
  const ended: string[] = [];
  for (const outcome of outcomes)
    for (const sightingId of outcome.gained) {
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
      });
      const old = around.links.get(sightingId);
      if (old) ended.push(old.id);
    }
  // New incidents first, so that links and `mergedInto` point at rows that exist.
  const rows = new Map(outcomes.map((o) => [o.id, rowOf(tx, deps, around, o, made)]));
  for (const o of outcomes) if (!o.before) await tx.write.incidentNew(rows.get(o.id)!);
  if (ended.length > 0) await tx.write.endLinks(ended, 'machine', added.id);
  await tx.write.links(made);
  for (const o of outcomes) if (o.before) await tx.write.incidentUpdate(rows.get(o.id)!);
  for (const outcome of outcomes) {
    const row = rows.get(outcome.id)!;
    if (row.mergedInto !== null) {
      const own = outcome.lost.map((id) => around.links.get(id)?.id).filter((id) => id !== undefined);
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
    await recordStanding(tx, deps.mission, row, entry);
  }
}

/** The incident's row after the decision; one that has lost all its sightings says where most of them went. */
function rowOf(tx: Tx, deps: Deps, around: Around, o: Outcome, made: Link[]): Incident {
  if (o.before && o.group.items.length === 0) {
    return { ...o.before, version: o.before.version + 1, state: 'merged', mergedInto: mostOf(o.lost, made) };
  }
  const members = o.group.items.map((i) => around.sightings.get(i.id)!);
  const fields = incidentFields(deps.mission, deps.geography, members);
  if (o.before) return { ...o.before, ...fields, version: o.before.version + 1 };
  return { ...blank, id: o.id, openedAt: tx.now, ...fields };
}

function mostOf(lost: string[], made: Link[]): string {
  const votes = new Map<string, number>();
  for (const link of made)
    if (lost.includes(link.sightingId)) votes.set(link.incidentId, (votes.get(link.incidentId) ?? 0) + 1);
  const [best] = [...votes].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
  if (!best) throw new Error('sightings left an incident for nowhere');
  return best[0];
}

function entryOf(o: Outcome, row: Incident, around: Around, made: Link[], added: Sighting): EntryDraft {
  const links = made
    .filter((l) => l.incidentId === o.id)
    .map(({ id, sightingId, logRatio, terms }) => ({
      id,
      sightingId,
      from: around.links.get(sightingId)?.incidentId ?? null,
      logRatio,
      terms,
    }));
  const common = { version: row.version, ruleVersion, because: added.id };
  const subject = { kind: 'incident', id: o.id };
  if (row.mergedInto !== null)
    return { actor: 'system', type: 'incident.merged', subject, payload: { ...common, into: row.mergedInto } };
  const payload = { ...common, kind: row.kind, links, left: o.lost };
  const type = !o.before ? 'incident.opened' : o.gained.length > 0 ? 'incident.joined' : 'incident.left';
  return { actor: 'system', type, subject, payload };
}
