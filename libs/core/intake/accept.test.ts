import { generateKeyPairSync, sign as signBytes } from 'node:crypto';
import type { Actor } from '../access/types.js';
import { Problem } from '../errors.js';
import { makeEntry } from '../journal/entry.js';
import type { Entry, EntryDraft } from '../journal/types.js';
import type { Mission, Settlement } from '../mission/types.js';
import type { Deps, Geography, Reads, Signer, Tx } from '../ports.js';
import { acceptSightings } from './accept.js';
import { recordEffort } from './effort.js';
import { storeEvidence } from './evidence.js';
import { acceptNotification } from './notify.js';
import { verifyReceipt } from './receipt.js';
import type { Effort, Evidence, Notification, Sighting, SightingInput } from './types.js';

const id = (n: number) => `01938000-0000-7000-8000-${n.toString(16).padStart(12, '0')}`;

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
const publicKey = String(keys.publicKey.export({ format: 'jwk' }).x);
const signer: Signer = {
  keyId: 'k1',
  publicKey,
  sign: (text) => signBytes(null, Buffer.from(text), keys.privateKey).toString('base64url'),
};

/** A store in memory whose transactions roll back when the body throws, and whose body runs twice, as it may. */
function world() {
  let state = {
    sightings: new Map<string, Sighting>(),
    evidence: new Map<string, Evidence>(),
    notifications: new Map<string, Notification>(),
    effort: new Map<string, Effort>(),
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
        const sha256 = (await import('node:crypto')).createHash('sha256').update(all).digest('hex');
        const existed = blobs.has(sha256);
        blobs.set(sha256, all);
        return { sha256, size: all.length, existed };
      },
    },
  } as unknown as Deps;
  return { deps, blobs, state: () => state, transactions: () => transactions };
}

const monitor: Actor = { id: 'mon', role: 'monitor', scope: { sectors: [], party: null }, type: 'person' };
const liaison: Actor = { id: 'lia', role: 'party_liaison', scope: { sectors: [], party: 'a' }, type: 'person' };
const device: Actor = { id: 'dev', role: 'device', scope: { sectors: [], party: null }, type: 'device' };

