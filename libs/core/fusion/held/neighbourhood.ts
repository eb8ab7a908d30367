import type { IncidentFact } from '../../mission/types.js';
import type { Neighbourhood, Tx } from '../../ports.js';
import type { CellWindow, Member, Telling } from '../store.js';
import type { Incident, IncidentState, Link } from '../types.js';
import { overlaid, type Overlay } from './overlay.js';
import { PendingWrites } from './pending.js';

/** A cell with more sightings than this in its window is too crowded to be held: the store finds the closest. */
const mostHeldOfCell = 1500;

type Attribution = Awaited<ReturnType<Tx['attributions']['ofIncidents']>>[number];
type Ruling = Awaited<ReturnType<Tx['rulings']['ofIncidents']>>[number];

/** Of an incident, what its members are told; a new object with each change. */
interface Home {
  state: IncidentState;
  sightingCount: number;
}

interface Held {
  telling: Telling;
  /** Its start, milliseconds since 1970. */
  startMs: number;
  link: { linkId: string; incidentId: string; madeBy: string; turn: number } | null;
  /** As last shown, while nothing has changed since. */
  shown: Member | null;
  home: Home | null;
}

/**
 * The neighbourhoods of many sightings in memory, for the time of one transaction: read in few statements, kept
 * up to date by what is decided, written back at the end. Every answer is the one that the store would give had each
 * decision been written before the next. Locks on all the cells are held by whoever makes it.
 */
export class HeldNeighbourhood {
  /** To be fused with instead of the transaction. */
  readonly tx: Tx;
  private readonly pending: PendingWrites;
  private readonly members = new Map<string, Held>();
  /** By start. */
  private readonly cells = new Map<string, Held[]>();
  private readonly crowded = new Set<string>();
  private readonly homes = new Map<string, Home>();
  private readonly ofIncident = new Map<string, Set<string>>();
  /** Incidents of which every member is held. */
  private readonly whole = new Set<string>();
  private readonly rows = new Map<string, Incident>();
  private readonly facts = new Map<string, Map<string, IncidentFact>>();
  private readonly attributions = new Map<string, Attribution[]>();
  private readonly rulings = new Map<string, Ruling[]>();

  private constructor(private readonly store: Tx) {
    this.pending = new PendingWrites(store);
    this.tx = overlaid(store, this.overlay());
  }

  /** @param sizeHeldWhole members of incidents up to this size are all read, also where they lie outside the boxes */
  static async around(store: Tx, boxes: readonly Neighbourhood[], sizeHeldWhole: number): Promise<HeldNeighbourhood> {
    const held = new HeldNeighbourhood(store);
    for (const { window, members } of await store.members.within(windowsOf(boxes), mostHeldOfCell + 1)) {
      const own = held.cells.get(window.cell5) ?? [];
      held.cells.set(window.cell5, own);
      if (members.length > mostHeldOfCell) held.crowded.add(window.cell5);
      else for (const member of members) if (!held.members.has(member.id)) own.push(held.take(member));
    }
    for (const own of held.cells.values()) own.sort((a, b) => a.startMs - b.startMs);
    const partly: string[] = [];
    for (const [id, { sightingCount }] of held.homes)
      if (held.ofIncident.get(id)!.size >= sightingCount) held.whole.add(id);
      else if (sightingCount <= sizeHeldWhole) partly.push(id);
    await held.wholeOf(partly);
    await held.judgementsOf([...held.homes.keys()]);
    return held;
  }

  /** Writes all that was decided. */
  flush(): Promise<void> {
    return this.pending.flush();
  }

  private overlay(): Overlay {
    const gathered = this.pending.overlay();
    return {
      append: gathered.append!,
      members: {
        near: (box, at, limit) => this.near(box, at, limit),
        ofIncidents: async (ids) => {
          await this.wholeOf(ids.filter((id) => !this.whole.has(id)));
          return ids.flatMap((id) => [...(this.ofIncident.get(id) ?? [])].map((m) => this.show(this.members.get(m)!)));
        },
        telling: async (id, limit) => {
          await this.pending.flush();
          return (await this.store.members.telling(id, limit)).map((m) => this.show(this.take(m)));
        },
      },
      incidents: { getMany: (ids) => this.incidentRows(ids) },
      attributions: {
        ofIncident: async (id) => {
          if (!this.attributions.has(id)) await this.judgementsOf([id]);
          return this.attributions.get(id)!;
        },
      },
      rulings: {
        ofIncident: async (id) => {
          if (!this.rulings.has(id)) await this.judgementsOf([id]);
          return this.rulings.get(id)!;
        },
      },
      facts: { newestOf: async (id) => this.newestFacts(id) },
      write: {
        ...gathered.write,
        incidentNew: async (row) => {
          this.settle(row);
          this.whole.add(row.id);
          this.facts.set(row.id, new Map());
          this.attributions.set(row.id, []);
          this.rulings.set(row.id, []);
          await gathered.write!.incidentNew!(row);
        },
        incidentUpdate: async (row) => {
          this.settle(row);
          await gathered.write!.incidentUpdate!(row);
        },
        links: async (rows) => {
          for (const row of rows) this.link(row);
          await gathered.write!.links!(rows);
        },
        facts: async (rows) => {
          for (const row of rows) this.facts.get(row.incidentId)?.set(row.provisionId, row);
          await gathered.write!.facts!(rows);
        },
      },
    };
  }

