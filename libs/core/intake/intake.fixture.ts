import { createHash, generateKeyPairSync, sign as signBytes } from 'node:crypto';
import type { Actor } from '../access/types.js';
import type { Problem } from '../errors.js';
import { makeEntry } from '../journal/entry.js';
import type { Entry, EntryDraft } from '../journal/types.js';
import { exampleVerification } from '../mission/verification/example.fixture.js';
import type { Mission, Settlement } from '../mission/types.js';
import type { Deps, Geography, Reads, Signer, Tx } from '../ports.js';
import type { Complaint, Restriction, Effort, Evidence, Notification, Sighting, SightingInput } from './types.js';

export const id = (n: number) => `01938000-0000-7000-8000-${n.toString(16).padStart(12, '0')}`;

const settlement = (sid: string, name: string, lat: number, population: number): Settlement => ({
  id: sid,
  name: { en: name },
  lat,
  lon: 30,
  radiusMetres: 500,
  population,
});
const settlements = [
  settlement('ford-n', 'Ford', 50.1, 100),
  settlement('ford-s', 'Ford', 49.9, 200),
  settlement('city', 'Big City', 50.3, 90_000),
];

const mission = {
  id: 'm',
  ceasefireFrom: '2026-01-01T00:00:00.000Z',
  calendar: { timeZone: 'Europe/Kyiv', dayEnds: '19:30', weekEndsOn: 7 },
  parties: [{ id: 'a' }, { id: 'b' }],
  sectors: [{ id: 's1' }],
  settlements,
  eventKinds: [{ id: 'blast' }, { id: 'shot' }],
  means: [
    { id: 'heard', by: 'person', rangeMetres: 8000 },
    { id: 'camera', by: 'machine', rangeMetres: 5000 },
  ],
  weapons: [{ id: 'mortar' }],
  thresholds: { intake: { futureToleranceMinutes: 10, oldestDays: 90 } },
  verification: exampleVerification,
  digest: 'd'.repeat(64),
} as unknown as Mission;

/** A geography of one sector north of 49 degrees and a line along 50 degrees. */
const geography = {
  sideOf: (e) => (e.lat >= 50 ? { a: 1, b: 0 } : { a: 0, b: 1 }),
  sectorOf: (p) => (p.lat > 49 ? 's1' : null),
  zonesOf: () => [],
  cellsOf: () => ({ cell5: 'c5', cell7: 'c7' }),
  settlement: (sid) => settlements.find((s) => s.id === sid) ?? null,
  settlementsNamed: (name) => settlements.filter((s) => s.name['en']?.toLowerCase() === name.toLowerCase()),
} as Partial<Geography> as Geography;

const keys = generateKeyPairSync('ed25519');
export const publicKey = String(keys.publicKey.export({ format: 'jwk' }).x);
const signer: Signer = {
  keyId: 'k1',
  publicKey,
  sign: (text) => signBytes(null, Buffer.from(text), keys.privateKey).toString('base64url'),
};

/** A store in memory whose transactions roll back when the body throws, and whose body runs twice, as it may. */
export function world() {
  let state = {
    sightings: new Map<string, Sighting>(),
    evidence: new Map<string, Evidence>(),
    notifications: new Map<string, Notification>(),
    effort: new Map<string, Effort>(),
    complaints: new Map<string, Complaint>(),
    restrictions: new Map<string, Restriction>(),
    entries: [] as Entry[],
  };
  const blobs = new Map<string, Buffer>();
  let transactions = 0;
  let serial = 0;
  const txOf = (s: typeof state): Tx => {
    const tx = {
      now: '2026-11-22T05:00:00.000Z',
      lock: async () => {},
      sightings: { getMany: async (ids: string[]) => ids.flatMap((i) => s.sightings.get(i) ?? []) },
      evidence: {
        get: async (i: string) => s.evidence.get(i) ?? null,
        getMany: async (ids: string[]) => ids.flatMap((i) => s.evidence.get(i) ?? []),
      },
      notifications: { get: async (i: string) => s.notifications.get(i) ?? null },
      effort: { get: async (i: string) => s.effort.get(i) ?? null },
      devices: { get: async () => ({ lastSequence: 7 }) },
      journal: { ofSubject: async (_: string, i: string) => s.entries.filter((e) => e.subject.id === i) },
      write: {
        sightings: async (rows: Sighting[]) => rows.forEach((r) => s.sightings.set(r.id, r)),
        evidence: async (r: Evidence) => void s.evidence.set(r.id, r),
        notification: async (r: Notification) => void s.notifications.set(r.id, r),
        effort: async (rows: Effort[]) => rows.forEach((r) => s.effort.set(r.id, r)),
        complaints: async (rows: Complaint[]) => rows.forEach((r) => s.complaints.set(r.sightingId, r)),
        restrictions: async (rows: Restriction[]) => rows.forEach((r) => s.restrictions.set(r.sightingId, r)),
      },
      append: async (...drafts: EntryDraft[]) => {
        const made = drafts.map((d) =>
          makeEntry(d, { id: `e${++serial}`, at: '2026-11-22T05:00:00.000Z', salt: 'ab'.repeat(16) }),
        );
        s.entries.push(...made);
        return made;
      },
    };
    return tx as unknown as Tx;
  };
  const copy = () => ({
    sightings: new Map(state.sightings),
    evidence: new Map(state.evidence),
    notifications: new Map(state.notifications),
    effort: new Map(state.effort),
    complaints: new Map(state.complaints),
    restrictions: new Map(state.restrictions),
    entries: [...state.entries],
  });
  const deps = {
    uow: {
      run: async <T>(body: (tx: Tx) => Promise<T>) => {
        transactions++;
        await body(txOf(copy())).catch(() => undefined);
        const next = copy();
        const result = await body(txOf(next));
        state = next;
        return result;
      },
      read: async <T>(body: (reads: Reads) => Promise<T>) => body(txOf(state)),
    },
    clock: { now: () => new Date('2026-11-22T05:00:00.000Z') },
    signer,
    mission,
    geography,
    blobs: {
      put: async (bytes: AsyncIterable<Uint8Array>) => {
        const parts: Uint8Array[] = [];
        for await (const part of bytes) parts.push(part);
        const all = Buffer.concat(parts);
        const sha256 = createHash('sha256').update(all).digest('hex');
        const existed = blobs.has(sha256);
        blobs.set(sha256, all);
        return { sha256, size: all.length, existed };
      },
    },
  } as unknown as Deps;
  return { deps, blobs, state: () => state, transactions: () => transactions };
}

export const monitor: Actor = { id: 'mon', role: 'monitor', scope: { sectors: [], party: null }, type: 'person' };
export const liaison: Actor = { id: 'lia', role: 'party_liaison', scope: { sectors: [], party: 'a' }, type: 'person' };
export const device: Actor = { id: 'dev', role: 'device', scope: { sectors: [], party: null }, type: 'device' };

export const report = (n: number, more: Partial<SightingInput> = {}): SightingInput => ({
  id: id(n),
  type: 'report',
  kind: 'blast',
  means: 'heard',
  start: '2026-11-22T06:30:00+02:00',
  end: '2026-11-22T06:31:00+02:00',
  place: { type: 'fix', lat: 50.01, lon: 30, precisionMetres: 50 },
  text: 'five blasts',
  ...more,
});

export async function* bytesOf(...parts: (string | Uint8Array)[]): AsyncGenerator<Uint8Array> {
  for (const part of parts) yield Buffer.from(part as string);
}

export function problemOf(result: unknown): Problem {
  const { status, problem } = result as { status: string; problem: Problem };
  expect(status).toBe('refused');
  return problem;
}
