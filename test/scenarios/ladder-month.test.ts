import { acknowledge, sweepEscalations } from '#core/escalation/escalate.js';
import { actOn, deEscalate, raiseByPerson } from '#core/escalation/manage.js';
import { postgresServer, sqliteFiles, type TestDatabase, type TestServer } from '#db/testing/databases.js';
import { openDesk, refusal, type Desk } from './desk.js';
import { blast, employ, hana, ina, reopened, sam, sue } from './ladder.fixture.js';

const reason = 'Seen by the patrol.';

for (const name of ['sqlite', 'postgres'] as const)
  describe(`a month of the ladder on ${name}`, () => {
    let server: TestServer;
    let database: TestDatabase;
    let desk: Desk;
    beforeAll(async () => {
      server = name === 'sqlite' ? sqliteFiles() : await postgresServer();
      database = await server.create();
      desk = await openDesk(database.options);
      await employ(desk, [ina, sam, sue, hana]);
    }, 120_000);
    afterAll(async () => {
      await desk.close();
      await database.drop();
      await server.stop();
    });
    const stepsOf = (incidentId: string) => desk.deps.uow.read((reads) => reads.escalations.ofIncident(incidentId));

    it('a month in seconds: restarts, clocks that jump, several sweepers; no step is lost or doubled', async () => {
      const random = lcg(20_261_122);
      const incidents = [];
      for (let i = 0; i < 4; i++) incidents.push(await blast(desk, 3 + 30 * i));
      const anyOf = <T>(items: readonly T[]): T | undefined => items[Math.floor(random() * items.length)];
      let restarts = 0;
      for (let tick = 0; tick < 700; tick++) {
        const dice = random();
        // Mostly an hour; sometimes half a day forward, sometimes hours back.
        desk.clock.move(dice < 0.03 ? 43_200 : dice < 0.06 ? -9_000 : 3_600 * random() * 2);
        if (tick % 233 === 232) {
          desk = await reopened(desk, database.options);
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
