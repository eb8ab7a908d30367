import { readLedger } from '#core/attribution/keep.js';
import { readReply } from '#core/attribution/read-reply.js';
import { replyToNotice } from '#core/reply/answer.js';
import { listNotices } from '#core/reply/read.js';
import { postgresServer, sqliteFiles, type TestDatabase, type TestServer } from '#db/testing/databases.js';
import { openDesk, refusal, type Desk } from './desk.js';
import { ana, ben, liaisonOf, ruledBlastOn, sam } from './ruled-blast.fixture.js';

describe.each(['sqlite', 'postgres'] as const)('after a party has answered, on %s', (name) => {
  let server: TestServer;
  let database: TestDatabase;
  let desk: Desk;
  beforeAll(async () => {
    server = name === 'sqlite' ? sqliteFiles() : await postgresServer();
  }, 120_000);
  afterAll(() => server.stop());
  beforeEach(async () => {
    database = await server.create();
    desk = await openDesk(database.options);
  });
  afterEach(async () => {
    await desk.close();
    await database.drop();
  });

  const ruledBlast = (party: string) => ruledBlastOn(desk, party);
  const noticesTo = async (party: string) =>
    (await listNotices(desk.deps, liaisonOf(party), 'party.read', { limit: 50 })).items;

  it.each(['orrin', 'vell'])(
    'a reply of %s after the finding enters the ledger; a person reads it; nothing is found by it',
    async (party) => {
      const incident = await ruledBlast(party);
      const [one] = await noticesTo(party);
      const replyId = desk.deps.ids.next();
      const before = await readLedger(desk.deps, ana, incident.id);
      expect(before.suggestion).toBeNull();
      desk.clock.move(3600);
      await replyToNotice(desk.deps, liaisonOf(party), {
        id: replyId,
        noticeId: one!.notice.id,
        text: 'It was not us.',
      });
      await desk.work();

      const view = await readLedger(desk.deps, ana, incident.id);
      expect(view.state.items.find((i) => i.key === `party_reply:${replyId}`)).toMatchObject({
        by: 'machine',
        source: `party:${party}`,
        withoutIt: { result: false, word: false, standard: false },
      });
      expect(view.versions.at(-1)).toMatchObject({
        because: 'reply',
        by: 'system',
        at: desk.deps.clock.now().toISOString(),
      });
      expect(view.suggestion).toMatchObject({ found: party, version: { because: 'reply' } });

      const reading = {
        incidentId: incident.id,
        replyId,
        account: 'admission' as const,
        reason: 'It names its own gun.',
      };
      expect(await refusal(readReply(desk.deps, sam, reading))).toBe('not_allowed');
      expect(await refusal(readReply(desk.deps, ana, { ...reading, replyId: incident.id }))).toBe('not_possible');
      const item = await readReply(desk.deps, ana, reading);
      expect(await refusal(readReply(desk.deps, ben, { ...reading, account: 'denial' }))).toBe('not_possible');
      await readReply(desk.deps, ana, { ...reading, account: 'denial', reason: 'On a second reading it denies.' });
      const after = await readLedger(desk.deps, ben, incident.id);
      expect(after.state.items.filter((i) => i.basis.includes(replyId))).toMatchObject([{ kind: 'denial', by: 'ana' }]);
      expect(after.state.items.some((i) => i.key === item.id)).toBe(false);
      expect(
        Math.abs(
          after.state.hypotheses.find((h) => h.id === party)!.probability -
            before.state.hypotheses.find((h) => h.id === party)!.probability,
        ),
      ).toBeLessThan(0.02);

      const attributions = await desk.deps.uow.read((r) => r.attributions.ofIncident(incident.id));
      expect(attributions.map((a) => [a.party, a.state])).toEqual([[party, 'confirmed']]);
      const entries = await desk.story(incident.id);
      expect(entries.filter((t) => /^ledger.reply|review_suggested/.test(t))).toEqual([
        'ledger.reply_entered',
        'attribution.review_suggested',
        'attribution.review_suggested',
        'attribution.review_suggested',
      ]);
    },
  );
});