  /** As `MemberReads.near`. */
  private async near(box: Neighbourhood, at: string, limit: number): Promise<Member[]> {
    if (box.cells5.some((cell) => this.crowded.has(cell))) {
      await this.pending.flush();
      return (await this.store.members.near(box, at, limit)).map((m) => this.show(this.take(m)));
    }
    const { from, to } = box;
    const found: Held[] = [];
    for (const cell of box.cells5)
      for (const held of this.cells.get(cell)!) {
        const { start, end } = held.telling;
        if (start >= to) break;
        if (end > from || start >= from) found.push(held);
      }
    const instant = Date.parse(at);
    const byStart = (a: Held, b: Held) =>
      a.telling.start < b.telling.start ? -1 : a.telling.start > b.telling.start ? 1 : byId(a, b);
    let chosen = found;
    if (found.length > limit) {
      const before = found.filter((h) => h.telling.start <= at).sort(byStart);
      const after = found.filter((h) => h.telling.start > at).sort(byStart);
      chosen = [...before.slice(-limit), ...after.slice(0, limit)];
    }
    const gap = (held: Held): number => Math.abs(held.startMs - instant);
    return chosen.sort((a, b) => gap(a) - gap(b) || byId(a, b)).map((held) => this.show(held));
  }

  private async wholeOf(ids: string[]): Promise<void> {
    if (ids.length === 0) return;
    // What is held is newer than the store; what is not held was not touched.
    for (const member of await this.store.members.ofIncidents(ids)) this.take(member);
    for (const id of ids) this.whole.add(id);
  }

  private async incidentRows(ids: string[]): Promise<Incident[]> {
    const missing = ids.filter((id) => !this.rows.has(id));
    if (missing.length > 0) {
      const found = await this.store.incidents.getMany(missing);
      for (const row of found) this.rows.set(row.id, row);
      this.pending.readFromStore(found);
    }
    return ids.flatMap((id) => this.rows.get(id) ?? []);
  }

  private async newestFacts(id: string): Promise<IncidentFact[]> {
    let own = this.facts.get(id);
    if (!own) {
      own = new Map((await this.store.facts.newestOf(id)).map((fact) => [fact.provisionId, fact]));
      this.facts.set(id, own);
    }
    return [...own.values()].sort((a, b) => (a.provisionId < b.provisionId ? -1 : 1));
  }

  /** What people found of these incidents; mostly nothing yet. */
  private async judgementsOf(ids: string[]): Promise<void> {
    for (const id of ids) {
      this.attributions.set(id, []);
      this.rulings.set(id, []);
    }
    for (const row of await this.store.attributions.ofIncidents(ids)) this.attributions.get(row.incidentId)!.push(row);
    for (const row of await this.store.rulings.ofIncidents(ids)) this.rulings.get(row.incidentId)!.push(row);
  }

  private take(member: Member): Held {
    const known = this.members.get(member.id);
    if (known) return known;
    const { membership } = member;
    const held: Held = {
      telling: member,
      startMs: Date.parse(member.start),
      link: membership,
      shown: member,
      home: null,
    };
    this.members.set(member.id, held);
    if (membership) {
      const { incidentId, state, sightingCount } = membership;
      const home = this.homes.get(incidentId);
      if (!home) this.homes.set(incidentId, (held.home = { state, sightingCount }));
      else if (home.state === state && home.sightingCount === sightingCount) held.home = home;
      else held.shown = null;
      this.belong(incidentId, member.id);
    }
    return held;
  }

  private show(held: Held): Member {
    const { link } = held;
    const home = link === null ? null : this.homes.get(link.incidentId)!;
    if (held.shown === null || held.home !== home) {
      held.home = home;
      const membership = link === null ? null : { ...link, ...home! };
      held.shown = { ...held.telling, membership };
    }
    return held.shown;
  }

  private settle(row: Incident): void {
    this.rows.set(row.id, row);
    this.homes.set(row.id, { state: row.state, sightingCount: row.sightingCount });
  }

  private link({ id, sightingId, incidentId, madeBy, turn }: Link): void {
    const held = this.members.get(sightingId);
    if (!held) throw new Error(`sighting ${sightingId} was linked without having been looked at`);
    if (held.link) this.ofIncident.get(held.link.incidentId)?.delete(sightingId);
    held.link = { linkId: id, incidentId, madeBy, turn };
    held.shown = null;
    this.belong(incidentId, sightingId);
  }

  private belong(incidentId: string, sightingId: string): void {
    const own = this.ofIncident.get(incidentId);
    if (own) own.add(sightingId);
    else this.ofIncident.set(incidentId, new Set([sightingId]));
  }
}

function byId(a: Held, b: Held): number {
  return a.telling.id < b.telling.id ? -1 : 1;
}

/** For each cell, the windows that are asked for, joined where they overlap. */
function windowsOf(boxes: readonly Neighbourhood[]): CellWindow[] {
  const byCell = new Map<string, { from: string; to: string }[]>();
  for (const { cells5, from, to } of boxes)
    for (const cell of cells5) {
      const own = byCell.get(cell);
      if (own) own.push({ from, to });
      else byCell.set(cell, [{ from, to }]);
    }
  return [...byCell].flatMap(([cell5, asked]) => {
    const joined: CellWindow[] = [];
    for (const { from, to } of asked.sort((a, b) => (a.from < b.from ? -1 : 1))) {
      const last = joined.at(-1);
      if (last && from <= last.to) last.to = last.to > to ? last.to : to;
      else joined.push({ cell5, from, to });
    }
    return joined;
  });
}
