import { addContact } from '#core/escalation/contacts.js';
import { acknowledge, sweepEscalations } from '#core/escalation/escalate.js';
import { handOver } from '#core/escalation/hand-over.js';
import { markRead, readInbox } from '#core/escalation/inbox.js';
import { actOn, deEscalate, raiseByPerson, snooze } from '#core/escalation/manage.js';
import type { Escalation, OutgoingMessage } from '#core/escalation/types.js';
import { watchTriggers } from '#core/escalation/watch.js';
import { mergeIncidents } from '#core/fusion/restructure.js';
import { decide, undoDecision } from '#core/verification/decide.js';
import { postgresServer, sqliteFiles, type TestDatabase, type TestServer } from '#db/testing/databases.js';
import { openDesk, person, refusal, type Desk } from './desk.js';
import { blast, employ, hana, ina, sam, sue } from './ladder.fixture.js';

const ada = person('ada', 'administrator');
const reason = 'Seen by the patrol.';

for (const name of ['sqlite', 'postgres'] as const)
  describe(`the ladder on ${name}`, () => {
    let server: TestServer;
    let database: TestDatabase;
    let desk: Desk;
    let sent: OutgoingMessage[];
    beforeAll(async () => {
      server = name === 'sqlite' ? sqliteFiles() : await postgresServer();
    }, 120_000);
    afterAll(() => server.stop());
    beforeEach(async () => {
      database = await server.create();
      desk = await openDesk(database.options);
      sent = [];
      desk.deps.channels = { send: async (message) => void sent.push(message) };
      await employ(desk, [ina, sam, sue, hana]);
    });
    afterEach(async () => {
      await desk.close();
      await database.drop();
    });

    const stepsOf = (incidentId: string) => desk.deps.uow.read((reads) => reads.escalations.ofIncident(incidentId));
    const watch = async () => {
      await desk.work();
      while ((await watchTriggers(desk.deps)) > 0);
      await desk.work();
    };
    async function verify(incidentId: string, outcome: 'verified' | 'not_verified' = 'verified'): Promise<void> {
      const { version } = (await desk.deps.uow.read((reads) => reads.incidents.get(incidentId)))!;
      await decide(desk.deps, sam, { incidentId, version, outcome, cause: null, reason });
      await watch();
    }
    const raised = async (rung = 'watch-officer'): Promise<Escalation> =>
      raiseByPerson(desk.deps, sam, { incidentId: await blast(desk, 3), rung, reason });

    it('a person raises; two clocks run: missed notice climbs, missed action climbs, the top stays', async () => {
      const low = await raised();
      expect(low).toMatchObject({ level: 1, acknowledgeBy: '2026-11-22T06:00:00.000Z', trigger: 'person' });
      desk.clock.move(1800);
      const taken = await acknowledge(desk.deps, sam, { escalationId: low.id });
      expect(taken).toMatchObject({ holder: 'sam', actBy: '2026-11-22T09:30:00.000Z' });
      desk.clock.move(4 * 3600);
      expect(await refusal(actOn(desk.deps, sam, { escalationId: low.id, reason }))).toBe('not_possible');
      const sweeps = await Promise.all([1, 2, 3, 4].map(() => sweepEscalations(desk.deps)));
      expect(sweeps.map((s) => s.raised).reduce((a, b) => a + b)).toBe(1);
      const [first, high] = await stepsOf(low.incidentId!);
      expect(first).toMatchObject({ actMissedAt: '2026-11-22T09:30:00.000Z', closedAt: null });
      expect(high).toMatchObject({ level: 2, acknowledgeBy: '2026-11-22T10:00:00.000Z', trigger: 'person' });
      desk.clock.move(3600);
      expect(await sweepEscalations(desk.deps)).toEqual({ missed: 1, raised: 0 });
      // Late action at the bottom is still action.
      expect(await actOn(desk.deps, sam, { escalationId: low.id, reason })).toMatchObject({
        actedAt: expect.any(String),
      });
      const told = (await desk.story(low.incidentId!)).filter((type) => type.startsWith('escalation.'));
      expect(told).toEqual([
        'escalation.raised',
        'escalation.acknowledged',
        'escalation.missed',
        'escalation.raised',
        'escalation.missed',
        'escalation.acted',
        'escalation.closed',
      ]);
    });

    it('action closes the step and those below; snoozing is limited; lowering and handing over are on record', async () => {
      const low = await raised();
      desk.clock.move(3600);
      await sweepEscalations(desk.deps);
      const high = (await stepsOf(low.incidentId!))[1]!;
      const until = (hours: number) => new Date(desk.clock.now().getTime() + hours * 3_600_000).toISOString();
      expect(await refusal(snooze(desk.deps, hana, { escalationId: high.id, until: until(1), reason }))).toBe(
        'not_possible',
      );
      await acknowledge(desk.deps, hana, { escalationId: high.id });
      const put = (hours: number) => snooze(desk.deps, hana, { escalationId: high.id, until: until(hours), reason });
      expect(await refusal(put(5))).toBe('invalid_input');
      expect(await refusal(put(-1))).toBe('invalid_input');
      await put(3);
      desk.clock.move(11 * 3600);
      expect(await put(4)).toMatchObject({ snoozes: 2, snoozedUntil: '2026-11-22T21:00:00.000Z' });
      expect(await refusal(put(1))).toBe('not_possible');
      // Its own clock ran out at 18:00; the snooze holds until 21:00.
      desk.clock.move(4 * 3600 - 1);
      expect(await sweepEscalations(desk.deps)).toEqual({ missed: 0, raised: 0 });
      const lowered = await deEscalate(desk.deps, hana, { escalationId: high.id, reason });
      expect(lowered).toMatchObject({ level: 1, trigger: 'person' });
      expect((await stepsOf(low.incidentId!)).filter((e) => e.closedAt === null).map((e) => e.id)).toEqual([
        lowered.id,
      ]);
      await acknowledge(desk.deps, sam, { escalationId: lowered.id });
      expect(await refusal(handOver(desk.deps, sam, { to: 'ina', reason }))).toBe('invalid_input');
      expect(await refusal(handOver(desk.deps, sue, { from: 'sam', to: 'sue', reason }))).toBe('not_allowed');
      expect(await handOver(desk.deps, sam, { to: 'sue', reason })).toMatchObject([{ id: lowered.id, holder: 'sue' }]);
      expect(await handOver(desk.deps, sam, { to: 'sue', reason })).toEqual([]);
      await actOn(desk.deps, sue, { escalationId: lowered.id, reason });
      expect((await stepsOf(low.incidentId!)).every((e) => e.closedAt !== null)).toBe(true);
      const story = await desk.story(low.incidentId!);
      expect(story.filter((t) => t === 'escalation.handed_over')).toHaveLength(1);
      expect(story.filter((t) => t === 'escalation.snoozed')).toHaveLength(2);
    });

    it('who may not: another role, a monitor, twice as high, a rung that is not there', async () => {
      const low = await raised();
      expect(await refusal(acknowledge(desk.deps, ina, { escalationId: low.id }))).toBe('not_allowed');
      const again = { incidentId: low.incidentId!, reason };
      expect(await refusal(raiseByPerson(desk.deps, sam, { ...again, rung: 'watch-officer' }))).toBe('not_possible');
      expect(await refusal(raiseByPerson(desk.deps, sam, { ...again, rung: 'moon' }))).toBe('invalid_input');
      expect(await refusal(raiseByPerson(desk.deps, sam, { ...again, rung: 'head', reason: ' ' }))).toBe(
        'invalid_input',
      );
      expect(await raiseByPerson(desk.deps, sam, { ...again, rung: 'head' })).toMatchObject({ level: 2 });
    });

    it('rules of the pack: harm, repetition and masses raise once; what is merged away or not verified is closed', async () => {
      const killed = await blast(desk, 2, { casualties: { killed: 1, injured: 0 } });
      await watch();
      expect(await stepsOf(killed)).toEqual([]);
      await verify(killed);
      expect(await stepsOf(killed)).toMatchObject([{ trigger: 'severity', level: 2, rung: 'head' }]);
      await watch();
      expect(await stepsOf(killed)).toHaveLength(1);
      await verifyAgain(killed);
      expect((await stepsOf(killed)).every((e) => e.closedAt !== null)).toBe(true);

      const shots = [];
      for (const hours of [20, 15, 10, 5]) shots.push(await blast(desk, hours, { kind: 'gunfire', weapon: 'rifle' }));
      expect(new Set(shots).size).toBe(4);
      for (const id of shots) await verify(id);
      const repeated = (await Promise.all(shots.map(stepsOf))).flat();
      expect(repeated).toMatchObject([{ trigger: 'repetition', level: 1 }]);

      const mass = [];
      // Apart by an hour and a kilometre each, all within six hours.
      for (let i = 0; i < 9; i++)
        mass.push(
          await blast(desk, 0.6 * i, {
            place: { type: 'fix', lat: -49.32 + 0.03 * i, lon: 69.3, precisionMetres: 30 },
          }),
        );
      expect(new Set(mass).size).toBe(9);
      await watch();
      const many = (await Promise.all(mass.map(stepsOf))).flat().filter((e) => e.trigger === 'mass_event');
      expect(many).toMatchObject([{ level: 2 }]);
      const incident = (await desk.deps.uow.read((reads) => reads.incidents.get(many[0]!.incidentId!)))!;
      const into = mass.find((id) => id !== incident.id)!;
      await mergeIncidents(desk.deps, sam, { into, from: [incident.id], reason });
      await watch();
      expect((await stepsOf(incident.id)).map((e) => e.closedAt !== null)).toEqual([true]);
      const closing = await desk.deps.uow.read(async (reads) =>
        (await reads.journal.ofSubject('incident', incident.id)).filter((e) => e.type === 'escalation.closed'),
      );
      expect(closing.map((e) => e.payload['reason'])).toEqual(['The incident was merged into another one.']);
    });

    async function verifyAgain(incidentId: string): Promise<void> {
      const { version } = (await desk.deps.uow.read((reads) => reads.incidents.get(incidentId)))!;
      await undoDecision(desk.deps, hana, { incidentId, version, reason });
      await verify(incidentId, 'not_verified');
    }

    it('each recipient is told once per step, in its language, without names, sources or free text', async () => {
      const list = { rungs: ['watch-officer', 'head'], sectors: [], privateAllowed: false };
      await addContact(desk.deps, ada, {
        ...list,
        channel: 'email',
        address: 'duty@guarantor.example',
        language: 'fr',
      });
      await addContact(desk.deps, ada, { ...list, channel: 'cap', address: 'https://hub.example/cap', language: 'en' });
      expect(
        await refusal(
          addContact(desk.deps, ada, { ...list, channel: 'webhook', address: 'http://a.example', language: 'en' }),
        ),
      ).toBe('invalid_input');
      const secret = 'Told by Mr Secret of the bakery.';
      const incidentId = await blast(desk, 3, { text: secret, allegedParty: 'vell' });
      const low = await raiseByPerson(desk.deps, sam, { incidentId, rung: 'watch-officer', reason: secret });
      await desk.work();
      await desk.work();
      // The lower rung tells by mail and inbox only.
      expect(sent.map((m) => [m.channel, m.address])).toEqual([['email', 'duty@guarantor.example']]);
      const inboxes = await Promise.all(
        [sam, sue, ina, hana].map((who) => readInbox(desk.deps, who, { unreadOnly: true, limit: 10 })),
      );
      expect(inboxes.map((page) => page.items.length)).toEqual([1, 1, 1, 0]);
      const texts = [
        ...sent.map((m) => m.subject + m.text),
        ...inboxes.flatMap((p) => p.items.map((i) => i.subject + i.text)),
      ];
      for (const text of texts) expect(text).not.toMatch(/Secret|bakery|vell|Vell|sam|ina/);
      expect(sent[0]!.text).toMatch(/^Un membre de la mission demande votre attention\. Quoi : /);
      const [mine] = inboxes[0]!.items;
      expect(await refusal(markRead(desk.deps, sue, mine!.id))).toBe('not_found');
      await markRead(desk.deps, sam, mine!.id);
      expect((await readInbox(desk.deps, sam, { unreadOnly: true, limit: 10 })).items).toEqual([]);
      desk.clock.move(3600);
      await sweepEscalations(desk.deps);
      await desk.work();
      expect(
        sent
          .slice(1)
          .map((m) => m.channel)
          .sort(),
      ).toEqual(['cap', 'email']);
      expect(new Set(sent.map((m) => m.id)).size).toBe(3);
      expect(low.raiseKey).toMatch(/^person:/);
    });
  });
