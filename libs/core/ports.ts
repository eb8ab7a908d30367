/**
 * The only interfaces between the core and the outside: time, randomness, storage, queue, files.
 * The apps hand in the real ones; nothing in core reaches for them by itself.
 */
import type { Account, Device, Session } from './access/types.js';
import type { ConsoleReads, ConsoleWrites } from './ports-console.js';
import type { UpkeepReads, UpkeepWrites } from './ports-upkeep.js';
import type { Channels, EscalationReads, EscalationWrites } from './ports-escalation.js';
import type { EditionReads } from './ports-edition.js';
import type { FieldworkReads, FieldworkWrites } from './ports-fieldwork.js';
import type { LedgerReads, LedgerWrites } from './attribution/store.js';
import type { Attribution } from './attribution/types.js';
import type {
  Edition,
  EditionErratum,
  EditionFile,
  EditionState,
  EditionStep,
  EditionText,
  ErratumProposal,
  FactRollup,
  IncidentRollup,
  SightingRollup,
} from './compliance/edition-record.js';
import type { Escalation } from './escalation/types.js';
import type { MemberReads } from './fusion/store.js';
import type { Incident, IncidentState, Link, Restructure } from './fusion/types.js';
import type { Effort, Evidence, Notification, Sighting, SightingType } from './intake/types.js';
import type { DrawnEntry } from './journal/draw.js';
import type { Entry, EntryDraft, PositionedEntry, TreeHead, Work, WrittenEntry } from './journal/types.js';
import type { IncidentFact, Mission, Position, Settlement } from './mission/types.js';
import type { LocationEstimate, SideProbability } from './geo/types.js';
import type { HotlineEntry, Notice, NoticeClock, Reply } from './reply/types.js';
import type { Assessment, PresenceDay, ProvisionReview, RegisterFigure, Ruling } from './ruling/types.js';
import type { Check, Verification } from './verification/types.js';

export interface Clock {
  now(): Date;
}

export interface Ids {
  /** A new UUIDv7 in lower case. */
  next(): string;
  /** `bytes` random bytes as hex. */
  random(bytes: number): string;
}

/** Ed25519 key of the mission. */
export interface Signer {
  keyId: string;
  /** Raw public key, base64url. */
  publicKey: string;
  /** Signature over the UTF-8 bytes, base64url. */
  sign(text: string): string;
  /** The same in another thread, for whoever has many to make; absent where there is none. */
  signAside?(text: string): Promise<string>;
}

/** Content-addressed store. `put` returns only once file and folder are on stable storage. */
export interface BlobStore {
  /** Streams to disk while hashing. @throws Problem too_large, storage_full */
  put(bytes: AsyncIterable<Uint8Array>, limit: number): Promise<{ sha256: string; size: number; existed: boolean }>;
  /** @throws Problem not_found */
  get(sha256: string): Promise<AsyncIterable<Uint8Array>>;
  /** Re-reads and re-hashes. */
  check(sha256: string): Promise<'ok' | 'missing' | 'damaged'>;
  list(): AsyncIterable<string>;
  /** Parts of uploads that are not finished. */
  parts: UploadParts;
}

/** Keeps numbered parts of a file until all are there: what has come over a bad link does not come twice. */
export interface UploadParts {
  /** On return the part is on stable storage; the same number again takes its place. @throws Problem storage_full */
  put(upload: string, number: number, bytes: Uint8Array): Promise<void>;
  /** Bytes of each part by number, ascending; empty where nothing is known of the upload. */
  sizes(upload: string): Promise<Map<number, number>>;
  /** The parts' bytes, one after the other. */
  read(upload: string, numbers: readonly number[]): AsyncIterable<Uint8Array>;
  /** Forgets the upload; nothing where there is none. */
  drop(upload: string): Promise<void>;
}

/** Keyset page: items in order and the cursor of the next page, or null at the end. */
export interface Page<T> {
  items: T[];
  next: string | null;
}

/** A box in space and time for coarse search; exact mathematics follow in core. Half-open in time. */
export interface Neighbourhood {
  cells5: string[];
  from: string;
  to: string;
}

