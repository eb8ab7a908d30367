import type { Complaint } from '#core/intake/types.js';
import type { Watch } from '#core/intake/watch/types.js';
import type { FieldTask, NoticeMatch, VerificationDebt } from '#core/verification/types.js';
import { newSigner } from '../testing/parts.js';
import { accepted, incident, link, sighting } from '../testing/rows.js';
import { onBothDatabases } from '../testing/suite.js';
import { walk } from '../testing/walk.js';

const at = '2026-11-22T05:00:00.000Z';
const task = (id: string, given: Partial<FieldTask> = {}): FieldTask => ({
  id,
  incidentId: 'i',
  type: 'patrol',
  assignee: 'ina',
  lat: 48.1,
  lon: 37.7,
  placeName: 'mill',
  sector: 'east-1',
  side: 'one',
  instruction: 'Go and see.',
  dueBy: at,
  state: 'asked',
  requestedBy: 'sam',
  requestedAt: at,
  sightingId: null,
  cause: null,
  reason: null,
  restrictionId: null,
  answeredBy: null,
  answeredAt: null,
  ...given,
});
const complaint = (sightingId: string, given: Partial<Complaint> = {}): Complaint => ({
  sightingId,
  provider: 'party:one',
  against: 'two',
  kind: 'explosion',
  cell5: '851e2b3fffffff',
  start: at,
  receivedAt: at,
  reportingWeek: '2026-W47',
  specificity: { place: 1, time: 1, kind: 0.5, evidence: 0, whole: 0.625 },
  clusterId: null,
  likeness: null,
  ...given,
});
const match = (sightingId: string, noticeId: string, party: string, result: NoticeMatch['result']): NoticeMatch => ({
  id: `${sightingId}.${noticeId}`,
  sightingId,
  noticeId,
  party,
  result,
  because: 'by its place',
  reportingWeek: '2026-W47',
  at,
});

