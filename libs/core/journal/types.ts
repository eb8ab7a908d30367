/** What a use case writes; the unit of work adds id, instant, salt and leaf hash. */
export interface EntryDraft {
  /** Account or device id, or 'system'. Never a name. */
  actor: string;
  /** For example 'sighting.accepted'. */
  type: string;
  subject: { kind: string; id: string };
  /** JSON values only; no personal data. */
  payload: Record<string, unknown>;
}

/** One fact, append-only (D4). */
export interface Entry extends EntryDraft {
  id: string;
  at: string;
  /** 16 random bytes, hex: without it the leaf says nothing about the content. */
  salt: string;
  /** RFC 6962 leaf hash over salt and canonical JSON, hex. */
  leafHash: string;
}

/** An entry with its place in the tree. Positions start at 0 and have no gaps. */
export interface PositionedEntry extends Entry {
  position: number;
  /** Running hash over all leaves up to this one (entry.ts), where it was read with the entry. */
  chain?: string;
}

/** A positioned entry as it lies in the store: the payload is its canonical text. */
export interface WrittenEntry extends Omit<PositionedEntry, 'payload'> {
  payload: string;
}

/** Head of the Merkle tree after `size` entries; signed by the mission's key. */
export interface TreeHead {
  size: number;
  root: string;
  at: string;
  keyId: string;
  signature: string;
}

/** Follow-up work owed by an entry (D5): the database's truth, the queue only holds a hint. */
export interface Work {
  /** `<entry id>.<job name>` */
  id: string;
  entryId: string;
  job: string;
  subjectId: string;
  state: 'owed' | 'done' | 'dead';
  /** Attempt epoch; raised at each re-drive so that the queue accepts it again. */
  epoch: number;
  attempts: number;
  /** Not to be handed to the queue before this instant. */
  notBefore: string;
  /** When it was last handed to the queue; null if never. */
  relayedAt: string | null;
  /** The job of the queue that carries it, several may share one; null before it was handed over. */
  carrier: string | null;
  lastError: string | null;
  doneAt: string | null;
  createdAt: string;
  /** Whom it comes from, 'system' for the program itself; told where work is read in order to be handed over. */
  by?: string;
}

/** A record that is not as the journal says it was written. */
export interface RecordFault {
  table: string;
  key: string;
  /** `unsealed`: there, but never written by this program. */
  what: 'altered' | 'missing' | 'unsealed';
}

/** Result of comparing all records with the journal; at most 100 faults are named, `found` counts all. */
export interface RecordsVerdict {
  ok: boolean;
  rows: number;
  faults: RecordFault[];
  found: number;
}