export interface IncidentFilter {
  /** Sector ids the reader may see; null = all. `[]` sees nothing. */
  sectors: string[] | null;
  state?: IncidentState;
  undecidedOnly?: boolean;
  kind?: string;
  week?: string;
  party?: string;
  cursor?: string;
  limit: number;
}

export interface Reads extends FieldworkReads, ConsoleReads, EscalationReads, EditionReads, UpkeepReads {
  sightings: {
    get(id: string): Promise<Sighting | null>;
    getMany(ids: string[]): Promise<Sighting[]>;
    /** The sightings of the incidents in the order of `members.telling`; only for incidents known to be small. */
    ofIncidents(incidentIds: string[]): Promise<{ incidentId: string; sighting: Sighting }[]>;
    /** As getMany, for ids that this very transaction found in the store; sightings read before may come from memory. */
    found(ids: string[]): Promise<Sighting[]>;
    /** Which of the incidents have sightings with files. */
    withFiles(incidentIds: string[]): Promise<string[]>;
    near(box: Neighbourhood, limit?: number): Promise<Sighting[]>;
    /** Of those near that have files, the first `limit` in all: which files. */
    filesNear(box: Neighbourhood, limit: number): Promise<Pick<Sighting, 'id' | 'evidence'>[]>;
    /** Those in the cells that start at exactly one of these instants: the first `limit` by id. */
    startingAt(cells5: string[], starts: string[], limit: number): Promise<Sighting[]>;
    /** The first `limit`, in no order, of those that start at exactly one of these instants, anywhere. */
    startingThen(starts: string[], limit: number): Promise<Pick<Sighting, 'id' | 'cell5' | 'start'>[]>;
    list(filter: {
      sectors: string[] | null;
      type?: SightingType;
      submittedBy?: string;
      cursor?: string;
      limit: number;
    }): Promise<Page<Sighting>>;
    /** Sightings in the cells that fall into the window, for the local rate of events. */
    countNear(box: Neighbourhood): Promise<number>;
    /** Which of these sources delivered anything in the window (sensor health). */
    lastFrom(platformId: string, before: string): Promise<Pick<Sighting, 'end'> | null>;
  };
  incidents: {
    /** Where these incidents lie; unknown ids are left out. */
    cells(ids: string[]): Promise<Pick<Incident, 'id' | 'cell5'>[]>;
    get(id: string): Promise<Incident | null>;
    getMany(ids: string[]): Promise<Incident[]>;
    /** Live (not merged) incidents whose interval touches the window. */
    near(box: Neighbourhood, only?: { kinds: string[]; limit: number }): Promise<Incident[]>;
    /** Newest start first. */
    list(filter: IncidentFilter): Promise<Page<Incident>>;
  };
  links: {
    /** Active links only, unless `all`. */
    ofIncident(incidentId: string, all?: boolean): Promise<Link[]>;
    activeOfMany(sightingIds: string[]): Promise<{ sightingId: string; incidentId: string }[]>;
    ofIncidents(incidentIds: string[]): Promise<Link[]>;
    activeOf(sightingId: string): Promise<Link | null>;
    get(ids: string[]): Promise<Link[]>;
  };
  members: MemberReads;
  restructures: {
    get(id: string): Promise<Restructure | null>;
    ofIncident(incidentId: string): Promise<Restructure[]>;
  };
  checks: {
    ofIncident(incidentId: string): Promise<Check[]>;
    newestOf(incidentId: string, name: Check['name']): Promise<Check | null>;
    newestOfMany(incidentIds: string[], name: Check['name']): Promise<Check[]>;
  };
  verifications: { ofIncident(incidentId: string): Promise<Verification[]> };
  attributions: {
    get(id: string): Promise<Attribution | null>;
    ofIncident(incidentId: string): Promise<Attribution[]>;
    /** Of each incident in the order of `ofIncident`. */
    ofIncidents(incidentIds: string[]): Promise<Attribution[]>;
  };
  rulings: {
    get(id: string): Promise<Ruling | null>;
    ofIncident(incidentId: string): Promise<Ruling[]>;
    /** Of each incident in the order of `ofIncident`. */
    ofIncidents(incidentIds: string[]): Promise<Ruling[]>;
    /** Per party named, the start of the latest incident at or before `at` that stands as ruled a breach of the provision. */
    breachesOf(provisionId: string, at: string): Promise<{ party: string; at: string }[]>;
    /** Ids above `after`, ascending, of verified incidents begun from `from` on with a ruling or proposal under one of these. */
    underFrom(provisionIds: string[], from: string, after: string, limit: number): Promise<string[]>;
  };
  ledger: LedgerReads;
  escalations: {
    get(id: string): Promise<Escalation | null>;
    /** By what was raised; never two of one key. */
    byKey(raiseKey: string): Promise<Escalation | null>;
    ofIncident(incidentId: string): Promise<Escalation[]>;
    open(): Promise<Escalation[]>;
    openOf(incidentIds: string[]): Promise<Escalation[]>;
    /** Open ones of which a clock (acknowledge, or act) ran out at or before the instant and is not yet marked missed. */
    overdue(at: string): Promise<Escalation[]>;
  };
  notifications: {
    get(id: string): Promise<Notification | null>;
    /** Whose interval touches [from, to). */
    during(from: string, to: string): Promise<Notification[]>;
    list(filter: { party: string | null; limit: number; cursor?: string }): Promise<Page<Notification>>;
  };
  effort: {
    ofWeek(week: string): Promise<Effort[]>;
    get(id: string): Promise<Effort | null>;
    /** Effort of these sources in these reporting weeks during which hours were lost. */
    lost(sourceIds: string[], weeks: string[]): Promise<Effort[]>;
  };
  evidence: {
    get(id: string): Promise<Evidence | null>;
    getMany(ids: string[]): Promise<Evidence[]>;
    blobs(): Promise<string[]>;
    /** Bytes that an account uploaded since an instant, one evidence id left out. */
    bytesOf(uploadedBy: string, since: string, except: string): Promise<number>;
  };
  facts: {
    /**
     * For each incident × provision the newest fact at a position < cutoff, of one reporting week,
     * counted by provision, party, sector, kind, standing and ruling (live ones only).
     */
    counts(
      week: string,
      cutoff: number,
    ): Promise<
      {
        provisionId: string;
        party: string;
        sector: string;
        kind: string;
        standing: IncidentFact['standing'];
        ruled: IncidentFact['ruled'];
        incidents: number;
      }[]
    >;
    /** Distinct live incidents by sector and kind, same rule. */
    incidents(week: string, cutoff: number): Promise<{ sector: string; kind: string; incidents: number }[]>;
    effort(
      week: string,
      cutoff: number,
    ): Promise<{ sector: string; side: string | null; means: string; usableHours: number; lostHours: number }[]>;
    newestOf(incidentId: string): Promise<IncidentFact[]>;
  };
  journal: {
    head(): Promise<TreeHead | null>;
    /** The newest heads, newest first. */
    heads(limit: number): Promise<TreeHead[]>;
    /** Heads with at least this size, smallest first. */
    headsFrom(size: number, limit: number): Promise<TreeHead[]>;
    /** The highest position given, or null. */
    lastPosition(): Promise<number | null>;
    get(id: string): Promise<(Entry & { position: number | null }) | null>;
    /** Positioned entries with position >= from, ascending. */
    page(from: number, limit: number): Promise<PositionedEntry[]>;
    /** The same as they are stored, for whoever recomputes them. */
    written(from: number, limit: number): Promise<WrittenEntry[]>;
    ofSubject(kind: string, id: string): Promise<(Entry & { position: number | null })[]>;
    /** Stored nodes of the tree for proofs: leaf hashes [from, to). */
    leafHashes(from: number, to: number): Promise<string[]>;
    /** Committed entries that have no position yet, and the age of the oldest. */
    backlog(): Promise<{ count: number; oldestAt: string | null }>;
  };
  work: {
    get(id: string): Promise<Work | null>;
    /** Owed work that is due and was not relayed since `relayedBefore`. */
    due(at: string, relayedBefore: string, limit: number): Promise<Work[]>;
    dead(filter: { cursor?: string; limit: number }): Promise<Page<Work>>;
    counts(): Promise<{ owed: number; done: number; dead: number; oldestOwedAt: string | null }>;
  };
  accounts: {
    get(id: string): Promise<Account | null>;
    getMany(ids: string[]): Promise<Account[]>;
    /** The accounts of these sessions, each once. */
    behind(tokenHashes: string[]): Promise<Account[]>;
    byLoginName(name: string): Promise<Account | null>;
    list(): Promise<Account[]>;
  };
  sessions: {
    get(tokenHash: string): Promise<Session | null>;
    getMany(tokenHashes: string[]): Promise<Session[]>;
    ofAccount(accountId: string): Promise<Session[]>;
  };
  devices: { get(id: string): Promise<Device | null>; list(): Promise<Device[]> };
  provisionReviews: { newestOf(incidentId: string): Promise<ProvisionReview | null> };
  registers: {
    figure(id: string): Promise<RegisterFigure | null>;
    /** Oldest received first; entries at positions < cutoff only, unless null. */
    figures(provisionId: string, cutoff: number | null): Promise<RegisterFigure[]>;
    presenceDays(ids: string[]): Promise<PresenceDay[]>;
    /** Lines about days from <= day < to (dates), oldest received first, same cut-off. */
    presence(provisionId: string, from: string, to: string, cutoff: number | null): Promise<PresenceDay[]>;
  };
  assessments: {
    get(id: string): Promise<Assessment | null>;
    /** Oldest ruled first. */
    ofProvision(provisionId: string): Promise<Assessment[]>;
    list(): Promise<Assessment[]>;
  };
  notices: {
    get(id: string): Promise<Notice | null>;
    getMany(ids: string[]): Promise<Notice[]>;
    about(about: Notice['about'], subjectIds: string[]): Promise<Notice[]>;
    ofIncident(incidentId: string): Promise<Notice[]>;
    /** Newest first. */
    list(filter: { party: string | null; limit: number; cursor?: string }): Promise<Page<Notice>>;
    /** Issued in [from, to), oldest first; entries at positions < cutoff only, unless null. */
    issued(from: string, to: string, cutoff: number | null): Promise<Notice[]>;
    /** The highest number given to the party; 0 where none. */
    lastNumber(party: string): Promise<number>;
    clocks(ids: string[]): Promise<NoticeClock[]>;
    /** Running clocks with replyBy <= at, or acknowledgeBy <= at and neither acknowledged nor put on record. */
    overdue(at: string): Promise<NoticeClock[]>;
    /** All clocks of notices issued in [from, to). */
    clocksOf(from: string, to: string): Promise<NoticeClock[]>;
  };
  replies: {
    get(id: string): Promise<Reply | null>;
    /** Oldest first. */
    ofNotices(noticeIds: string[]): Promise<Reply[]>;
    /** Received in [from, to), oldest first; entries at positions < cutoff only, unless null. */
    received(from: string, to: string, cutoff: number | null): Promise<Reply[]>;
  };
  hotline: {
    get(id: string): Promise<HotlineEntry | null>;
    /** Of these incidents, those on whose issues there are promises, every one of them found kept. */
    settled(incidentIds: string[]): Promise<Set<string>>;
    ofIssue(issueId: string): Promise<HotlineEntry[]>;
    /** Of issues opened or continued in [from, to), oldest first. */
    during(from: string, to: string): Promise<HotlineEntry[]>;
  };
  meta: { get(key: string): Promise<string | null> };
  /** Daily roll-ups of facts and sightings as of one journal position; a cache of the journal, never a second truth. */
  rollups: {
    /** Everything at positions below this is in them. */
    position(): Promise<number>;
    facts(week: string): Promise<FactRollup[]>;
    incidents(week: string): Promise<IncidentRollup[]>;
    sightings(week: string): Promise<SightingRollup[]>;
    /** The same of all weeks, counted from the facts themselves below `cutoff`. */
    recount(cutoff: number): Promise<{ facts: FactRollup[]; incidents: IncidentRollup[]; sightings: SightingRollup[] }>;
    /** What is stored, of all weeks, without empty cells. */
    all(): Promise<{ facts: FactRollup[]; incidents: IncidentRollup[]; sightings: SightingRollup[] }>;
  };
  editions: {
    get(id: string): Promise<Edition | null>;
    /** Oldest version first. */
    ofWeek(week: string): Promise<Edition[]>;
    /** Newest week first. */
    list(filter: { states: readonly EditionState[] | null; cursor?: string; limit: number }): Promise<Page<Edition>>;
    steps(id: string): Promise<EditionStep[]>;
    /** The newest of each paragraph, those taken back left out. */
    texts(id: string): Promise<EditionText[]>;
    files(id: string): Promise<EditionFile[]>;
    errata(id: string): Promise<EditionErratum[]>;
    /** Oldest first. */
    proposals(id: string): Promise<ErratumProposal[]>;
    /** Frozen and later ones of which a revision has no package yet. */
    withoutPackage(): Promise<Edition[]>;
    /** Content hashes of every stored file. */
    blobs(): Promise<string[]>;
  };
  personal: { get(id: string): Promise<Record<string, unknown> | null> };
}

