import type { Incident } from '#core/fusion/types.js';
import { listAlarms, runAlarmsDue } from '#core/escalation/alarms/run.js';
import { alarmsOfWeek } from '#core/escalation/alarms/week.js';
import { sweepEscalations } from '#core/escalation/escalate.js';
import { dayInterval, reportingDay, reportingWeek } from '#core/mission/calendar.js';
import { postgresServer, sqliteFiles, type TestDatabase, type TestServer } from '#db/testing/databases.js';
import { openDesk, person, refusal, type Desk } from './desk.js';

const hana = person('hana', 'head_of_mission');
const lily = person('lily', 'party_liaison');

for (const name of ['sqlite', 'postgres'] as const)
  describe(`daily alarms on ${name}`, () => {
    let server: TestServer;
    let database: TestDatabase;
    let desk: Desk;
    let shape: Incident;
    beforeAll(async () => {
      server = name === 'sqlite' ? sqliteFiles() : await postgresServer();
      database = await server.create();
      desk = await openDesk(database.options);
      shape = await desk.incidentOf(await desk.receive(person('ina', 'monitor'), {}));
      // Sixty quiet days with a blast on two of three, all watched alike; the clock stands on 22 November.
      for (let i = 1; i <= 60; i++) await quietDay(i);
    }, 180_000);
    afterAll(async () => {
      await desk.close();
      await database.drop();
      await server.stop();
    });

    const at = (daysAgo: number, hour: number) =>
      new Date(desk.clock.now().getTime() - daysAgo * 86_400_000 + hour * 3_600_000).toISOString();
    async function quietDay(daysAgo: number): Promise<void> {
      const { calendar } = desk.deps.mission;
      await desk.deps.uow.run(async (tx) => {
        const [entry] = await tx.append({
          actor: 'system',
          type: 'test.effort',
          subject: { kind: 'effort', id: `e${daysAgo}` },
          payload: {},
        });
        const start = dayInterval(reportingDay(at(daysAgo, 0), calendar), calendar).from;
        await tx.write.effort(
          [
            {
              id: tx.ids.next(),
              means: 'mast-camera',
              sourceId: 'mast',
              sector: 'island',
              side: null,
              start,
              end: new Date(Date.parse(start) + 86_400_000).toISOString(),
              usableHours: 20,
              lostHours: 4,
              lostReason: null,
              reportingWeek: reportingWeek(start, calendar),
              submittedBy: 'mast',
              receivedAt: at(daysAgo - 1, 0),
              dayHours: null,
              nightHours: null,
              watchId: null,
            },
          ],
          [entry!.id],
        );
      });
      if (daysAgo % 3 !== 0) await blasts(daysAgo, 1);
    }
    /** Incidents as fusion would leave them, made in bulk; each far enough from the one before to be a burst of its own. */
    async function blasts(daysAgo: number, count: number, degreesApart = 0.06): Promise<void> {
      await desk.deps.uow.run(async (tx) => {
        for (let i = 0; i < count; i++) {
          const start = at(daysAgo, 0.1 * i);
          await tx.write.incidentNew({
            ...shape,
            id: tx.ids.next(),
            version: 1,
            start,
            end: start,
            estimate: { ...shape.estimate, lat: shape.estimate.lat + degreesApart * (i + 1) },
            openedAt: at(daysAgo, 2),
          });
        }
      });
    }
    const alarms = async () => (await listAlarms(desk.deps, hana, {})).alarms;

    it('a quiet day: computed once, whoever and however often', async () => {
      const done = await Promise.all([1, 2, 3].map(() => runAlarmsDue(desk.deps)));
      expect(done.flat()).toEqual(['2026-11-22']);
      expect(await runAlarmsDue(desk.deps)).toEqual([]);
      expect(await alarms()).toEqual([]);
      desk.clock.move(-86_400);
      expect((await runAlarmsDue(desk.deps)).filter((day) => day === '2026-11-22')).toEqual([]);
      desk.clock.move(86_400);
      expect(await refusal(listAlarms(desk.deps, lily, {}))).toBe('not_allowed');
    });

    it('a rise: alarms with their rate and neutral words, one step for all of them, and it climbs', async () => {
      desk.clock.move(86_400);
      await quietDay(1);
      await blasts(1, 14);
      expect(await runAlarmsDue(desk.deps)).toContain('2026-11-23');
      const found = await alarms();
      expect(found.map((a) => a.method)).toEqual(expect.arrayContaining(['ears_c1', 'cusum']));
      for (const alarm of found) {
        expect(alarm).toMatchObject({ day: '2026-11-23', version: 1, sectors: ['island'], category: 'ceasefire' });
        expect(alarm.falseAlarms.perSectorYear).toBeGreaterThan(0);
        expect(alarm.advice).toContain('a reason to look, not a finding');
        expect(alarm.advice).not.toMatch(/vell|orrin/i);
      }
      const steps = await desk.deps.uow.read((reads) => reads.escalations.open());
      expect(steps).toMatchObject([{ trigger: 'alarm', incidentId: null, sector: 'island', level: 1 }]);
      desk.clock.move(3600);
      expect(await sweepEscalations(desk.deps)).toEqual({ missed: 1, raised: 1 });
      expect(await sweepEscalations(desk.deps)).toEqual({ missed: 0, raised: 0 });
    });

    it('late records make a new, dated version; the earlier one stays as it was; no second step', async () => {
      const before = await alarms();
      await blasts(1 + 1 / 24, 2, -0.06);
      // Within six hours nothing is computed anew.
      expect(await runAlarmsDue(desk.deps)).toEqual([]);
      desk.clock.move(6 * 3600);
      expect(await runAlarmsDue(desk.deps)).toContain('2026-11-23');
      const after = await alarms();
      expect(after.filter((a) => a.superseded)).toEqual(before.map((a) => ({ ...a, superseded: true })));
      const [late] = after.filter((a) => a.version === 2 && a.method === 'ears_c1');
      expect(late!.observed).toBe(before.find((a) => a.method === 'ears_c1')!.observed + 2);
      const steps = await desk.deps.uow.read((reads) => reads.escalations.open());
      expect(steps.filter((e) => e.trigger === 'alarm' && e.level === 1)).toHaveLength(1);
    });

    it('a week as of a cut-off: of each day the newest look that the journal held then, with its false-alarm rate', async () => {
      const { mission, uow } = desk.deps;
      await uow.run((tx) => tx.sequence(1000, () => [], desk.deps.signer));
      const week = reportingWeek('2026-11-23T12:00:00.000Z', mission.calendar);
      const entries = await uow.read((reads) => reads.journal.page(0, 1000));
      const looks = entries.filter((e) => e.type === 'alarm.computed' && e.payload['day'] === '2026-11-23');
      expect(looks.map((e) => e.payload['version'])).toEqual([1, 2]);
      const all = (await alarms()).filter((a) => a.day === '2026-11-23');
      const as = (cutoff: number) => uow.read((reads) => alarmsOfWeek(reads, mission, week, cutoff));
      expect(await as(looks[0]!.position - 1)).toEqual([]);
      for (const [i, look] of looks.entries()) {
        const told = await as(look.position);
        const stored = all.filter((a) => a.version === i + 1);
        expect(told.map((a) => a.id).sort()).toEqual(stored.map((a) => a.id).sort());
        expect(told[0]).toMatchObject({ sectors: ['island'], category: 'ceasefire', falsePerWeek: 1 });
        expect(told[0]!.falsePerSectorYear).toBeGreaterThan(0);
      }
    });

    it('a standstill of three days is made up for', async () => {
      desk.clock.move(3 * 86_400);
      expect(await runAlarmsDue(desk.deps)).toEqual(expect.arrayContaining(['2026-11-24', '2026-11-25', '2026-11-26']));
    });
  });
