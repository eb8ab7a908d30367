import { Problem } from '../../errors.js';
import type { DrawnEntry } from '../../journal/draw.js';
import type { Entry, EntryDraft } from '../../journal/types.js';
import type { IncidentFact } from '../../mission/types.js';
import type { Tx } from '../../ports.js';
import type { Incident, Link, Restructure } from '../types.js';
import type { Overlay } from './overlay.js';

type Check = Parameters<Tx['write']['checks']>[0][number];
type Verification = Parameters<Tx['write']['verification']>[0];

/** A row of an incident as it will be, and the version that must be stored for it to be written; null for a new one. */
export interface IncidentChange {
  row: Incident;
  from: number | null;
  was?: Incident;
}

/**
 * What a batch writes, gathered so that it goes out in few statements: the entries in their order, of each incident
 * only what it is in the end. Whoever reads what was gathered here from the store must `flush` before.
 */
export class PendingWrites {
  private readonly drawn: DrawnEntry[] = [];
  private readonly incidents = new Map<string, IncidentChange>();
  private readonly stored = new Map<string, Incident>();
  private readonly links = new Map<string, Link>();
  private readonly ends = new Map<string, { ids: string[]; by: string; forId: string | null }>();
  private readonly restructures: Restructure[] = [];
  private readonly facts: IncidentFact[] = [];
  private readonly checks: Check[] = [];
  private readonly verifications: Verification[] = [];

  constructor(private readonly tx: Tx) {}

  overlay(): Overlay {
    return {
      append: async (...drafts: EntryDraft[]): Promise<Entry[]> => {
        const drawn = this.tx.drawUp(...drafts);
        this.drawn.push(...drawn);
        return drawn.map((d) => d.entry);
      },
      write: {
        incidentNew: async (row) => void this.incidents.set(row.id, { row, from: null }),
        incidentUpdate: async (row) => this.update(row),
        links: async (rows) => rows.forEach((row) => this.links.set(row.id, row)),
        endLinks: async (ids, by, forId) => this.end(ids, by, forId),
        restructure: async (row) => void this.restructures.push(row),
        facts: async (rows) => void this.facts.push(...rows),
        checks: async (rows) => void this.checks.push(...rows),
        verification: async (row) => void this.verifications.push(row),
      },
    };
  }

  /** Tells what rows of incidents the store holds, so that only what changes of them is written. */
  readFromStore(rows: readonly Incident[]): void {
    for (const row of rows) this.stored.set(row.id, row);
  }

  private update(row: Incident): void {
    const waiting = this.incidents.get(row.id);
    if (waiting && waiting.row.version !== row.version - 1)
      throw new Problem('conflict', `Incident ${row.id} is no longer at version ${row.version - 1}; read it again`);
    this.incidents.set(row.id, { row, from: waiting ? waiting.from : row.version - 1 });
  }

  private end(ids: string[], by: string, forId: string | null): void {
    for (const id of ids) {
      const link = this.links.get(id);
      if (link) {
        this.links.set(id, { ...link, endedBy: by, endedAt: this.tx.now, endedFor: forId });
        continue;
      }
      const key = `${by} ${forId}`;
      const same = this.ends.get(key);
      if (same) same.ids.push(id);
      else this.ends.set(key, { ids: [id], by, forId });
    }
  }

  /** Writes what waits. What others point at goes first; ended links make room for the new ones of a sighting. */
  async flush(): Promise<void> {
    const { tx } = this;
    const changes = [...this.incidents.values()];
    const fresh = changes.filter((c) => c.from === null);
    const changed = changes.filter((c) => c.from !== null);
    if (fresh.length > 0) await tx.write.incidentChanges(fresh);
    if (this.drawn.length > 0) await tx.enter(this.drawn);
    for (const { ids, by, forId } of this.ends.values()) await tx.write.endLinks(ids, by, forId);
    if (this.links.size > 0) await tx.write.links([...this.links.values()]);
    if (changed.length > 0)
      await tx.write.incidentChanges(
        changed.map((change) => {
          const was = this.stored.get(change.row.id);
          return was?.version === change.from ? { ...change, was } : change;
        }),
      );
    this.readFromStore(changes.map(({ row }) => row));
    for (const row of this.restructures) await tx.write.restructure(row);
    if (this.facts.length > 0) await tx.write.facts(this.facts);
    if (this.checks.length > 0) await tx.write.checks(this.checks);
    if (this.verifications.length > 0) await tx.write.verifications(this.verifications);
    this.incidents.clear();
    this.drawn.length = 0;
    this.ends.clear();
    this.links.clear();
    this.restructures.length = 0;
    this.facts.length = 0;
    this.checks.length = 0;
    this.verifications.length = 0;
  }
}