/** Everything that writes. Reachable only inside `UnitOfWork.run` (D1). Inserts are multi-row. */
export interface Tx extends Reads {
  /** Instant of this transaction attempt. */
  now: string;
  ids: Ids;
  /**
   * Whether the body may write what fits only where nothing is there yet, without waiting to see: a key that is taken has
   * it run again, and this is then false. True where a server's answers are waited for, at a first attempt.
   */
  hopeful: boolean;
  /** Appends entries in order; the transaction's only announcement to the rest of the system. */
  append(...drafts: EntryDraft[]): Promise<Entry[]>;
  /** Completes drafts, to be written later in this transaction by `enter`, in the order in which they shall stand. */
  drawUp(...drafts: EntryDraft[]): DrawnEntry[];
  enter(drawn: readonly DrawnEntry[]): Promise<void>;
  /** Serialises writers of the same keys until commit (PostgreSQL advisory locks; SQLite has one writer). */
  lock(keys: string[]): Promise<void>;
  write: FieldworkWrites &
    ConsoleWrites &
    UpkeepWrites &
    EscalationWrites & {
      sightings(rows: Sighting[]): Promise<void>;
      incidentNew(row: Incident): Promise<void>;
      /** Writes `row` where the stored version is `row.version - 1`. @throws Problem conflict otherwise */
      incidentUpdate(row: Incident): Promise<void>;
      /**
       * Writes each row where the version stored is `from` (null: where none is); where `was`, the row of that version,
       * is given, only what has changed since. @throws Problem conflict otherwise
       */
      incidentChanges(changes: { row: Incident; from: number | null; was?: Incident }[]): Promise<void>;
      /** A sighting has at most one active link: end the old one first. */
      links(rows: Link[]): Promise<void>;
      /** Ends links that are active. */
      endLinks(ids: string[], by: string, forId: string | null): Promise<void>;
      /** Makes ended links active again (undo). */
      reviveLinks(ids: string[]): Promise<void>;
      restructure(row: Restructure): Promise<void>;
      restructureUndone(id: string, by: string): Promise<void>;
      checks(rows: Check[]): Promise<void>;
      verification(row: Verification): Promise<void>;
      verifications(rows: Verification[]): Promise<void>;
      /** Insert or replace by id. */
      attribution(row: Attribution): Promise<void>;
      ledger: LedgerWrites;
      ruling(row: Ruling): Promise<void>;
      escalation(row: Escalation): Promise<void>;
      notification(row: Notification): Promise<void>;
      /** `entryIds`: the journal entry of each row, or one for all; appended before. */
      effort(rows: Effort[], entryIds: string[]): Promise<void>;
      evidence(row: Evidence): Promise<void>;
      facts(rows: IncidentFact[]): Promise<void>;
      provisionReview(row: ProvisionReview): Promise<void>;
      registerFigure(row: RegisterFigure): Promise<void>;
      presenceDays(rows: PresenceDay[]): Promise<void>;
      /** Insert or replace by id. */
      assessment(row: Assessment): Promise<void>;
      notice(row: Notice): Promise<void>;
      /** Insert or replace by id. */
      noticeClock(row: NoticeClock): Promise<void>;
      reply(row: Reply): Promise<void>;
      hotline(row: HotlineEntry): Promise<void>;
      account(row: Account): Promise<void>;
      session(row: Session): Promise<void>;
      device(row: Device): Promise<void>;
      /** Raises a device's sequence; false if it was not higher. */
      deviceSequence(id: string, sequence: number): Promise<boolean>;
      meta(key: string, value: string): Promise<void>;
      editionNew(row: Edition): Promise<void>;
      /** Writes `row` where the stored one is at `row.rowVersion - 1`. @throws Problem conflict otherwise */
      editionUpdate(row: Edition): Promise<void>;
      editionStep(row: EditionStep): Promise<void>;
      editionText(row: EditionText): Promise<void>;
      editionFiles(rows: EditionFile[]): Promise<void>;
      editionErratum(row: EditionErratum): Promise<void>;
      /** Insert or replace by id. */
      erratumProposal(row: ErratumProposal): Promise<void>;
      /** Moves the roll-ups on to `position` by what lies between; says where they stand then. */
      rollupsTo(position: number): Promise<number>;
      personal(id: string, data: Record<string, unknown> | null): Promise<void>;
    };
  workDone(id: string, epoch: number): Promise<boolean>;
  /** Marks all that are owed at these epochs as done, and says which they were, in the order asked. */
  workAllDone(hints: { workId: string; epoch: number }[]): Promise<{ id: string; subjectId: string }[]>;
  workFailed(id: string, error: string, notBefore: string | null): Promise<void>;
  /**
   * Notes that they are handed to the queue now, and in which of its jobs. Passes over what somebody carries out
   * just now: it never waits for a worker.
   */
  workRelayed(works: Pick<Work, 'id' | 'carrier'>[]): Promise<void>;
  /** Takes that back. */
  workNotRelayed(ids: string[]): Promise<void>;
  workRedrive(id: string): Promise<void>;
  /** Owes at once what bears a time that only a clock far ahead can have given it. @returns how many */
  workSetRight(): Promise<number>;
  /** Gives positions to up to `limit` committed entries, extends the tree, stores a signed head, files owed work. */
  sequence(
    limit: number,
    jobsOf: (entry: WrittenEntry) => { job: string; subjectId: string; delaySeconds?: number }[],
    signer: Signer,
  ): Promise<WrittenEntry[]>;
}

