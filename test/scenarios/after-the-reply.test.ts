import { withdrawAttribution } from '#core/attribution/attribute.js';
import { readLedger } from '#core/attribution/keep.js';
import { readReply } from '#core/attribution/read-reply.js';
import { readCaseFile } from '#core/escalation/case-file.js';
import { closeEscalation } from '#core/escalation/escalate.js';
import { deEscalate, raiseByPerson } from '#core/escalation/manage.js';
import { watchTriggers } from '#core/escalation/watch.js';
import { mergeIncidents, splitIncident, undoRestructure } from '#core/fusion/restructure.js';
import { entryLeafHash } from '#core/journal/entry.js';
import { replyToNotice } from '#core/reply/answer.js';
import { sweepNotices } from '#core/reply/clocks.js';
import { listNotices } from '#core/reply/read.js';
import { postgresServer, sqliteFiles, type TestDatabase, type TestServer } from '#db/testing/databases.js';
import { undoDecision } from '#core/verification/decide.js';
import { openDesk, refusal, type Desk } from './desk.js';
import { reopened } from './ladder.fixture.js';
import { ana, ben, head, liaisonOf, ruledBlastOn, sam } from './ruled-blast.fixture.js';

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
  const stepsOf = (incidentId: string) => desk.deps.uow.read((r) => r.escalations.ofIncident(incidentId));
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

  it('a notice nobody acknowledges climbs by the rule of the pack, once, through restart and clock jump; a reply closes it', async () => {
    const watch = async () => {
      await desk.work();
      while ((await watchTriggers(desk.deps)) > 0);
    };
    const incident = await ruledBlast('orrin');
    await watch();
    // What the ruling raised is answered for, so that only the silence is left.
    for (const step of (await stepsOf(incident.id)).filter((s) => s.closedAt === null))
      await closeEscalation(desk.deps, head, { escalationId: step.id, reason: 'Told by telephone.' });
    const [one] = await noticesTo('orrin');
    desk.clock.move(13 * 3600);
    const swept = await Promise.all([1, 2, 3].map(() => sweepNotices(desk.deps)));
    expect(swept.reduce((a, b) => a + b, 0)).toBe(1);
    await watch();
    desk = await reopened(desk, database.options);
    desk.clock.move(-7200);
    expect(await sweepNotices(desk.deps)).toBe(0);
    await watch();
    const silent = (await stepsOf(incident.id)).filter((s) => s.trigger === 'silence');
    expect(silent).toMatchObject([{ rung: 'watch-officer', raiseKey: `silence:${one!.notice.id}:unacknowledged` }]);

    desk.clock.move(3 * 3600);
    await replyToNotice(desk.deps, liaisonOf('orrin'), {
      id: desk.deps.ids.next(),
      noticeId: one!.notice.id,
      text: 'We looked into it.',
    });
    await watch();
    await watch();
    const [closed] = (await stepsOf(incident.id)).filter((s) => s.trigger === 'silence');
    expect(closed!.closedAt).not.toBeNull();
    const entries = await desk.deps.uow.read((r) => r.journal.ofSubject('incident', incident.id));
    const closing = entries.filter((e) => e.type === 'escalation.closed' && e.payload['escalationId'] === closed!.id);
    expect(closing.map((e) => e.payload['reason'])).toEqual(['The party replied to the notice.']);
  });

  it('what persons type stands nowhere in the journal, can be erased, and the journal still holds', async () => {
    const incident = await ruledBlast('vell');
    const secret = 'CANARY asked for it';
    const now = async () => (await desk.deps.uow.read((r) => r.incidents.get(incident.id)))!;
    const incidentId = incident.id;
    const step = await raiseByPerson(desk.deps, sam, { incidentId, rung: 'head', reason: secret });
    await deEscalate(desk.deps, head, { escalationId: step.id, reason: secret });
    await undoDecision(desk.deps, sam, { incidentId, version: (await now()).version, reason: secret });
    await desk.work();
    const { sightingId } = (await desk.deps.uow.read((r) => r.links.ofIncident(incidentId)))[0]!;
    const { version } = await now();
    const split = { incidentId, version, sightingIds: [sightingId], reason: secret };
    const { restructureId } = await splitIncident(desk.deps, sam, split);
    await undoRestructure(desk.deps, sam, { restructureId, reason: secret });
    await desk.work();
    const entries = await desk.deps.uow.read((r) => r.journal.page(0, 1000));
    expect(JSON.stringify(entries)).not.toContain('CANARY');
    const { reasons } = await readCaseFile(desk.deps, head, incidentId);
    expect(Object.values(reasons).filter((text) => text?.includes('CANARY')).length).toBeGreaterThanOrEqual(5);
    const [id] = Object.entries(reasons).find(([, text]) => text === secret)!;
    await desk.deps.uow.run((tx) => tx.write.personal(id, null));
    expect((await readCaseFile(desk.deps, head, incidentId)).reasons[id]).toBeNull();
    for (const e of entries) expect(entryLeafHash(e)).toBe(e.leafHash);
  });

  it('words that take a side are refused with field, word and remedy, whoever types them and wherever', async () => {
    const { id: incidentId } = await ruledBlast('orrin');
    const loaded = desk.deps.mission.wording!.loaded['en']![0]!.replace('!', '');
    const reason = `The ${loaded} did it.`;
    for (const attempt of [
      () => raiseByPerson(desk.deps, sam, { incidentId, rung: 'head', reason }),
      () => undoDecision(desk.deps, sam, { incidentId, version: 1, reason }),
      () => splitIncident(desk.deps, sam, { incidentId, version: 1, sightingIds: [], reason }),
      () => mergeIncidents(desk.deps, sam, { into: incidentId, from: ['x'], reason }),
      () => withdrawAttribution(desk.deps, ana, { attributionId: 'x', reason }),
    ])
      await expect(attempt()).rejects.toMatchObject({
        code: 'wording',
        status: 422,
        pointers: [{ pointer: '/reason', word: loaded, remedy: 'Use the words of the mission.' }],
      });
    // A party's words are its own.
    const [one] = await noticesTo('orrin');
    const words = { id: desk.deps.ids.next(), noticeId: one!.notice.id, text: reason };
    expect((await replyToNotice(desk.deps, liaisonOf('orrin'), words)).reply.text).toBe(reason);
  });
});
