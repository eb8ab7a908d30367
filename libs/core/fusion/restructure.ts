import { requireAction, requireObject } from '../access/policy.js';
import type { Actor } from '../access/types.js';
import { Problem, faultAt } from '../errors.js';
import { keepReason } from '../journal/reasons.js';
import { refuseFaults, typedTextFaults } from '../mission/typed-text.js';
import type { Deps, Tx } from '../ports.js';
import { say } from '../said.js';
import { lockIncidents } from './lock.js';
import { announce, freshIncident, refreshed, relink } from './rearrange.js';
import type { Incident, Link, Restructure } from './types.js';

export interface Restructured {
  restructureId: string;
  /** Incidents that exist afterwards and were touched. */
  incidents: Incident[];
}

/**
 * Takes sightings out of an incident into a new one. All links of the incident are made anew in the
 * person's name, so that the machine neither brings them together again nor moves one away.
 * @throws Problem invalid_input, not_allowed, not_found, not_possible (merged away, nothing left), conflict (version)
 */
export async function splitIncident(
  deps: Deps,
  actor: Actor,
  input: { incidentId: string; version: number; sightingIds: string[]; reason: string },
): Promise<Restructured> {
  const reason = reasonOf(deps, input.reason);
  requireAction(actor, 'incident.restructure');
  return deps.uow.run(async (tx) => {
    const [incident] = await lockLive(tx, actor, [input.incidentId]);
    if (incident!.version !== input.version)
      throw new Problem('conflict', say`The incident has changed since you read it; read it again.`);
    const links = await tx.links.ofIncident(incident!.id);
    const wanted = new Set(input.sightingIds);
    const moving = links.filter((l) => wanted.has(l.sightingId));
    if (moving.length === 0 || moving.length !== wanted.size)
      throw new Problem('invalid_input', say`Name one or more sightings of this incident.`, [
        faultAt('/sightingIds', say`Every one must be a sighting of this incident, and there must be one.`),
      ]);
    if (moving.length === links.length)
      throw new Problem('not_possible', say`At least one sighting has to stay in the incident.`);
    const restructureId = tx.ids.next();
    const newId = tx.ids.next();
    const made = links.map((l) =>
      relink(tx, l, wanted.has(l.sightingId) ? newId : incident!.id, actor.id, say`Split by a person: ${reason}`),
    );
    const left = await refreshed(
      tx,
      deps,
      incident!,
      made.filter((l) => l.incidentId === incident!.id),
    );
    const opened = await freshIncident(
      tx,
      deps,
      newId,
      made.filter((l) => l.incidentId === newId),
    );
    await tx.write.incidentNew(opened);
    await replaceLinks(tx, links, made, actor.id, restructureId);
    await tx.write.incidentUpdate(left);
    const from = [incident!.id];
    const to = [incident!.id, newId];
    await tx.write.restructure(
      rowOf(tx, restructureId, 'split', { from, to, ended: links, made, reason, by: actor.id }),
    );
    const moved = moving.map((l) => l.sightingId);
    await announce(tx, deps, actor.id, 'incident.split', left, {
      restructureId,
      into: newId,
      sightingIds: moved,
      reasonId: await keepReason(tx, reason),
    });
    await announce(tx, deps, actor.id, 'incident.opened', opened, {
      restructureId,
      splitFrom: left.id,
      sightingIds: moved,
    });
    return { restructureId, incidents: [left, opened] };
  });
}

/**
 * Puts all sightings of the incidents `from` into the incident `into`. The former stay readable as
 * merged, with what was decided on them. Links as in a split.
 * @throws Problem invalid_input, not_allowed, not_found, not_possible (one is merged away already)
 */
export async function mergeIncidents(
  deps: Deps,
  actor: Actor,
  input: { into: string; from: string[]; reason: string },
): Promise<Restructured> {
  const reason = reasonOf(deps, input.reason);
  requireAction(actor, 'incident.restructure');
  const from = [...new Set(input.from)];
  if (from.length === 0 || from.includes(input.into))
    throw new Problem('invalid_input', say`Name one or more other incidents to merge.`, [
      faultAt('/from', say`Must name at least one incident, none of them the one they go into.`),
    ]);
  return deps.uow.run(async (tx) => {
    const [into, ...gone] = await lockLive(tx, actor, [input.into, ...from]);
    const links = await tx.links.ofIncidents([into!.id, ...from]);
    const restructureId = tx.ids.next();
    const made = links.map((l) => relink(tx, l, into!.id, actor.id, say`Merged by a person: ${reason}`));
    const whole = await refreshed(tx, deps, into!, made);
    const merged = gone.map((row): Incident => ({
      ...row,
      version: row.version + 1,
      state: 'merged',
      mergedInto: into!.id,
    }));
    await replaceLinks(tx, links, made, actor.id, restructureId);
    for (const row of [whole, ...merged]) await tx.write.incidentUpdate(row);
    await tx.write.restructure(
      rowOf(tx, restructureId, 'merge', {
        from: [into!.id, ...from],
        to: [into!.id],
        ended: links,
        made,
        reason,
        by: actor.id,
      }),
    );
    const reasonId = await keepReason(tx, reason);
    await announce(tx, deps, actor.id, 'incident.merged', whole, { restructureId, from, reasonId });
    for (const row of merged)
      await announce(tx, deps, actor.id, 'incident.merged', row, { restructureId, into: into!.id });
    return { restructureId, incidents: [whole] };
  });
}