export interface UnitOfWork {
  /**
   * One transaction: rows and journal entries together, or nothing. The body is a pure function
   * of its input and may run again (PostgreSQL retries 40001/40P01 whole). Calls must not nest.
   * Concurrent calls may share one commit (D3); a failing body never fails its neighbours.
   */
  run<T>(body: (tx: Tx) => Promise<T>): Promise<T>;
  /** Reads committed data only; one consistent snapshot where the body is one transaction. */
  read<T>(body: (reads: Reads) => Promise<T>): Promise<T>;
}

/** The queue as the core sees it: it holds hints about owed work and may forget them (D5). */
export interface WorkBus {
  /**
   * Several may share a job of the queue. One that it still holds is ignored. `rank` 0 (or none) goes in its turn, higher
   * ones after all lower. @throws Problem unavailable within seconds when it is away
   * @param before called once it is known that the queue answers, with the job that will carry each, by the work's id
   */
  add(
    works: (Pick<Work, 'id' | 'job' | 'epoch' | 'subjectId'> & { rank?: number })[],
    before?: (carriers: ReadonlyMap<string, string>) => Promise<void>,
  ): Promise<void>;
  /** Ids of those that the queue will not carry out by itself: neither waiting, delayed nor in hand. */
  forgotten(works: Pick<Work, 'id' | 'job' | 'epoch' | 'carrier'>[]): Promise<string[]>;
}

