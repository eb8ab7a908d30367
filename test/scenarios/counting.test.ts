import { listNotices } from '#core/reply/read.js';
import { logHotline, readHotline, type HotlineInput } from '#core/reply/hotline.js';
import { registersAt, repliesOfWeek } from '#core/reply/week.js';
import { replyToNotice } from '#core/reply/answer.js';
import { sweepNotices } from '#core/reply/clocks.js';
import { confirmAssessment, ruleAssessment, withdrawAssessment } from '#core/ruling/assess.js';
import { decideRuling } from '#core/ruling/decide-ruling.js';
import { declareFigure, estimateFigure, logPresence } from '#core/ruling/register-intake.js';
import { postgresServer, sqliteFiles, type TestDatabase, type TestServer } from '#db/testing/databases.js';
import { gunSeenOn, liaisonOf, ruling } from './counting.fixture.js';
import { openDesk, person, refusal, type Desk } from './desk.js';

const [ana, ben, cleo] = [person('ana', 'analyst'), person('ben', 'analyst'), person('cleo', 'analyst')];
const [sam, head] = [person('sam', 'supervisor', ['island']), person('head', 'head_of_mission')];
const deputy = person('deputy', 'head_of_mission');

for (const name of ['sqlite', 'postgres'] as const)
  describe(`provisions that count on ${name}`, () => {
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

    const id = () => desk.deps.ids.next();
    const estimate = (party: string, low: number, high: number, by = ana) =>
      estimateFigure(desk.deps, by, {
        id: id(),
        provisionId: 'few-guns',
        party,
        asOf: '2026-11-10T00:00:00.000Z',
        low,
        best: low,
        high,
        excluded: { 'museum-pieces': 1 },
        method: 'counted on imagery of three days',
      });
    const noticesTo = async (party: string) =>
      (await listNotices(desk.deps, liaisonOf(party), 'party.read', { limit: 50 })).items;

    const gunSeen = (party: string, hour: string) => gunSeenOn(desk, party, hour);
    it('declared 12, estimated 24 to 30 against 20: ruled by another, grave by two, told, answered, withdrawn', async () => {
      const declaration = { id: id(), provisionId: 'few-guns', asOf: '2026-11-05T00:00:00.000Z', value: 12 };
      const declared = await declareFigure(desk.deps, liaisonOf('vell'), { ...declaration, party: 'vell' });
      const again = await declareFigure(desk.deps, liaisonOf('vell'), { ...declaration, party: 'vell' });
      expect(again).toEqual({ ...declared, status: 'repeated' });
      const foreign = declareFigure(desk.deps, liaisonOf('vell'), { ...declaration, id: id(), party: 'orrin' });
      expect(await refusal(foreign)).toBe('not_found');
      await estimate('vell', 25, 31);

      expect(await refusal(ruleAssessment(desk.deps, ana, ruling({})))).toBe('not_allowed');
      const weak = ruling({ gravity: 'grave', standardOfProof: 'reasonable_grounds' });
      expect(await refusal(ruleAssessment(desk.deps, ben, weak))).toBe('invalid_input');
      const grave = await ruleAssessment(desk.deps, ben, ruling({ gravity: 'grave' }));
      expect(grave).toMatchObject({
        state: 'proposed',
        computed: 'breach',
        standardOfProof: 'clear_and_convincing',
        provisionText: { en: 'Each party keeps no more than 20 guns.' },
        figures: { baseline: 20, estimated: { low: 24, high: 30 }, declaredAgainstEstimate: 'below' },
      });
      await desk.work();
      expect(await noticesTo('vell')).toEqual([]);
      expect(await refusal(confirmAssessment(desk.deps, cleo, { assessmentId: grave.id }))).toBe('not_allowed');
      await confirmAssessment(desk.deps, head, { assessmentId: grave.id });
      await desk.work();

      const [told] = await noticesTo('vell');
      expect(told!.notice).toMatchObject({ number: 1, about: 'assessment', incidentId: null });
      expect(told!.notice.content.words['en']).toContain('from 2026-11-01 00:00 UTC to 2026-11-20 00:00 UTC');
      const reply = { id: id(), noticeId: told!.notice.id, text: 'Twelve, as declared.' };
      await replyToNotice(desk.deps, liaisonOf('vell'), reply);

      await withdrawAssessment(desk.deps, cleo, { assessmentId: grave.id, reason: 'Counted one park twice.' });
      await desk.work();
      await desk.work();
      const all = await noticesTo('vell');
      expect(all.map((c) => [c.notice.number, c.notice.about])).toEqual([
        [2, 'withdrawal'],
        [1, 'assessment'],
      ]);
      expect(await noticesTo('orrin')).toEqual([]);
    });

    it('a newer assessment of the same period takes the place of the older, and of its notice', async () => {
      await estimate('orrin', 22, 25);
      const first = await ruleAssessment(desk.deps, ben, ruling({ party: 'orrin' }));
      expect(first).toMatchObject({ state: 'ruled', gravity: 'serious' });
      await desk.work();
      await ruleAssessment(desk.deps, cleo, ruling({ party: 'orrin', gravity: 'minor' }));
      await desk.work();
      expect(
        (await noticesTo('orrin')).map((c) => [c.notice.number, c.notice.about, c.notice.content.refersTo]),
      ).toEqual(
        expect.arrayContaining([
          [1, 'assessment', null],
          [2, 'withdrawal', 1],
          [3, 'assessment', null],
        ]),
      );
      const state = await desk.deps.uow.read((r) =>
        registersAt(r, desk.deps.mission, '2026-11-23T00:00:00.000Z', null),
      );
      expect(state.assessments).toMatchObject([{ gravity: 'minor', state: 'ruled' }]);
    });

    it('the registers of an instant give the assessments that held then, not those that hold now', async () => {
      await estimate('orrin', 22, 25);
      const heldAt = async (at: string) =>
        (await desk.deps.uow.read((r) => registersAt(r, desk.deps.mission, at, null))).assessments.map(
          ({ gravity, state, confirmedBy }) => [gravity, state, confirmedBy],
        );
      const [now, hour] = [() => desk.deps.clock.now().toISOString(), 3600];
      const before = now();
      desk.clock.move(hour);
      await ruleAssessment(desk.deps, ben, ruling({ party: 'orrin' }));
      const one = now();
      desk.clock.move(hour);
      const grave = await ruleAssessment(desk.deps, cleo, ruling({ party: 'orrin', gravity: 'grave' }));
      const waiting = now();
      desk.clock.move(hour);
      await confirmAssessment(desk.deps, head, { assessmentId: grave.id });
      const confirmed = now();
      desk.clock.move(hour);
      await withdrawAssessment(desk.deps, cleo, { assessmentId: grave.id, reason: 'Counted one park twice.' });
      expect(await heldAt(before)).toEqual([]);
      expect(await heldAt(one)).toEqual([['serious', 'ruled', null]]);
      expect(await heldAt(waiting)).toEqual([['serious', 'ruled', null]]);
      expect(await heldAt(confirmed)).toEqual([['grave', 'ruled', 'head']]);
      expect(await heldAt(now())).toEqual([]);
    });

    it('presence: hulls once a day, by whoever logs them; who logged may not rule', async () => {
      const line = (day: string, given: object = {}) => ({
        id: id(),
        contributor: 'north-isle',
        unit: 'boat-1',
        day,
        ...given,
      });
      const lines = [
        line('2026-11-02'),
        line('2026-11-03'),
        line('2026-11-03', { contributor: 'far-isle', unit: 'boat-9' }),
      ];
      expect(await logPresence(desk.deps, ana, { provisionId: 'harbour-watch', lines })).toEqual({
        accepted: 3,
        repeated: 0,
      });
      expect(await logPresence(desk.deps, ana, { provisionId: 'harbour-watch', lines })).toEqual({
        accepted: 0,
        repeated: 3,
      });
      await logPresence(desk.deps, cleo, { provisionId: 'harbour-watch', lines: [line('2026-11-02')] });
      const unknown = [line('2026-11-02', { contributor: 'nobody' })];
      expect(await refusal(logPresence(desk.deps, ana, { provisionId: 'harbour-watch', lines: unknown }))).toBe(
        'invalid_input',
      );
      const input = ruling({ provisionId: 'harbour-watch', party: null });
      expect(await refusal(ruleAssessment(desk.deps, cleo, input))).toBe('not_allowed');
      const assessed = await ruleAssessment(desk.deps, ben, input);
      expect(assessed).toMatchObject({
        computed: 'breach',
        party: null,
        gravity: 'minor',
        figures: { counted: 2, days: 19, expected: (100 * 19) / 365, excluded: { 'far-isle': 1 } },
      });
      await desk.work();
      expect([await noticesTo('orrin'), await noticesTo('vell')]).toEqual([[], []]);
    });

    it("one party's duty lapses while the other's breach of the linked ceiling stands, and for that other it does not", async () => {
      for (const [party, hours] of [
        ['orrin', ['02', '05']],
        ['vell', ['08', '11']],
      ] as const) {
        const other = party === 'orrin' ? 'vell' : 'orrin';
        // By now the party itself may stand as in breach: that does not end its own duty.
        const before = await gunSeen(party, hours[0]);
        expect(before.about('guns-back')).toMatchObject({ result: 'breach', condition: 'holds' });
        expect(before.results.map((r) => r.provisionId)).toEqual(desk.deps.mission.provisions.map((p) => p.id));
        expect(before.about('no-fire')).toMatchObject({ result: 'no_breach' });
        expect(before.about('few-guns').result).toBe('not_decided');
        expect(before.about('guns-for-roads').reason).toContain(`for "${party}" holds`);
        expect(before.proposed).toMatchObject([{ provisionId: 'guns-back', result: 'breach', party }]);
        expect(before.proposed[0]!.provisionText).toEqual(desk.deps.mission.provisions[1]!.text);

        await estimate(other, 30, 40);
        await ruleAssessment(desk.deps, ben, ruling({ party: other }));
        const after = await gunSeen(party, hours[1]);
        expect(after.about('guns-back')).toMatchObject({ result: 'not_decided', condition: 'lapsed', gravity: null });
        expect(after.proposed).toMatchObject([{ provisionId: 'guns-back', result: 'not_decided', party: null }]);
      }
    });

    it('a breach ruled later tests older cases of the linked duty again: suggested, journalled, the ruling stands', async () => {
      const { incidentId, version } = await gunSeen('orrin', '02');
      const breach = { incidentId, version, provisionId: 'guns-back', result: 'breach' as const, reason: 'Too near.' };
      await decideRuling(desk.deps, cleo, breach);
      await desk.work();
      const suggestions = async () =>
        (await desk.deps.uow.read((r) => r.journal.ofSubject('incident', incidentId))).filter(
          (e) => e.type === 'ruling.review_suggested',
        );
      expect(await suggestions()).toEqual([]);
      await estimate('vell', 30, 40);
      const assessment = await ruleAssessment(desk.deps, ben, ruling({ party: 'vell' }));
      await desk.work();
      const story = await desk.story(incidentId);
      expect(story.filter((t) => t === 'ruling.retest')).toHaveLength(1);
      expect(await suggestions()).toMatchObject([
        {
          actor: 'system',
          payload: {
            suggested: [{ provisionId: 'guns-back', ruled: 'breach', test: 'not_decided', condition: 'lapsed' }],
          },
        },
      ]);
      const standing = await desk.deps.uow.read((r) => r.rulings.ofIncident(incidentId));
      expect(standing.filter((r) => r.state === 'ruled')).toMatchObject([
        { provisionId: 'guns-back', result: 'breach' },
      ]);
      // Taken back, the case is tested once more, and agrees with its ruling again: nothing more is suggested.
      await withdrawAssessment(desk.deps, ben, { assessmentId: assessment.id, reason: 'Counted one park twice.' });
      await desk.work();
      expect((await desk.story(incidentId)).filter((t) => t === 'ruling.retest')).toHaveLength(2);
      expect(await suggestions()).toHaveLength(1);
    });

    it('what an edition quotes of a week: notices, replies word for word, and who let the clock run out', async () => {
      await estimate('vell', 25, 31);
      await estimate('orrin', 25, 31);
      for (const party of ['vell', 'orrin']) await ruleAssessment(desk.deps, ben, ruling({ party }));
      await desk.work();
      const [[mine], [theirs]] = [await noticesTo('vell'), await noticesTo('orrin')];
      const cutoff = (await desk.deps.uow.read((r) => r.journal.lastPosition()))! + 1;
      const words = 'Le compte est faux.\n  Voyez.';
      await replyToNotice(desk.deps, liaisonOf('vell'), { id: id(), noticeId: mine!.notice.id, text: words });
      desk.clock.move(40 * 86_400);
      await sweepNotices(desk.deps);
      await desk.work();
      const week = { from: '2026-11-20T00:00:00.000Z', to: '2026-11-27T00:00:00.000Z' };
      const read = (interval: typeof week, at: number | null) =>
        desk.deps.uow.read((r) => repliesOfWeek(r, desk.deps.mission, interval, at));
      const now = await read(week, null);
      expect(now.notices).toHaveLength(2);
      expect(now.replies).toMatchObject([{ number: 1, reply: { text: words, party: 'vell' } }]);
      expect(now.unanswered).toEqual([{ party: 'orrin', number: 1, replyBy: theirs!.clock.replyBy }]);
      expect((await read(week, cutoff)).replies).toEqual([]);
      expect((await read({ from: week.to, to: '2026-12-04T00:00:00.000Z' }, null)).unanswered).toEqual([]);
    });

    it('hotline: activations, issues, promises given and kept; each settled once; counted alike', async () => {
      const at = '2026-11-21T10:00:00.000Z';
      const log = (given: Partial<HotlineInput> & Pick<HotlineInput, 'type'>) =>
        logHotline(desk.deps, sam, { id: id(), at, text: 'Fishing boats at the ford.', ...given });
      const issue = await log({ type: 'issue', sector: 'island' });
      const issueId = issue.id;
      for (const [party, toParty] of [
        ['orrin', 'vell'],
        ['vell', 'mission'],
        ['mission', 'orrin'],
      ] as const)
        await log({ type: 'activation', issueId, party, toParty });
      const promises = [];
      for (const party of ['orrin', 'vell', 'vell'])
        promises.push(await log({ type: 'promise', issueId, party, dueBy: '2026-11-22T00:00:00.000Z' }));
      await log({ type: 'outcome', issueId, promiseId: promises[0]!.id, kept: true });
      await log({ type: 'outcome', issueId, promiseId: promises[1]!.id, kept: false });
      expect(await refusal(log({ type: 'outcome', issueId, promiseId: promises[0]!.id, kept: false }))).toBe(
        'not_possible',
      );
      expect(await refusal(log({ type: 'promise', issueId: id(), party: 'vell' }))).toBe('not_found');
      expect(await refusal(log({ type: 'activation', issueId, party: 'vell', toParty: 'vell' }))).toBe('invalid_input');
      expect(await refusal(log({ type: 'issue', kept: true }))).toBe('invalid_input');
      const { counts } = await readHotline(desk.deps, head, {
        from: '2026-11-21T00:00:00.000Z',
        to: '2026-11-22T00:00:00.000Z',
      });
      expect(counts).toMatchObject({ issuesOpened: 1, issuesSpokenOf: 1, activations: 3 });
      expect(counts.parties).toEqual([
        { party: 'orrin', called: 1, wasCalled: 1, promises: 1, kept: 1, broken: 0, open: 0 },
        { party: 'vell', called: 1, wasCalled: 1, promises: 2, kept: 0, broken: 1, open: 1 },
        { party: 'mission', called: 1, wasCalled: 1, promises: 0, kept: 0, broken: 0, open: 0 },
      ]);
      const entries = await desk.deps.uow.read((r) => r.journal.ofSubject('hotline', issueId));
      expect(JSON.stringify(entries)).not.toContain('Fishing');
      expect(await refusal(confirmAssessment(desk.deps, deputy, { assessmentId: issueId }))).toBe('not_found');
    });
  });
