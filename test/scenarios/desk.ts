import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Actor, Role } from '#core/access/types.js';
import { Problem } from '#core/errors.js';
import type { Incident } from '#core/fusion/types.js';
import { makeGeography } from '#core/geo/geography.js';
import { acceptSightings } from '#core/intake/accept.js';
import { storeEvidence } from '#core/intake/evidence.js';
import type { SightingInput } from '#core/intake/types.js';
import { jobsOf } from '#core/journal/followup.js';
import { carryOut } from '#core/journal/work.js';
import type { BlobStore, Deps } from '#core/ports.js';
import { imageReader } from '#host/images.js';
import { openDatabase, type DatabaseOptions } from '#db/open.js';
import { layTemplate } from '#db/testing/databases.js';
import { growingIds, handClock, newSigner, type HandClock } from '#db/testing/parts.js';
import { loadMission } from '#formats/pack/load.js';
import { handlers } from '../../apps/worker/handlers.js';

/** A mission's desk on a real database: people come and act, work is carried out, time is moved by hand. */
export interface Desk {
  deps: Deps;
  clock: HandClock;
  /** Takes in a report or observation and carries out what it leaves behind; the id of the sighting. */
  receive(by: Actor, given: Partial<SightingInput>): Promise<string>;
  /** Stores a file and gives its evidence id. */
  photograph(by: Actor, bytes: string | Buffer): Promise<string>;
  /** Spoils the stored bytes of a file, as a failing disk would. */
  spoil(bytes: string): void;
  /** Carries out all owed work until none is left. */
  work(): Promise<void>;
  /** The incident that a sighting belongs to. */
  incidentOf(sightingId: string): Promise<Incident>;
  /** Types of the entries about an incident, in their order. */
  story(incidentId: string): Promise<string[]>;
  close(): Promise<void>;
}

export function person(id: string, role: Role, sectors: string[] = []): Actor {
  return { id, role, scope: { sectors, party: null }, type: 'person' };
}

/**
 * Opens an empty desk of the invented mission "two-valleys", at 05:00 UTC on 22 November 2026: on the database given,
 * which must be empty, else on SQLite.
 */
export async function openDesk(given?: DatabaseOptions): Promise<Desk> {
  const folder = await mkdtemp(join(tmpdir(), 'linewatch-desk-'));
  const clock = handClock();
  const ids = growingIds();
  const options = given ?? { type: 'sqlite' as const, file: join(folder, 'desk.sqlite') };
  if (!given) await layTemplate(join(folder, 'desk.sqlite'));
  const database = await openDatabase(options, { clock, ids });
  await database.migrate();
  const mission = await loadMission('missions/two-valleys');
  const { blobs, spoil } = keptBlobs();
  const deps: Deps = {
    uow: database.uow,
    clock,
    ids,
    signer: newSigner(),
    blobs,
    mission,
    geography: makeGeography(mission),
    images: imageReader,
  };

  const desk: Desk = {
    deps,
    clock,
    spoil,
    async receive(by, given) {
      const input = { ...blastAtTheFord(ids.next()), ...given };
      const [result] = await acceptSightings(deps, by, [input]);
      if (result!.status === 'refused') throw result!.problem;
      await desk.work();
      return input.id;
    },
    async photograph(by, bytes) {
      const id = ids.next();
      const stream = (async function* () {
        yield Buffer.from(bytes);
      })();
      await storeEvidence(deps, by, { id, mediaType: 'image/jpeg' }, stream, 1_000_000);
      return id;
    },
    async work() {
      for (;;) {
        await deps.uow.run((tx) => tx.sequence(1000, jobsOf, deps.signer));
        const due = await deps.uow.read((reads) => reads.work.due(now(clock), now(clock), 1000));
        if (due.length === 0) return;
        for (const { id, epoch } of due) await carryOut(deps, handlers, { workId: id, epoch });
      }
    },
    async incidentOf(sightingId) {
      const incident = await deps.uow.read(async (reads) => {
        const link = await reads.links.activeOf(sightingId);
        return link && reads.incidents.get(link.incidentId);
      });
      if (!incident) throw new Error(`no incident holds sighting ${sightingId}`);
      return incident;
    },
    story: (incidentId) =>
      deps.uow.read(async (reads) => (await reads.journal.ofSubject('incident', incidentId)).map((e) => e.type)),
    async close() {
      await database.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
  return desk;
}

/** The problem code with which something was refused. */
export async function refusal(attempt: Promise<unknown>): Promise<string> {
  try {
    await attempt;
  } catch (error) {
    if (error instanceof Problem) return error.code;
    throw error;
  }
  return 'was allowed';
}

/** A blast heard from 2 km to the west of the ford, an hour ago. */
export function blastAtTheFord(id: string): SightingInput {
  return {
    id,
    type: 'report',
    kind: 'blast',
    means: 'ear',
    weapon: 'field-gun',
    count: 1,
    start: '2026-11-22T04:00:00.000Z',
    end: '2026-11-22T04:01:00.000Z',
    place: {
      type: 'bearing_range',
      observer: { lat: -49.3, lon: 69.5 },
      bearing: 90,
      distanceFromMetres: 1800,
      distanceToMetres: 2200,
    },
  };
}

function now(clock: HandClock): string {
  return clock.now().toISOString();
}

/** A desk has no bad links. */
const noParts = new Proxy({} as BlobStore['parts'], {
  get: (_, verb) => () => Promise.reject(new Error(`a desk takes no file in parts (${String(verb)})`)),
});

/** Content-addressed store in memory that hashes what it keeps each time it is asked. */
function keptBlobs(): { blobs: BlobStore; spoil(bytes: string): void } {
  const kept = new Map<string, Buffer>();
  const hash = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');
  const blobs: BlobStore = {
    async put(stream) {
      const parts: Uint8Array[] = [];
      for await (const part of stream) parts.push(part);
      const bytes = Buffer.concat(parts);
      const sha256 = hash(bytes);
      const existed = kept.has(sha256);
      if (!existed) kept.set(sha256, bytes);
      return { sha256, size: bytes.length, existed };
    },
    async get(sha256) {
      const bytes = kept.get(sha256);
      if (!bytes) throw new Problem('not_found', `No blob ${sha256}.`);
      return (async function* () {
        yield bytes;
      })();
    },
    async check(sha256) {
      const bytes = kept.get(sha256);
      if (!bytes) return 'missing';
      return hash(bytes) === sha256 ? 'ok' : 'damaged';
    },
    async *list() {
      yield* kept.keys();
    },
    parts: noParts,
  };
  return { blobs, spoil: (bytes) => void kept.set(hash(Buffer.from(bytes)), Buffer.from(`${bytes}!`)) };
}

/** The liaison of a party. */
export const liaison = (party: string): Actor => ({
  id: `liaison-${party}`,
  role: 'party_liaison',
  scope: { sectors: [], party },
  type: 'person',
});

/** Gives the actor an account, for what looks accounts up. Nobody can sign in with it. */
export function storeAccount({ uow }: Pick<Deps, 'uow'>, { id, role, scope }: Actor): Promise<void> {
  const rest = { totpSecret: null, passwordExpiresAt: null, disabledAt: null, failedSince: null, failures: 0 };
  return uow.run((tx) =>
    tx.write.account({ id, loginName: id, role, scope, passwordHash: 'x', createdAt: tx.now, ...rest }),
  );
}