/**
 * What the api processes of an installation count together. Kept where it may be lost: whoever asks goes on by its own
 * count while the store is away. Each throws Problem unavailable then, within a second.
 */
export interface SharedCounts {
  /**
   * Tells what this process gave out of buckets that refill by `perMinute` up to as much.
   * @param taken by key. @returns what is left for all processes together, below 0 where they gave out too much
   */
  settle(limit: string, perMinute: number, taken: ReadonlyMap<string, number>): Promise<ReadonlyMap<string, number>>;
  /** Takes, or keeps, one of `most` places of this key for a minute. @returns false where all are taken by others */
  hold(limit: string, key: string, holder: string, most: number): Promise<boolean>;
  release(limit: string, key: string, holder: string): Promise<void>;
}

export interface PasswordHasher {
  hash(password: string): Promise<string>;
  verify(hash: string, password: string): Promise<boolean>;
}

/** Time-based one-time codes (RFC 6238, 6 digits, 30 s steps). */
export interface SecondFactor {
  /** A new secret, Base32. */
  newSecret(): string;
  /** The `otpauth://` address that an authenticator app reads. */
  address(secret: string, issuer: string, label: string): string;
  /**
   * The 30 s step that the code belongs to (at most one step away from `at`), or null where it fits
   * none or only steps up to `after`: a code works once.
   */
  match(secret: string, code: string, at: Date, after: number): number | null;
}