const report = (n: number, more: Partial<SightingInput> = {}): SightingInput => ({
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

async function* bytesOf(...parts: (string | Uint8Array)[]): AsyncGenerator<Uint8Array> {
  for (const part of parts) yield Buffer.from(part as string);
}

function problemOf(result: unknown): Problem {
  const { status, problem } = result as { status: string; problem: Problem };
  expect(status).toBe('refused');
  return problem;
}

describe('accepting sightings', () => {
  it('stores, journals and receipts in one transaction, keeping order and sparing neighbours', async () => {
    const w = world();
    const results = await acceptSightings(w.deps, monitor, [
      report(1),
      report(2, { kind: 'nonsense', start: 'yesterday', end: '2026-11-22T06:31:00', weapon: 'spear' }),
      report(3, { means: 'camera' }),
      report(4),
    ]);
    expect(results.map((r) => r.status)).toEqual(['accepted', 'refused', 'refused', 'accepted']);
    expect(problemOf(results[1]).pointers.map((p) => p.pointer)).toEqual(['/kind', '/weapon', '/start', '/end']);
    expect(problemOf(results[2]).pointers.map((p) => p.pointer)).toEqual(['/means']);
    expect(w.transactions()).toBe(1);
    expect([...w.state().sightings.keys()]).toEqual([id(1), id(4)]);
    expect(w.state().entries.map((e) => e.type)).toEqual(['sighting.accepted', 'sighting.accepted']);
    const stored = w.state().sightings.get(id(1));
    expect(stored).toMatchObject({
      start: '2026-11-22T04:30:00.000Z',
      end: '2026-11-22T04:31:00.000Z',
      sector: 's1',
      side: { a: 1, b: 0 },
      reportingDay: '2026-11-22',
      reportingWeek: '2026-W47',
      provider: 'mission',
      flags: [],
    });
    expect(JSON.stringify(w.state().entries)).not.toContain('five blasts');
  });

  it('gives a repeat the first receipt byte for byte, also within one batch, and other content a conflict', async () => {
    const w = world();
    const first = await acceptSightings(w.deps, monitor, [report(1), report(1), report(1, { count: 3 })]);
    expect(first.map((r) => r.status)).toEqual(['accepted', 'repeated', 'refused']);
    expect(problemOf(first[2]).code).toBe('conflict');
    const again = await acceptSightings(w.deps, monitor, [{ ...report(1), weapon: undefined }]);
    expect(again[0]).toMatchObject({ status: 'repeated' });
    const receipts = [first[0], first[1], again[0]].map((r) => JSON.stringify((r as { receipt: unknown }).receipt));
    expect(new Set(receipts).size).toBe(1);
    expect(w.state().entries).toHaveLength(1);
    const receipt = (first[0] as { receipt: Parameters<typeof verifyReceipt>[0] }).receipt;
    expect(receipt.leafHash).toBe(w.state().entries[0]?.leafHash);
    expect(verifyReceipt(receipt, publicKey)).toBe(true);
    expect(verifyReceipt({ ...receipt, sha256: '0'.repeat(64) }, publicKey)).toBe(false);
    expect(verifyReceipt(receipt, 'short')).toBe(false);
  });

  it('flags times out of range instead of dropping them', async () => {
    const w = world();
    const at = (start: string, end = start) => ({ start, end });
    const results = await acceptSightings(w.deps, monitor, [
      report(1, at('2026-11-22T06:00:00Z')),
      report(2, at('2025-12-31T23:59:59Z')),
      report(3, at('1970-01-01T00:00:03Z')),
      report(4, at('9999-12-01T00:00:00Z')),
      report(5, { ...at('2026-11-22T04:00:00Z'), place: { type: 'fix', lat: 12, lon: 30, precisionMetres: 5 } }),
      report(6, at('2026-11-22T05:09:00Z')),
    ]);
    expect(results.map((r) => (r.status === 'refused' ? r.problem : r.flags))).toEqual([
      ['future', 'clock_doubtful'],
      ['before_ceasefire', 'too_old'],
      ['before_ceasefire', 'too_old', 'clock_doubtful'],
      ['future', 'clock_doubtful'],
      ['outside_sectors'],
      [],
    ]);
  });

  it('walls parties off each other and off the mission', async () => {
    const w = world();
    const results = await acceptSightings(w.deps, liaison, [
      report(1),
      report(2, { provider: 'party:a' }),
      report(3, { provider: 'party:b' }),
      report(4, { provider: 'mission' }),
    ]);
    expect(results.map((r) => r.status)).toEqual(['accepted', 'accepted', 'refused', 'refused']);
    expect(w.state().sightings.get(id(1))?.provider).toBe('party:a');
    // The same words from the mission are another record: the id is taken.
    const [mine] = await acceptSightings(w.deps, monitor, [report(1)]);
    expect(problemOf(mine).code).toBe('conflict');
  });

  it('asks back for ambiguous and unknown places', async () => {
    const w = world();
    const named = (n: number, name: string, more = {}) =>
      report(n, { place: { type: 'place_name', name, ...more } as SightingInput['place'] });
    const results = await acceptSightings(w.deps, monitor, [
      named(1, 'Ford'),
      named(2, 'Ford', { settlementId: 'ford-s' }),
      named(3, 'Bigg Citi'),
      named(4, 'Big City', { bearing: 'SSE', distanceMetres: 4000 }),
    ]);
    const ambiguous = problemOf(results[0]);
    expect(ambiguous).toMatchObject({ code: 'ambiguous_place', pointers: [{ pointer: '/place/name' }] });
    expect(ambiguous.extra['candidates']).toMatchObject([
      { id: 'ford-n', name: { en: 'Ford' }, lat: 50.1, near: { id: 'city' } },
      { id: 'ford-s', near: { id: 'city' } },
    ]);
    expect(results[1]?.status).toBe('accepted');
    expect(problemOf(results[2])).toMatchObject({ code: 'unknown_place', extra: { suggestions: [{ id: 'city' }] } });
    expect(results[3]?.status).toBe('accepted');
    const placed = w.state().sightings.get(id(4));
    expect(placed?.estimate.method).toBe('place_name');
    expect(placed?.estimate.lat).toBeLessThan(50.3);
    expect(placed?.said).toEqual({ type: 'place_name', name: 'Big City', bearing: 'SSE', distanceMetres: 4000 });
  });

  it('flags what a device sends after a later message', async () => {
    const w = world();
    const seen = (n: number, sequence: number) =>
      report(n, { type: 'observation', means: 'camera', text: undefined, sequence });
    const results = await acceptSightings(w.deps, device, [seen(1, 7), seen(2, 5)]);
    expect(results.map((r) => (r.status === 'refused' ? r.problem : r.flags))).toEqual([[], ['out_of_order']]);
  });

  it.each([null, 7, 'x', [], {}, { place: { type: 'fix', lat: NaN } }, { place: { type: 'x' }, evidence: 'no' }])(
    'refuses %j with a Problem',
    async (input) => {
      const [result] = await acceptSightings(world().deps, monitor, [input as unknown as SightingInput]);
      expect(problemOf(result).code).toBe('invalid_input');
    },
  );
});

describe('evidence, notices and effort', () => {
  const photo = '\xff\xd8\xff\xe0 a picture';
  const upload = (w: ReturnType<typeof world>, n: number, content = photo, actor = monitor) =>
    storeEvidence(
      w.deps,
      actor,
      { id: id(n), name: 'a.jpg', mediaType: 'image/jpeg' },
      bytesOf(Buffer.from(content, 'latin1')),
      1e6,
    );

  it('keeps one blob for the same photo under two references, and repeats its receipt', async () => {
    const w = world();
    const first = await upload(w, 1);
    const second = await upload(w, 2);
    const again = await upload(w, 1);
    expect([first.status, second.status, again.status]).toEqual(['accepted', 'accepted', 'repeated']);
    expect(w.blobs.size).toBe(1);
    expect(w.state().evidence.size).toBe(2);
    expect(again.receipt).toEqual(first.receipt);
    await expect(upload(w, 1, '\xff\xd8\xff other')).rejects.toMatchObject({ code: 'conflict' });
    expect(first.flags).toEqual([]);
    expect((await upload(w, 3, '%PDF-1.7')).flags).toEqual(['type_mismatch']);
    expect((await upload(w, 4, '')).flags).toEqual(['empty']);
    expect([...w.blobs.values()].map((b) => b.toString('latin1'))).toContain(photo);
  });

  it('takes evidence only from whoever uploaded it', async () => {
    const w = world();
    await upload(w, 1);
    await upload(w, 2, photo, liaison);
    const [own, foreign, missing] = await acceptSightings(w.deps, monitor, [
      report(11, { evidence: [id(1)] }),
      report(12, { evidence: [id(1), id(2)] }),
      report(13, { evidence: [id(3)] }),
    ]);
    expect(own?.status).toBe('accepted');
    expect(problemOf(foreign).pointers).toMatchObject([{ pointer: '/evidence/1' }]);
    expect(problemOf(missing).pointers).toMatchObject([{ pointer: '/evidence/0' }]);
  });

  const notice = {
    id: id(21),
    party: 'a',
    kind: 'exercise',
    eventKinds: ['blast'],
    area: [
      [30, 50],
      [31, 50],
      [31, 51],
    ] as [number, number][],
    start: '2026-11-23T08:00:00+02:00',
    end: '2026-11-23T12:00:00+02:00',
  };

  it('receipts a notice, for one’s own party only', async () => {
    const w = world();
    const first = await acceptNotification(w.deps, liaison, notice);
    const again = await acceptNotification(w.deps, liaison, notice);
    expect(again).toEqual({ ...first, status: 'repeated' });
    expect(verifyReceipt(first.receipt, publicKey)).toBe(true);
    await expect(acceptNotification(w.deps, liaison, { ...notice, id: id(22), party: 'b' })).rejects.toMatchObject({
      code: 'not_allowed',
    });
    await expect(acceptNotification(w.deps, liaison, { ...notice, kind: 'flight' })).rejects.toMatchObject({
      code: 'conflict',
    });
    await expect(
      acceptNotification(w.deps, liaison, { ...notice, id: id(23), area: [], end: notice.start }),
    ).rejects.toMatchObject({ pointers: [{ pointer: '/area' }, { pointer: '/end' }] });
  });

  it('records effort that fits its interval and its week', async () => {
    const w = world();
    const hours = { usableHours: 3, lostHours: 1, lostReason: 'fog' };
    const spell = { id: id(31), means: 'camera', sourceId: 'cam-1', sector: 's1', side: 'a', ...hours };
    const first = await recordEffort(w.deps, monitor, { ...spell, start: notice.start, end: notice.end });
    expect(first.effort.reportingWeek).toBe('2026-W48');
    const again = await recordEffort(w.deps, monitor, { ...spell, start: notice.start, end: notice.end });
    expect(again.receipt).toEqual(first.receipt);
    const bad = { ...spell, id: id(32), start: notice.start, end: notice.end };
    await expect(recordEffort(w.deps, monitor, { ...bad, usableHours: 4 })).rejects.toMatchObject({
      pointers: [{ pointer: '/usableHours' }],
    });
    const acrossWeeks = { start: '2026-11-22T19:00:00+02:00', end: '2026-11-22T23:00:00+02:00' };
    await expect(recordEffort(w.deps, monitor, { ...bad, ...acrossWeeks })).rejects.toMatchObject({
      pointers: [{ pointer: '/end' }],
    });
  });
});
