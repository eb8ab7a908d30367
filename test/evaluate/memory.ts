import type { Member } from '#core/fusion/store.js';
import type { Incident, Link, Restructure } from '#core/fusion/types.js';
import type { Notification, Sighting } from '#core/intake/types.js';
import type { Entry, EntryDraft } from '#core/journal/types.js';
import type { Mission } from '#core/mission/types.js';
import type { Deps, Geography, Ids, Neighbourhood, Tx, UnitOfWork } from '#core/ports.js';
import type { Check, NoticeMatch, Verification } from '#core/verification/types.js';
import type { World } from '#core/simulation/types.js';
import { makeRandom } from '#core/simulation/random.js';

/**
 * The parts of the store that fusion and restructuring touch, in memory, for measuring: the same rules and use cases run
 * against it as against a database. Whatever is not here throws when asked for. One caller at a time, no rollback.
 */
export class Memory {
  readonly sightings = new Map<string, Sighting>();
  readonly incidents = new Map<string, Incident>();
  readonly links = new Map<string, Link>();
  readonly restructures = new Map<string, Restructure>();
  readonly entries: Entry[] = [];
  readonly checks = new Map<string, Check[]>();
  readonly verifications = new Map<string, Verification[]>();
  readonly notifications: Notification[] = [];
  readonly noticeMatches = new Map<string, NoticeMatch>();
  readonly effort: World['effort'] = [];
  private readonly newestFrom = new Map<string, Sighting[]>();
  now = '2026-01-01T00:00:00.000Z';
  private readonly sightingCells = new Map<string, Sighting[]>();
  private readonly incidentCells = new Map<string, Set<string>>();
  private readonly active = new Map<string, Link>();
  private readonly ofIncident = new Map<string, Set<string>>();
  readonly ids: Ids;
  readonly tx: Tx;
  readonly uow: UnitOfWork;

  constructor(seed = 1) {
    const random = makeRandom(seed);
    this.ids = { next: () => random.uuid(Date.parse(this.now)), random: (bytes) => 'ab'.repeat(bytes) };
    this.tx = guarded(this.makeTx());
    this.uow = { run: (body) => body(this.tx), read: (body) => body(this.tx) };
  }

  deps(mission: Mission, geography: Geography): Deps {
    return guarded({ uow: this.uow, ids: this.ids, mission, geography, clock: { now: () => new Date(this.now) } });
  }

  activeLinks(): Link[] {
    return [...this.active.values()];
  }

  addSighting(row: Sighting): void {
    this.sightings.set(row.id, row);
    if (row.platformId !== null)
      this.newestFrom.set(row.platformId, [...(this.newestFrom.get(row.platformId) ?? []), row]);
    const key = bucket(row.cell5, Date.parse(row.start));
    this.sightingCells.set(key, [...(this.sightingCells.get(key) ?? []), row]);
  }

  private index(row: Incident, add: boolean): void {
    const key = bucket(row.cell5, Date.parse(row.start));
    const set = this.incidentCells.get(key) ?? new Set<string>();
    if (add) set.add(row.id);
    else set.delete(row.id);
    this.incidentCells.set(key, set);
  }

  private link(row: Link, on: boolean): void {
    const own = this.ofIncident.get(row.incidentId) ?? new Set<string>();
    if (on) {
      if (this.active.has(row.sightingId)) throw new Error(`sighting ${row.sightingId} has two active links`);
      this.active.set(row.sightingId, row);
      own.add(row.id);
    } else {
      if (this.active.get(row.sightingId)?.id === row.id) this.active.delete(row.sightingId);
      own.delete(row.id);
    }
    this.links.set(row.id, row);
    this.ofIncident.set(row.incidentId, own);
  }

  private member(s: Sighting): Member {
    const l = this.active.get(s.id);
    const home = l && this.incidents.get(l.incidentId)!;
    const membership =
      l && home
        ? {
            linkId: l.id,
            incidentId: l.incidentId,
            madeBy: l.madeBy,
            turn: l.turn,
            state: home.state,
            sightingCount: home.sightingCount,
          }
        : null;
    return { ...s, membership };
  }

  /** In small hours around the window; a sighting's own interval is at most an hour here. */
  private *buckets(box: Neighbourhood): Generator<string> {
    for (const cell of box.cells5)
      for (let at = Date.parse(box.from) - hour; at < Date.parse(box.to) + hour; at += hour) yield bucket(cell, at);
  }

