import { withdrawAttribution } from '#core/attribution/attribute.js';
import { closeEscalation } from '#core/escalation/escalate.js';
import { canonicalJson, canonicalSha256 } from '#core/journal/canonical.js';
import { signatureHolds } from '#core/journal/signature.js';
import { acknowledgeNotice, replyToNotice } from '#core/reply/answer.js';
import { sweepNotices } from '#core/reply/clocks.js';
import { notifyOfIncident } from '#core/reply/issue.js';
import { getNotice, listNotices, noticesOfIncident, replyMeasures } from '#core/reply/read.js';
import { readReview } from '#core/ruling/read.js';
import { openDatabase } from '#db/open.js';
import { makeIds } from '#host/ids.js';
import { postgresServer, sqliteFiles, type TestDatabase, type TestServer } from '#db/testing/databases.js';
import { openDesk, refusal, type Desk } from './desk.js';
import { ana, ben, head, ina, liaisonOf, ruledBlastOn, sam } from './ruled-blast.fixture.js';

for (const name of ['sqlite', 'postgres'] as const)
  describe(`the right of reply on ${name}`, () => {
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

    const page = { limit: 50 };
    const noticesTo = async (party: string) =>
      (await listNotices(desk.deps, liaisonOf(party), 'party.read', page)).items;
    const told = (noticeId: string) =>
      desk.deps.uow.read(async (reads) => (await reads.journal.ofSubject('notice', noticeId)).map((e) => e.type));

    const ruledBlast = (party: string, text?: string) => ruledBlastOn(desk, party, text);

    it('a ruled breach: sealed notice number 1, acknowledged, answered word for word, closed', async () => {
      const incident = await ruledBlast('orrin');
      const [{ notice, clock }] = (await noticesTo('orrin')) as [Awaited<ReturnType<typeof noticesTo>>[number]];
      expect(notice).toMatchObject({ party: 'orrin', number: 1, about: 'ruling', incidentId: incident.id });
      expect(clock).toMatchObject({
        acknowledgeBy: '2026-11-22T17:00:00.000Z',
        replyBy: '2026-11-24T05:00:00.000Z',
        closedAt: null,
      });
      expect(notice.sha256).toBe(canonicalSha256(notice.content));
      const { publicKey } = desk.deps.signer;
      expect(signatureHolds(publicKey, canonicalJson(notice.content), notice.signature)).toBe(true);
      const changed = canonicalJson({ ...notice.content, number: 2 });
      expect(signatureHolds(publicKey, changed, notice.signature)).toBe(false);
      expect(notice.content.words['en']).toContain(
        'Notice 1 to Orrin. The mission has ruled a serious breach of provision 1',
      );
      expect(notice.content.words['fr']).toContain("Aucune partie ne fait usage d'une arme.");
      expect(await noticesTo('vell')).toEqual([]);

      desk.clock.move(3600);
      await acknowledgeNotice(desk.deps, liaisonOf('orrin'), { noticeId: notice.id });
      await acknowledgeNotice(desk.deps, liaisonOf('orrin'), { noticeId: notice.id });
      desk.clock.move(7200);
      const photo = await desk.photograph(liaisonOf('orrin'), 'the empty battery');
      const words = '  We did not fire.\r\n\tOur battery was  empty: «voyez».  ';
      const input = {
        id: desk.deps.ids.next(),
        noticeId: notice.id,
        text: words,
        language: 'en',
        attachments: [photo],
      };
      const first = await replyToNotice(desk.deps, liaisonOf('orrin'), input);
      const again = await replyToNotice(desk.deps, liaisonOf('orrin'), input);
      expect([first.status, again.status, again.receipt]).toEqual(['accepted', 'repeated', first.receipt]);
      expect(await refusal(replyToNotice(desk.deps, liaisonOf('orrin'), { ...input, text: 'We did.' }))).toBe(
        'conflict',
      );

      const kept = await getNotice(desk.deps, sam, 'notice.read', notice.id);
      expect(kept.replies).toMatchObject([{ text: words, language: 'en', late: false, party: 'orrin' }]);
      expect(kept.replies[0]!.attachments).toMatchObject([{ id: photo, mediaType: 'image/jpeg' }]);
      expect(kept.clock).toMatchObject({
        acknowledgedAt: '2026-11-22T06:00:00.000Z',
        repliedAt: '2026-11-22T08:00:00.000Z',
        closedAt: '2026-11-22T08:00:00.000Z',
        silentAt: null,
        unacknowledgedAt: null,
      });
      desk.clock.move(30 * 86_400);
      expect(await sweepNotices(desk.deps)).toBe(0);
      expect(await told(notice.id)).toEqual(['notice.issued', 'notice.acknowledged']);

      const [step] = await desk.deps.uow.read((reads) => reads.escalations.ofIncident(incident.id));
      await closeEscalation(desk.deps, sam, { escalationId: step!.id, reason: 'The battery was moved.' });
      const file = await noticesOfIncident(desk.deps, head, { incidentId: incident.id });
      expect(file.map((c) => [c.notice.number, c.replies.length])).toEqual([[1, 1]]);
      const review = (await readReview(desk.deps, head, { incidentId: incident.id }))!;
      expect(review.results.map((r) => [r.provisionId, r.result])).toEqual([
        ['no-fire', 'breach'],
        ['guns-back', 'no_breach'],
        ['open-roads', 'no_breach'],
        ['few-guns', 'not_decided'],
        ['guns-for-roads', 'no_breach'],
        ['harbour-watch', 'not_decided'],
      ]);
      const [ruled] = (await desk.deps.uow.read((reads) => reads.rulings.ofIncident(incident.id))).filter(
        (r) => r.state === 'ruled',
      );
      expect(ruled).toMatchObject({
        provisionVersion: '1',
        provisionText: { en: 'Neither party fires any weapon.' },
        standardOfProof: 'reasonable_grounds',
      });
    });

    it('no answer: silence on record once, whoever sweeps, however late; a late reply stands beside it', async () => {
      await ruledBlast('vell');
      const [one] = await noticesTo('vell');
      const id = one!.notice.id;
      desk.clock.move(48 * 3600 - 1);
      // Twelve hours are for the acknowledgement.
      expect(await sweepNotices(desk.deps)).toBe(1);
      desk.clock.move(-86_400);
      expect(await sweepNotices(desk.deps)).toBe(0);
      desk.clock.move(60 * 86_400);
      const swept = await Promise.all([1, 2, 3, 4].map(() => sweepNotices(desk.deps)));
      expect(swept.reduce((a, b) => a + b, 0)).toBe(1);
      expect(await told(id)).toEqual(['notice.issued', 'notice.unacknowledged', 'notice.unanswered']);
      const reply = { id: desk.deps.ids.next(), noticeId: id, text: 'It was thunder.' };
      await replyToNotice(desk.deps, liaisonOf('vell'), reply);
      const { replies, clock } = await getNotice(desk.deps, sam, 'notice.read', id);
      expect(replies).toMatchObject([{ text: 'It was thunder.', late: true }]);
      expect(clock.silentAt).not.toBeNull();
      expect(await told(id)).toEqual([
        'notice.issued',
        'notice.unacknowledged',
        'notice.unanswered',
        'notice.acknowledged',
      ]);
    });

    it('a reply after the clock but before the sweep: the silence is not lost', async () => {
      await ruledBlast('vell');
      const [one] = await noticesTo('vell');
      desk.clock.move(48 * 3600);
      const input = { id: desk.deps.ids.next(), noticeId: one!.notice.id, text: 'It was thunder.' };
      await replyToNotice(desk.deps, liaisonOf('vell'), input);
      expect(await sweepNotices(desk.deps)).toBe(0);
      expect(await told(one!.notice.id)).toEqual([
        'notice.issued',
        'notice.unacknowledged',
        'notice.acknowledged',
        'notice.unanswered',
      ]);
    });

    it("another party's notice answers like one that is missing, to read, acknowledge and reply", async () => {
      await ruledBlast('orrin');
      const [one] = await noticesTo('orrin');
      const other = liaisonOf('vell');
      const missing = desk.deps.ids.next();
      for (const noticeId of [one!.notice.id, missing]) {
        expect(await refusal(getNotice(desk.deps, other, 'party.read', noticeId))).toBe('not_found');
        expect(await refusal(acknowledgeNotice(desk.deps, other, { noticeId }))).toBe('not_found');
        const reply = { id: desk.deps.ids.next(), noticeId, text: 'Not ours.' };
        expect(await refusal(replyToNotice(desk.deps, other, reply))).toBe('not_found');
      }
      for (const staff of [sam, ana, ina])
        expect(await refusal(acknowledgeNotice(desk.deps, staff, { noticeId: one!.notice.id }))).toBe('not_allowed');
      const photo = await desk.photograph(liaisonOf('orrin'), 'a photograph of ours');
      await ruledBlast('vell');
      const [theirs] = await noticesTo('vell');
      const borrowed = { id: desk.deps.ids.next(), noticeId: theirs!.notice.id, text: 'See.', attachments: [photo] };
      expect(await refusal(replyToNotice(desk.deps, other, borrowed))).toBe('invalid_input');
    });

    it('when the ground goes, the notice is taken back under a number of its own, and its clock stops', async () => {
      const incident = await ruledBlast('orrin');
      const attribution = (await desk.deps.uow.read((r) => r.attributions.ofIncident(incident.id))).at(-1)!;
      await withdrawAttribution(desk.deps, ben, { attributionId: attribution.id, reason: 'The bearing was misread.' });
      await desk.work();
      const [second, first] = await noticesTo('orrin');
      expect(second!.notice).toMatchObject({ number: 2, about: 'withdrawal', subjectId: first!.notice.id });
      expect(second!.notice.content.words['en']).toBe(
        'Notice 2 to Orrin. Notice 1 is withdrawn: its finding no longer stands.',
      );
      expect(first!.clock.withdrawnAt).not.toBeNull();
      desk.clock.move(30 * 86_400);
      expect(await sweepNotices(desk.deps)).toBe(0);
    });

    it('tells nothing of sources, reporters, reasons or the other party: planted strings never come out', async () => {
      await ruledBlast('orrin', 'CANARY-source Ina saw it from the CANARY-mill.');
      await ruledBlast('vell', 'CANARY-other');
      const [mine] = await noticesTo('vell');
      const secret = { id: desk.deps.ids.next(), noticeId: mine!.notice.id, text: 'CANARY-reply of vell' };
      await replyToNotice(desk.deps, liaisonOf('vell'), secret);
      const seen = JSON.stringify(await noticesTo('orrin'));
      expect(seen).not.toMatch(/CANARY|ina|jon"|sam"|cleo|patrol/);
      // The place is the middle of a 2 km square, not where it was heard; the time is widened to half hours.
      const { place, from, to } = (await noticesTo('orrin'))[0]!.notice.content.finding;
      expect(place).toMatchObject({ withinMetres: 2000 });
      expect([from, to]).toEqual(['2026-11-22T04:00:00.000Z', '2026-11-22T04:30:00.000Z']);
    });

    it('work delivered four times at once tells the party once; a clock that ends while all is down is found afterwards', async () => {
      const incident = await ruledBlast('orrin');
      await Promise.all(
        [1, 2, 3, 4].map(() => desk.deps.uow.run((tx) => notifyOfIncident(tx, desk.deps, incident.id))),
      );
      const [one, ...more] = await noticesTo('orrin');
      expect([one!.notice.number, more]).toEqual([1, []]);
      await desk.close();
      desk.clock.move(100 * 86_400);
      // Another process over the same database, with nothing in memory or in a queue.
      const after = await openDatabase(database.options, { clock: desk.clock, ids: makeIds(desk.clock) });
      const deps = { ...desk.deps, uow: after.uow };
      try {
        expect([await sweepNotices(deps), await sweepNotices(deps)]).toEqual([2, 0]);
        const entries = await after.uow.read((reads) => reads.journal.ofSubject('notice', one!.notice.id));
        expect(entries.filter((e) => e.type === 'notice.unanswered')).toMatchObject([
          { actor: 'system', payload: { party: 'orrin', replyBy: one!.clock.replyBy, acknowledged: false } },
        ]);
      } finally {
        await after.close();
      }
      await database.drop();
      database = await server.create();
      desk = await openDesk(database.options);
    });

    it('a finding is told where the pack says so: attributions too, in the same words for both', async () => {
      desk.deps.mission.reply!.after = ['attribution'];
      for (const party of ['orrin', 'vell']) await ruledBlast(party);
      const [a, b] = await Promise.all(['orrin', 'vell'].map(async (p) => (await noticesTo(p)).map((c) => c.notice)));
      expect([a!.map((n) => n.about), b!.map((n) => n.about)]).toEqual([['attribution'], ['attribution']]);
      const words = (n: (typeof a & object)[number]) =>
        n.content.words['en']!.replaceAll('Orrin', 'X')
          .replaceAll('Vell', 'X')
          .replaceAll(/2026-11-2[12]/g, 'D');
      expect(words(a![0]!)).toBe(words(b![0]!));
    });

    it('both parties are measured alike', async () => {
      for (const party of ['orrin', 'vell']) {
        await ruledBlast(party);
        const [one] = await noticesTo(party);
        await replyToNotice(desk.deps, liaisonOf(party), {
          id: desk.deps.ids.next(),
          noticeId: one!.notice.id,
          text: `We are ${party}.`,
        });
      }
      const all = { from: '2026-01-01T00:00:00.000Z', to: '2027-01-01T00:00:00.000Z' };
      const [a, b] = await replyMeasures(desk.deps, sam, all);
      expect({ ...a, party: 'x' }).toEqual({ ...b, party: 'x' });
      expect(a).toMatchObject({ notices: 1, answeredInTime: 1, shareAnswered: 1, medianReplySeconds: 0 });
    });
  });