/**
 * Takes a split or merge back: the links it ended are active again, those it made are ended. Sightings
 * that came in since stay with the incident they joined; where that one disappears, they go where its
 * others go. What the machine had merged is made anew in the person's name, or it would merge it again.
 * @throws Problem invalid_input, not_allowed, not_found, not_possible (undone already, or a later change rests on it)
 */
export async function undoRestructure(
  deps: Deps,
  actor: Actor,
  input: { restructureId: string; reason: string },
): Promise<Restructured> {
  const reason = reasonOf(deps, input.reason);
  requireAction(actor, 'incident.restructure');
  return deps.uow.run(async (tx) => {
    const known = await tx.restructures.get(input.restructureId);
    const ids = [...new Set([...(known?.from ?? []), ...(known?.to ?? [])])];
    const rows = await lockIncidents(tx, ids);
    // Read again under the lock: somebody may have undone it meanwhile.
    const done = known ? await tx.restructures.get(input.restructureId) : null;
    requireObject(actor, 'incident.restructure', done, () => ({ sector: rows[0]?.sector ?? null }));
    for (const row of rows) requireObject(actor, 'incident.restructure', row, (r) => ({ sector: r.sector }));
    if (done!.undoneAt !== null) throw new Problem('not_possible', say`This has been undone already.`);
    const made = await tx.links.get(done!.made);
    if (made.length !== done!.made.length || made.some((l) => l.endedAt !== null))
      throw new Problem('not_possible', say`A later split, merge or move rests on this one; undo that first.`);
    await takeBack(tx, actor, done!, made, reason);
    await tx.write.restructureUndone(done!.id, actor.id);

    const after: Incident[] = [];
    const links = await tx.links.ofIncidents(ids);
    for (const row of rows) {
      const own = links.filter((l) => l.incidentId === row.id);
      const next: Incident =
        own.length === 0
          ? { ...row, version: row.version + 1, state: 'merged', mergedInto: done!.from[0]! }
          : await refreshed(tx, deps, row, own);
      await tx.write.incidentUpdate(next);
      after.push(next);
    }
    const reasonId = await keepReason(tx, reason);
    for (const row of after)
      await announce(tx, deps, actor.id, 'incident.restored', row, {
        restructureId: done!.id,
        undone: done!.type,
        reasonId,
      });
    return { restructureId: done!.id, incidents: after.filter((r) => r.state !== 'merged') };
  });
}

async function takeBack(tx: Tx, actor: Actor, done: Restructure, made: Link[], reason: string): Promise<void> {
  const because = say`Separated again by a person: ${reason}`;
  const vanishing = done.to.filter((id) => !done.from.includes(id));
  const since = (await tx.links.ofIncidents(vanishing)).filter((l) => !done.made.includes(l.id));
  const byMachine = done.by === 'machine';
  const ended = await tx.links.get(done.ended);
  const stayers = byMachine ? (await tx.links.ofIncidents(done.to)).filter((l) => !done.made.includes(l.id)) : [];
  const again = [
    ...since.map((l) => ({ ...relink(tx, l, done.from[0]!, 'machine', null), terms: l.terms })),
    ...(byMachine ? [...ended, ...stayers].map((l) => relink(tx, l, l.incidentId, actor.id, because)) : []),
  ];
  await tx.write.endLinks(
    [...made, ...since, ...stayers].map((l) => l.id),
    actor.id,
    done.id,
  );
  if (!byMachine) await tx.write.reviveLinks(done.ended);
  if (again.length > 0) await tx.write.links(again);
}

async function replaceLinks(tx: Tx, ended: Link[], made: Link[], by: string, restructureId: string): Promise<void> {
  await tx.write.endLinks(
    ended.map((l) => l.id),
    by,
    restructureId,
  );
  await tx.write.links(made);
}

/** Locked, within reach and not merged away. */
async function lockLive(tx: Tx, actor: Actor, ids: string[]): Promise<Incident[]> {
  const rows = await lockIncidents(tx, ids);
  for (const id of ids) {
    const row = requireObject(
      actor,
      'incident.restructure',
      rows.find((r) => r.id === id),
      (r) => ({
        sector: r.sector,
      }),
    );
    if (row.state === 'merged')
      throw new Problem('not_possible', say`Incident ${id} has been merged into ${row.mergedInto ?? 'another one'}.`);
  }
  return rows;
}

function reasonOf({ mission }: Pick<Deps, 'mission'>, reason: string): string {
  refuseFaults(typedTextFaults(reason, mission, { least: 3, most: 2000 }));
  return reason.trim();
}

function rowOf(
  tx: Tx,
  id: string,
  type: Restructure['type'],
  what: { from: string[]; to: string[]; ended: Link[]; made: Link[]; reason: string; by: string },
): Restructure {
  const { from, to, reason, by } = what;
  const ended = what.ended.map((l) => l.id);
  const made = what.made.map((l) => l.id);
  return { id, type, from, to, ended, made, reason, by, at: tx.now, undoneBy: null, undoneAt: null };
}