/** The mission pack's places, made searchable once at start (made by core/geo). */
export interface Geography {
  /** Probability of each party's side under the line in force at `at`. */
  sideOf(estimate: LocationEstimate, at: string): SideProbability;
  /** Unsigned distance of the mean to the line in force, and its standard deviation (place and line together). */
  distanceToLine(estimate: LocationEstimate, at: string): { metres: number; sigmaMetres: number };
  sectorOf(position: Position): string | null;
  zonesOf(position: Position): string[];
  cellsOf(position: Position): { cell5: string; cell7: string };
  /** All resolution-5 cells that come within `metres` of the position. */
  cells5Around(position: Position, metres: number): string[];
  /** "4 km WNW of Avdiivka" in the language asked for. */
  describe(position: Position, language: string): string;
  settlement(id: string): Settlement | null;
  /** Exact (case- and accent-insensitive) matches in any language. */
  settlementsNamed(name: string): Settlement[];
}

/** Reads images that strangers sent, within limits of size and pixels. */
export interface ImageReader {
  /** 64-bit perceptual hash as 16 hex digits, or why it cannot be had. Never throws for what the bytes are. */
  perceptualHash(bytes: AsyncIterable<Uint8Array>): Promise<{ hash: string } | { fault: string }>;
}

/** What every use case receives. */
export interface Deps {
  uow: UnitOfWork;
  clock: Clock;
  ids: Ids;
  signer: Signer;
  blobs: BlobStore;
  mission: Mission;
  geography: Geography;
  images: ImageReader;
  /** Absent in processes that send nothing out: there is work that they cannot do. */
  channels?: Channels;
}

