import { mostTelling } from '../fusion/incident.js';
import { overlaid } from '../fusion/held/overlay.js';
import { PendingWrites } from '../fusion/held/pending.js';
import { lockIncidents } from '../fusion/lock.js';
import type { Incident } from '../fusion/types.js';
import type { Notification, Sighting } from '../intake/types.js';
import type { Deps, ManyJob, Tx } from '../ports.js';
import { justAfter, mostAround, shifted, tellingKinds } from './around.js';
import { readFiles, type FilesRead } from './files.js';
import type { Check } from './types.js';
import { verifyIncident } from './verify.js';

/** Sightings that start at the same instants as those of a batch, held at most. */
const mostStarting = 5_000;

const noFiles: FilesRead = { states: new Map(), images: new Map() };

/** Verifies many incidents, one after the other, with what they rest on in memory and what is found written at the end. */
export const verifyIncidents: ManyJob = {
  one: verifyIncident,
  async many(deps, incidentIds) {
    const files = new Map<string, FilesRead>();
    for (const id of await deps.uow.read((reads) => reads.sightings.withFiles(incidentIds)))
      files.set(id, await readFiles(deps, id));
    return async (tx) => {
      const incidents = await lockIncidents(tx, incidentIds);
      const pending = new PendingWrites(tx);
      pending.readFromStore(incidents);
      const held = await heldFor(tx, deps, incidents, pending);
      for (const id of incidentIds) await verifyIncident.carryOut(held, deps, id, files.get(id) ?? noFiles);
      await pending.flush();
    };
  },
};

/**
 * The transaction with everything in memory that judging each of these incidents reads. Judging one changes of another
 * nothing that the other's judgement rests on, so what was read at the start holds to the end.
 */
async function heldFor(tx: Tx, deps: Deps, incidents: Incident[], pending: PendingWrites): Promise<Tx> {
  const rows = new Map(incidents.map((row) => [row.id, row]));
  const live = incidents.filter((row) => row.state !== 'merged');
  const members = new Map<string, Sighting[]>();
  const sightings = new Map<string, Sighting>();
  const small = live.filter((row) => row.sightingCount <= mostTelling).map((row) => row.id);
  const before = new Map<string, Check>();
  for (const check of await tx.checks.newestOfMany(small, 'independence')) before.set(check.incidentId, check);
  for (const id of small) members.set(id, []);
  for (const { incidentId, sighting } of await tx.sightings.ofIncidents(small)) {
    members.get(incidentId)!.push(sighting);
    sightings.set(sighting.id, sighting);
  }
  const then = await startingWith(tx, [...sightings.values()]);
  const notices = await noticesAround(tx, deps, live);
  const disturbing = await disturbingAround(tx, deps, live);
  const sightingsOf = async (asked: string[]): Promise<Sighting[]> => {
    const missing = asked.filter((id) => !sightings.has(id));
    if (missing.length > 0) for (const row of await tx.sightings.found(missing)) sightings.set(row.id, row);
    return asked.flatMap((id) => sightings.get(id) ?? []);
  };
  const settled = await tx.hotline.settled(live.map((row) => row.id));
  const rowsOf = (asked: string[]): Incident[] | null =>
    asked.every((id) => rows.has(id)) ? asked.map((id) => rows.get(id)!) : null;
  const gathered = pending.overlay();
  return overlaid(tx, {
    lock: async () => undefined,
    append: gathered.append!,
    incidents: {
      cells: async (asked) => rowsOf(asked) ?? tx.incidents.cells(asked),
      getMany: async (asked) => rowsOf(asked) ?? tx.incidents.getMany(asked),
      near: async (box, only) => {
        const within = disturbing?.filter((i) => box.cells5.includes(i.cell5) && touches(i, box));
        // No more than asked for: nothing was left out, in whatever order it was found.
        return only && within && within.length <= only.limit ? within : tx.incidents.near(box, only);
      },
    },
    checks: {
      newestOf: async (id, name) => (members.has(id) ? (before.get(id) ?? null) : tx.checks.newestOf(id, name)),
    },
    members: {
      tellingFiles: async (id, limit) => members.get(id)?.slice(0, limit) ?? tx.members.tellingFiles(id, limit),
    },
    sightings: {
      getMany: sightingsOf,
      startingAt: async (cells5, starts, limit) => {
        if (!starts.every((start) => then?.has(start))) return tx.sightings.startingAt(cells5, starts, limit);
        const ids = starts.flatMap((start) =>
          then!.get(start)!.flatMap((s) => (cells5.includes(s.cell5) ? [s.id] : [])),
        );
        return sightingsOf(ids.sort().slice(0, limit));
      },
    },
    // Those that are asked for are of the batch.
    hotline: { settled: async () => settled },
    notifications: { during: async (from, to) => notices.filter((n) => touches(n, { from, to })) },
    write: {
      ...gathered.write,
      // They name the entry that told of them.
      noticeMatches: async (matches, entryId) => {
        await pending.flush();
        await tx.write.noticeMatches(matches, entryId);
      },
    },
  });
}

/** By instant, all sightings anywhere that start when one of these does; null where there are too many to hold. */
async function startingWith(
  tx: Tx,
  sightings: readonly Sighting[],
): Promise<Map<string, { id: string; cell5: string }[]> | null> {
  const byStart = new Map<string, { id: string; cell5: string }[]>(sightings.map((s) => [s.start, []]));
  const found = await tx.sightings.startingThen([...byStart.keys()], mostStarting);
  if (found.length === mostStarting) return null;
  for (const one of found) byStart.get(one.start)!.push(one);
  return byStart;
}

/** All notices that may bear on any of these incidents, by start and id. */
async function noticesAround(tx: Tx, deps: Deps, live: Incident[]): Promise<Notification[]> {
  if (live.length === 0) return [];
  const { nearHours } = deps.mission.verification.notices;
  const { from, to } = spanning(live);
  return tx.notifications.during(shifted(from, -nearHours), shifted(to, nearHours));
}

/** All incidents that may have blinded a sensor or barred the way; null where there are too many to hold. */
async function disturbingAround(tx: Tx, deps: Deps, live: Incident[]): Promise<Incident[] | null> {
  if (live.length === 0) return [];
  const { aroundHours, aroundMetres } = deps.mission.verification.access;
  const { from, to } = spanning(live);
  const cells5 = [...new Set(live.flatMap((i) => deps.geography.cells5Around(i.estimate, aroundMetres)))];
  const box = { cells5, from: shifted(from, -aroundHours), to: shifted(to, aroundHours) };
  const limit = mostAround * 10;
  const found = await tx.incidents.near(box, { kinds: tellingKinds(deps.mission), limit });
  return found.length < limit ? found : null;
}

/** From the earliest start to just after the latest end. */
function spanning(live: Incident[]): { from: string; to: string } {
  const from = live.reduce((least, i) => (i.start < least ? i.start : least), live[0]!.start);
  const to = live.reduce((most, i) => (i.end > most ? i.end : most), live[0]!.end);
  return { from, to: justAfter(to) };
}

/** As the store finds what touches a window. */
function touches(one: { start: string; end: string }, { from, to }: { from: string; to: string }): boolean {
  return one.start < to && (one.end > from || one.start >= from);
}