onBothDatabases('The stores of the field', (bench) => {
  beforeEach(() =>
    bench().db.uow.run(async (tx) => {
      await tx.write.sightings(['a', 'b', 'c'].map((id) => sighting(id)));
      await tx.write.incidentNew(incident('i'));
      await tx.write.links([link('l-a', 'a', 'i'), link('l-b', 'b', 'i')]);
    }),
  );
  const read = <T>(body: Parameters<ReturnType<typeof bench>['db']['uow']['read']>[0]) =>
    bench().db.uow.read(body) as Promise<T>;
  const sequence = () => bench().db.uow.run((tx) => tx.sequence(100, () => [], newSigner()));

  it('keep tasks, and count the answered ones by side', async () => {
    const { uow } = bench().db;
    await uow.run(async (tx) => {
      await tx.write.fieldTask(task('t1', { dueBy: '2026-11-22T07:00:00.000Z' }));
      await tx.write.fieldTask(task('t2', { assignee: 'jon', sector: null }));
      await tx.write.fieldTask(task('t3', { state: 'reached', answeredAt: at, sightingId: 'a' }));
      await tx.write.fieldTask(task('t4', { state: 'not_reached', cause: 'access', reason: 'No.', answeredAt: at }));
      await tx.write.fieldTask(task('t5', { state: 'not_reached', cause: 'weather', side: null, answeredAt: at }));
    });
    const list = (filter: { sectors: string[] | null; assignee?: string; states?: FieldTask['state'][] }) =>
      walk((cursor) => uow.read((r) => r.fieldTasks.list({ ...filter, limit: 2, cursor: cursor! })));
    expect(await list({ sectors: null, states: ['asked'] })).toEqual(['t2', 't1']);
    expect(await list({ sectors: ['east-1'] })).toEqual(['t3', 't4', 't5', 't1']);
    expect(await list({ sectors: null, assignee: 'jon' })).toEqual(['t2']);
    expect(await list({ sectors: [] })).toEqual([]);
    const answered = await uow.read((r) => r.fieldTasks.answered(at, '2026-11-23T00:00:00.000Z'));
    expect(answered.find((row) => row.side === 'one')).toEqual({ side: 'one', reached: 1, kept: 1, other: 0 });
    expect(answered.find((row) => row.side === null)).toEqual({ side: null, reached: 0, kept: 0, other: 1 });
  });

  it('keep debts until they are settled', async () => {
    const { uow } = bench().db;
    const debt: VerificationDebt = {
      id: 'd1',
      incidentId: 'i',
      restrictionId: null,
      taskId: null,
      sector: 'east-1',
      side: 'two',
      openedAt: at,
      settledAt: null,
      settledBy: null,
    };
    await uow.run((tx) => tx.write.debt(debt));
    expect((await uow.read((r) => r.debts.open({ sectors: ['east-1'], limit: 5 }))).items).toEqual([debt]);
    expect((await uow.read((r) => r.debts.open({ sectors: ['west'], limit: 5 }))).items).toEqual([]);
    await uow.run((tx) => tx.write.debt({ ...debt, settledAt: at, settledBy: 'verified' }));
    expect((await uow.read((r) => r.debts.open({ sectors: null, limit: 5 }))).items).toEqual([]);
    expect(await uow.read((r) => r.debts.bySide(at, '2026-11-23T00:00:00.000Z'))).toEqual([
      { side: 'two', opened: 1, open: 0 },
    ]);
  });

  it('count complaints and their clusters as of a position', async () => {
    const { uow } = bench().db;
    await uow.run(async (tx) => {
      const entries = await tx.append(accepted('a'), accepted('b'), accepted('c'));
      const rows = [complaint('a'), complaint('b'), complaint('c', { provider: 'party:two', against: null })];
      await tx.write.complaints(
        rows,
        entries.map((e) => e.id),
      );
      await tx.write.complaintCluster('a', 'a', 1);
      await tx.write.complaintCluster('b', 'a', 0.8);
      await tx.write.complaintCluster('c', 'c', 1);
    });
    await sequence(); // position 0 seals what the case began with
    expect(await uow.read((r) => r.complaints.counts('2026-W47', 3))).toEqual([
      { provider: 'party:one', against: 'two', complaints: 2, clusters: 1, specificity: 0.625 },
    ]);
    expect(await uow.read((r) => r.complaints.counts('2026-W47', 4))).toHaveLength(2);
    const page = await uow.read((r) => r.complaints.clusters({ week: '2026-W47', provider: 'party:one', limit: 5 }));
    expect(page.items).toEqual([{ first: complaint('a', { clusterId: 'a', likeness: 1 }), count: 2 }]);
    expect((await uow.read((r) => r.complaints.ofCluster('a'))).map((c) => c.likeness)).toEqual([1, 0.8]);
  });

  it('count each sighting once per party by its strongest match', async () => {
    const { uow } = bench().db;
    await uow.run(async (tx) => {
      for (const [id, party] of [
        ['n1', 'one'],
        ['n2', 'one'],
        ['n3', 'two'],
      ] as const)
        await tx.write.notification({
          id,
          party,
          kind: 'exercise',
          eventKinds: ['explosion'],
          area: [],
          start: at,
          end: at,
          text: null,
          receivedAt: at,
          submittedBy: 'l',
        });
      const [entry] = await tx.append(accepted('a'));
      const rows = [
        match('a', 'n1', 'one', 'outside'),
        match('a', 'n2', 'one', 'inside'),
        match('b', 'n3', 'two', 'outside'),
      ];
      await tx.write.noticeMatches(rows, entry!.id);
    });
    expect(await uow.read((r) => r.noticeMatches.counts('2026-W47', 2))).toEqual([]);
    await sequence();
    expect(await uow.read((r) => r.noticeMatches.counts('2026-W47', 2))).toEqual([
      { party: 'one', result: 'inside', sightings: 1, incidents: 1 },
      { party: 'two', result: 'outside', sightings: 1, incidents: 1 },
    ]);
    expect(await uow.read((r) => r.noticeMatches.ofSightings(['a']))).toHaveLength(2);
  });

  it('find images by any shared byte, and keep restrictions, watches and outcomes of sources', async () => {
    const { uow } = bench().db;
    const image = (id: string, sightingId: string, hash: string | null) => ({
      id,
      sightingId,
      evidenceId: 'e',
      sha256: 'a'.repeat(64),
      hash,
      fault: hash === null ? 'not an image' : null,
      at,
    });
    const watch: Watch = {
      id: 'w',
      means: 'eye',
      sourceId: 'p',
      start: at,
      end: at,
      said: { type: 'post', lat: 1, lon: 2, up: [] },
      lost: [],
      sha256: 'c'.repeat(64),
      submittedBy: 'm',
      receivedAt: at,
    };
    const restriction = {
      sightingId: 'a',
      type: 'delayed' as const,
      minutes: 128,
      condition: null,
      crossing: 'ford',
      fromSide: 'one',
      toSide: 'two',
      imposedBy: 'two',
      words: '«Чекайте»',
      wordsOf: 'sentry',
    };
    await uow.run(async (tx) => {
      await tx.write.evidence({
        id: 'e',
        sha256: 'a'.repeat(64),
        size: 5,
        mediaType: 'image/png',
        name: null,
        uploadedBy: 'm',
        receivedAt: at,
      });
      await tx.write.images([
        image('a.e', 'a', '00112233445566ff'),
        image('b.e', 'b', 'ff'.repeat(8)),
        image('c.e', 'c', null),
      ]);
      await tx.write.watch(watch);
      await tx.write.restrictions([restriction]);
      const outcome = { sightingId: 'a', sourceKey: 'patrol:p', incidentId: 'i', result: 'open' as const, at };
      await tx.write.sourceOutcomes([outcome, { ...outcome, sightingId: 'b', result: 'refuted' }]);
      await tx.write.sourceOutcomes([{ ...outcome, result: 'confirmed' }]);
    });
    const alike = (hash: string) => uow.read(async (r) => (await r.images.sharingByte(hash)).map((i) => i.id));
    expect(await alike('ffff2233ffffffff')).toEqual(['a.e', 'b.e']);
    expect(await alike('1100332255447700')).toEqual([]);
    expect(await read((r) => r.watches.get('w'))).toEqual(watch);
    expect(await read((r) => r.restrictions.ofSightings(['a', 'b']))).toEqual([restriction]);
    expect(await read((r) => r.sources.history(['patrol:p', 'patrol:q']))).toEqual([
      { sourceKey: 'patrol:p', confirmed: 1, refuted: 1 },
    ]);
  });

  it.each(['restriction', 'watch', 'notice_match', 'image_hash', 'image_byte'])(
    'refuse to change or delete rows of %s',
    async (table) => {
      const { writer } = bench().db;
      const triggers = (await writer.query(
        writer.options.type === 'better-sqlite3'
          ? `SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = '${table}'`
          : `SELECT tgname AS name FROM pg_trigger WHERE tgrelid = '"${table}"'::regclass AND NOT tgisinternal`,
      )) as { name: string }[];
      const names = triggers.map((t) => t.name);
      expect(names).toEqual(expect.arrayContaining([`${table}_refuses_update`, `${table}_refuses_delete`]));
    },
  );
});
