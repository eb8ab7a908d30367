import type { Account, Actor, Role } from '#core/access/types.js';
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

const [ina, jon] = [person('ina', 'monitor'), person('jon', 'monitor')];
const [sam, sue] = [person('sam', 'supervisor', ['island']), person('sue', 'supervisor', ['island'])];
const hana = person('hana', 'head_of_mission');
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
      for (const who of [ina, sam, sue, hana]) await employ(who);
    });
    afterEach(async () => {
      await desk.close();
      await database.drop();
    });

    async function employ({ id, role, scope }: Actor): Promise<void> {
      const row: Account = {
        id,
        role: role as Role,
        scope,
        loginName: id,
        passwordHash: '-',
        totpSecret: null,
        disabledAt: null,
        createdAt: desk.clock.now().toISOString(),
        failedSince: null,
        failures: 0,
      };
      await desk.deps.uow.run((tx) => tx.write.account(row));
    }
    const stepsOf = (incidentId: string) => desk.deps.uow.read((reads) => reads.escalations.ofIncident(incidentId));
    const watch = async () => {
      await desk.work();
      while ((await watchTriggers(desk.deps)) > 0);
      await desk.work();
    };
    /** A blast at the ford, `hoursAgo`, reported by two patrols and not yet decided on. */
    async function blast(hoursAgo: number, given: Record<string, unknown> = {}): Promise<string> {
      const at = desk.clock.now().getTime() - hoursAgo * 3_600_000;
      const time = { start: new Date(at).toISOString(), end: new Date(at + 60_000).toISOString() };
      const id = await desk.receive(ina, { patrolId: 'west', ...time, ...given });
      await desk.receive(jon, { patrolId: 'south', ...time, ...given });
      return (await desk.incidentOf(id)).id;
    }
    async function verify(incidentId: string, outcome: 'verified' | 'not_verified' = 'verified'): Promise<void> {
      const { version } = (await desk.deps.uow.read((reads) => reads.incidents.get(incidentId)))!;
      await decide(desk.deps, sam, { incidentId, version, outcome, cause: null, reason });
      await watch();
    }
    const raised = async (rung = 'watch-officer'): Promise<Escalation> =>
      raiseByPerson(desk.deps, sam, { incidentId: await blast(3), rung, reason });

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
      const killed = await blast(2, { casualties: { killed: 1, injured: 0 } });
      await watch();
      expect(await stepsOf(killed)).toEqual([]);
      await verify(killed);
      expect(await stepsOf(killed)).toMatchObject([{ trigger: 'severity', level: 2, rung: 'head' }]);
      await watch();
      expect(await stepsOf(killed)).toHaveLength(1);
      await verifyAgain(killed);
      expect((await stepsOf(killed)).every((e) => e.closedAt !== null)).toBe(true);

      const shots = [];
      for (const hours of [20, 15, 10, 5]) shots.push(await blast(hours, { kind: 'gunfire', weapon: 'rifle' }));
      expect(new Set(shots).size).toBe(4);
      for (const id of shots) await verify(id);
      const repeated = (await Promise.all(shots.map(stepsOf))).flat();
      expect(repeated).toMatchObject([{ trigger: 'repetition', level: 1 }]);

      const mass = [];
      // Apart by an hour and a kilometre each, all within six hours.
      for (let i = 0; i < 9; i++)
        mass.push(
          await blast(0.6 * i, {
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
      const incidentId = await blast(3, { text: secret, allegedParty: 'vell' });
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

    it('a month in seconds: restarts, clocks that jump, several sweepers; no step is lost or doubled', async () => {
      const random = lcg(20_261_122);
      const incidents = [];
      for (let i = 0; i < 4; i++) incidents.push(await blast(3 + 30 * i));
      const anyOf = <T>(items: readonly T[]): T | undefined => items[Math.floor(random() * items.length)];
      let restarts = 0;
      for (let tick = 0; tick < 700; tick++) {
        const dice = random();
        // Mostly an hour; sometimes half a day forward, sometimes hours back.
        desk.clock.move(dice < 0.03 ? 43_200 : dice < 0.06 ? -9_000 : 3_600 * random() * 2);
        if (tick % 233 === 232) {
          const now = desk.clock.now().getTime();
          const { channels } = desk.deps;
          await desk.close();
          desk = await openDesk(database.options);
          desk.deps.channels = channels!;
          desk.clock.move((now - desk.clock.now().getTime()) / 1000);
          restarts += 1;
        }
        const open = await desk.deps.uow.read((reads) => reads.escalations.open());
        const one = anyOf(open);
        const who = one && (one.role === 'supervisor' ? sam : hana);
        const what = random();
        if (what < 0.25)
          await refusal(
            raiseByPerson(desk.deps, sam, {
              incidentId: anyOf(incidents)!,
              rung: anyOf(['watch-officer', 'head'])!,
              reason,
            }),
          );
        else if (one && what < 0.45) await refusal(acknowledge(desk.deps, who!, { escalationId: one.id }));
        else if (one && what < 0.55) await refusal(actOn(desk.deps, who!, { escalationId: one.id, reason }));
        else if (one && what < 0.6) await refusal(deEscalate(desk.deps, hana, { escalationId: one.id, reason }));
        await (tick % 10 === 0
          ? Promise.all([sweepEscalations(desk.deps), sweepEscalations(desk.deps)])
          : sweepEscalations(desk.deps));
      }
      await desk.work();
      expect(restarts).toBe(3);
      await checkWhole(incidents);
    }, 90_000);

    /** Rows, entries and tellings agree, and no clock that has run out is without its mark. */
    async function checkWhole(incidents: string[]): Promise<void> {
      const now = desk.clock.now().toISOString();
      await sweepEscalations(desk.deps);
      expect(await desk.deps.uow.read((reads) => reads.escalations.overdue(now))).toEqual([]);
      let missed = 0;
      for (const incidentId of incidents) {
        const steps = await stepsOf(incidentId);
        const entries = await desk.deps.uow.read((reads) => reads.journal.ofSubject('incident', incidentId));
        const of = (type: string) => entries.filter((e) => e.type === `escalation.${type}`);
        expect(
          of('raised')
            .map((e) => e.payload['escalationId'])
            .sort(),
        ).toEqual(steps.map((e) => e.id).sort());
        for (const type of ['missed', 'closed', 'acknowledged', 'acted']) {
          const subjects = of(type).map((e) => `${String(e.payload['escalationId'])} ${String(e.payload['clock'])}`);
          expect(new Set(subjects).size).toBe(subjects.length);
        }
        expect(of('missed')).toHaveLength(
          steps.filter((e) => e.missedAt !== null).length + steps.filter((e) => e.actMissedAt !== null).length,
        );
        missed += of('missed').length;
        // Each missed clock of the lower rung climbed, once, unless something stood above already.
        for (const entry of of('missed').filter((e) => e.payload['climbsTo'] !== null)) {
          const climbed = steps.filter((e) => e.raiseKey.endsWith(`|up:${String(entry.payload['escalationId'])}`));
          const above = steps.some(
            (e) =>
              e.level >= Number(entry.payload['climbsTo']) &&
              (e.closedAt === null || e.closedAt >= entry.at || e.raisedAt >= entry.at),
          );
          expect(climbed.length === 1 || (climbed.length === 0 && above)).toBe(true);
        }
        for (const step of steps) {
          const told = await desk.deps.uow.read((reads) => reads.deliveries.ofStep(step.id));
          const expected = step.role === 'supervisor' ? ['ina', 'sam', 'sue'] : ['hana'];
          expect(told.map((d) => d.recipient).sort()).toEqual(expected);
        }
      }
      expect(missed).toBeGreaterThan(20);
    }
  });

/** Uniform numbers in [0, 1), the same in each run (Numerical Recipes' linear congruential generator). */
function lcg(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