  private makeTx(): object {
    const rows = <T>(map: Map<string, T>, ids: Iterable<string>) =>
      [...ids].map((id) => map.get(id)).filter((r) => r !== undefined);
    const touches = (r: { start: string; end: string }, box: { from: string; to: string }) =>
      r.start < box.to && (r.end > box.from || r.start >= box.from);
    const clock = () => this.now;
    return {
      get now() {
        return clock();
      },
      ids: this.ids,
      lock: async () => {},
      sightings: {
        get: async (id: string) => this.sightings.get(id) ?? null,
        getMany: async (ids: string[]) => rows(this.sightings, ids),
        found: async (ids: string[]) => rows(this.sightings, ids),
        lastFrom: async (platformId: string, before: string) =>
          (this.newestFrom.get(platformId) ?? [])
            .filter((s) => s.start < before)
            .reduce<Sighting | null>((newest, s) => (newest === null || s.start > newest.start ? s : newest), null),
        startingAt: async (cells5: string[], starts: string[], limit: number) =>
          [...new Set(starts.flatMap((at) => cells5.map((cell) => bucket(cell, Date.parse(at)))))]
            .flatMap((k) => (this.sightingCells.get(k) ?? []).filter((s) => starts.includes(s.start)))
            .sort((a, b) => (a.id < b.id ? -1 : 1))
            .slice(0, limit),
        filesNear: async () => [],
        near: async (box: Neighbourhood, limit?: number) =>
          [...new Set(this.buckets(box))]
            .flatMap((k) => (this.sightingCells.get(k) ?? []).filter((s) => touches(s, box)))
            .slice(0, limit),
      },
      incidents: {
        get: async (id: string) => this.incidents.get(id) ?? null,
        getMany: async (ids: string[]) => rows(this.incidents, ids),
        cells: async (ids: string[]) => rows(this.incidents, ids),
        near: async (box: Neighbourhood, only?: { kinds: string[]; limit: number }) =>
          [...new Set(this.buckets(box))]
            .flatMap((k) => rows(this.incidents, this.incidentCells.get(k) ?? []))
            .filter((i) => i.state !== 'merged' && touches(i, box) && (only?.kinds.includes(i.kind) ?? true))
            .slice(0, only?.limit),
      },
      links: {
        activeOf: async (id: string) => this.active.get(id) ?? null,
        activeOfMany: async (ids: string[]) => rows(this.active, ids),
        get: async (ids: string[]) => rows(this.links, ids),
        ofIncident: async (id: string, all = false) =>
          all
            ? [...this.links.values()].filter((l) => l.incidentId === id)
            : rows(this.links, this.ofIncident.get(id) ?? []),
        ofIncidents: async (ids: string[]) => ids.flatMap((id) => rows(this.links, this.ofIncident.get(id) ?? [])),
      },
      members: {
        near: async (box: Neighbourhood, at: string, limit: number) => {
          const rows = [...new Set(this.buckets(box))].flatMap((k) =>
            (this.sightingCells.get(k) ?? []).filter((s) => touches(s, box)),
          );
          const key = (s: Sighting) => `${s.start} ${s.id}`;
          rows.sort((a, b) => (key(a) < key(b) ? -1 : 1));
          const [before, after] = [rows.filter((s) => s.start <= at), rows.filter((s) => s.start > at)];
          const gap = (s: Sighting) => Math.abs(Date.parse(s.start) - Date.parse(at));
          return [...before.slice(-limit), ...after.slice(0, limit)]
            .sort((a, b) => gap(a) - gap(b) || (a.id < b.id ? -1 : 1))
            .map((s) => this.member(s));
        },
        ofIncidents: async (ids: string[]) =>
          ids.flatMap((id) =>
            rows(this.links, this.ofIncident.get(id) ?? []).map((l) => this.member(this.sightings.get(l.sightingId)!)),
          ),
        tellingFiles: async (id: string, limit: number) =>
          rows(this.links, this.ofIncident.get(id) ?? [])
            .sort((a, b) => a.turn - b.turn || (a.id < b.id ? -1 : 1))
            .slice(0, limit)
            .map((l) => this.sightings.get(l.sightingId)!),
        telling: async (id: string, limit: number) =>
          rows(this.links, this.ofIncident.get(id) ?? [])
            .sort((a, b) => a.turn - b.turn || (a.id < b.id ? -1 : 1))
            .slice(0, limit)
            .map((l) => this.member(this.sightings.get(l.sightingId)!)),
      },
      restructures: {
        get: async (id: string) => this.restructures.get(id) ?? null,
        ofIncident: async (id: string) =>
          [...this.restructures.values()].filter((r) => r.from.includes(id) || r.to.includes(id)),
      },
      checks: {
        ofIncident: async (id: string) => this.checks.get(id) ?? [],
        newestOf: async (id: string, name: string) =>
          (this.checks.get(id) ?? [])
            .filter((c) => c.name === name)
            .reduce<Check | null>((a, b) => (a && a.incidentVersion > b.incidentVersion ? a : b), null),
      },
      verifications: { ofIncident: async (id: string) => this.verifications.get(id) ?? [] },
      notifications: {
        during: async (from: string, to: string) => this.notifications.filter((n) => touches(n, { from, to })),
      },
      effort: {
        lost: async (sources: string[]) => this.effort.filter((e) => e.lostHours > 0 && sources.includes(e.sourceId)),
      },
      evidence: { getMany: async () => [] },
      attributions: { ofIncident: async () => [] },
      rulings: { ofIncident: async () => [] },
      noticeMatches: {
        ofSightings: async (ids: string[]) =>
          [...this.noticeMatches.values()].filter((m) => ids.includes(m.sightingId)),
      },
      debts: { ofIncident: async () => [] },
      fieldTasks: { ofIncident: async () => [] },
      hotline: { settled: async () => new Set() },
      facts: { newestOf: async () => [] },
      append: async (...drafts: EntryDraft[]) => {
        const made = drafts.map((d): Entry => ({ ...d, id: this.ids.next(), at: this.now, salt: '', leafHash: '' }));
        this.entries.push(...made);
        return made;
      },
      write: {
        personal: async () => undefined,
        sightings: async (list: Sighting[]) => list.forEach((s) => this.addSighting(s)),
        incidentNew: async (row: Incident) => {
          this.incidents.set(row.id, row);
          this.index(row, true);
        },
        incidentUpdate: async (row: Incident) => {
          const before = this.incidents.get(row.id);
          if (before?.version !== row.version - 1) throw new Error(`version of ${row.id}`);
          this.index(before, false);
          this.incidents.set(row.id, row);
          this.index(row, true);
        },
        links: async (list: Link[]) => list.forEach((l) => this.link(l, true)),
        endLinks: async (ids: string[], by: string, forId: string | null) => {
          for (const l of rows(this.links, ids)) {
            if (l.endedAt !== null) throw new Error(`link ${l.id} had ended`);
            this.link({ ...l, endedBy: by, endedAt: this.now, endedFor: forId }, false);
          }
        },
        reviveLinks: async (ids: string[]) => {
          for (const l of rows(this.links, ids))
            this.link({ ...l, endedBy: null, endedAt: null, endedFor: null }, true);
        },
        restructure: async (row: Restructure) => void this.restructures.set(row.id, row),
        restructureUndone: async (id: string, by: string) => {
          const row = this.restructures.get(id);
          if (row) this.restructures.set(id, { ...row, undoneBy: by, undoneAt: this.now });
        },
        facts: async () => {},
        noticeMatches: async (list: NoticeMatch[]) => list.forEach((m) => this.noticeMatches.set(m.id, m)),
        sourceOutcomes: async () => {},
        debt: async () => {},
        // Only the newest checks of an incident are read again.
        checks: async (list: Check[]) => void (list[0] && this.checks.set(list[0].incidentId, list)),
        verification: async (row: Verification) =>
          void this.verifications.set(row.incidentId, [...(this.verifications.get(row.incidentId) ?? []), row]),
      },
    };
  }
}

const hour = 3_600_000;

function bucket(cell: string, at: number): string {
  return `${cell}:${Math.floor(at / hour)}`;
}

/** An object whose missing parts throw instead of being undefined. */
function guarded<T>(parts: object): T {
  return new Proxy(parts, {
    get(target, name) {
      if (name === 'then') return undefined;
      if (!(name in target)) throw new Error(`the store in memory has no ${String(name)}`);
      return (target as Record<string | symbol, unknown>)[name];
    },
  }) as T;
}