/**
 * Carries out one job inside the transaction that also marks it done (D5): both commit or neither.
 * @throws Problem where it can never succeed (becomes a dead letter); any other error is tried again.
 */
export type JobHandler = (tx: Tx, deps: Deps, subjectId: string) => Promise<void>;

/**
 * A job with a part that must not hold up writers: reading and hashing files, decoding images. `prepare` runs
 * before the transaction, sees committed data only and writes nothing; it may run again, and what it read may
 * be outdated once `carryOut` runs, which must notice where that matters.
 */
export interface PreparedJob<Found = unknown> {
  prepare(deps: Deps, subjectId: string): Promise<Found>;
  /** As `JobHandler`, with what `prepare` found. */
  carryOut(tx: Tx, deps: Deps, subjectId: string, found: Found): Promise<void>;
}

/**
 * A job that can be carried out for many subjects in one transaction, for much less than one after the other, and with
 * the same outcome. What fails in company is tried alone.
 */
export interface ManyJob {
  one: JobHandler | PreparedJob;
  /** Reads what must not hold up writers; what comes back is run inside the transaction, and may run again. */
  many(deps: Deps, subjectIds: string[]): Promise<(tx: Tx) => Promise<void>>;
}

export type Job = JobHandler | PreparedJob | ManyJob;
