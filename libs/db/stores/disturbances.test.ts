import { reduceEffort } from '#core/intake/disturbance/reduce.js';
import { keepDisturbance } from '#core/intake/disturbance/weather.js';
import type { Disturbance } from '#core/intake/disturbance/types.js';
import type { Watch } from '#core/intake/watch/types.js';
import type { Deps } from '#core/ports.js';
import { exampleMission } from '#core/verification/example.fixture.js';
import { newSigner } from '../testing/parts.js';
import { onBothDatabases } from '../testing/suite.js';

const day = (time: string) => `2026-06-03T${time}:00.000Z`;
const geography = { sectorOf: () => 'west', sideOf: () => ({ north: 1, south: 0 }) };
const storm = (id: string, from: string, to: string): Disturbance => ({
  id,
  type: 'weather',
  start: day(from),
  end: day(to),
  sector: 'west',
  area: null,
  lat: null,
  lon: null,
  visibilityMetres: null,
  windMetresPerSecond: 25,
  cloudBaseMetres: null,
  rainMillimetresPerHour: null,
  sourceId: 's',
  sha256: id,
  submittedBy: 'a',
  receivedAt: day('20:00'),
});
const [start, end] = [day('10:00'), day('14:00')];
const watch: Watch = {
  id: 'w',
  means: 'drone',
  sourceId: 'd',
  start,
  end,
  lost: [],
  sha256: 'h',
  submittedBy: 'a',
  said: {
    type: 'post',
    lat: 50.1,
    lon: 10.5,
    up: [
      {
        start,
        end,
      },
    ],
  },
  receivedAt: day('15:00'),
};

onBothDatabases('Hours less jamming and weather', (bench) => {
  it('are reduced once, by the difference only, and as of a position', async () => {
    const { uow } = bench().db;
    const deps = { uow, mission: exampleMission, geography } as unknown as Deps;
    const reduce = async (subject: string) => {
      const found = await reduceEffort.prepare(deps, subject);
      await uow.run((tx) => reduceEffort.carryOut(tx, deps, subject, found));
      await uow.run((tx) => tx.sequence(100, () => [], newSigner()));
    };
    await uow.run(async (tx) => {
      const [entry] = await tx.append({
        actor: 'a',
        type: 'watch.recorded',
        subject: { kind: 'watch', id: 'w' },
        payload: {},
      });
      await tx.write.watch(watch);
      const hours = { usableHours: 4, dayHours: 4, nightHours: 0, lostHours: 0, lostReason: null };
      const row = { id: 'e', watchId: 'w', means: 'drone', sourceId: 'd', sector: 'west', side: 'north', start, end };
      await tx.write.effort(
        [{ ...row, ...hours, reportingWeek: '2026-W23', submittedBy: 'a', receivedAt: end }],
        [entry!.id],
      );
      await keepDisturbance(tx, storm('s1', '11:00', '12:00'));
    });
    const hours = async (cutoff = 1000) => (await uow.read((r) => r.watches.hours('2026-W23', cutoff)))[0];
    await reduce('w');
    const before = (await uow.read((r) => r.journal.lastPosition()))! + 1;
    const once = {
      grossHours: 4,
      jammingHours: 0,
      usableHours: expect.closeTo(3, 6),
      weatherHours: expect.closeTo(1, 6),
    };
    expect(await hours()).toMatchObject(once);
    await reduce('s1');
    expect(await hours()).toMatchObject(once);
    // Half of it over time that was taken already.
    await uow.run((tx) => keepDisturbance(tx, storm('s2', '11:30', '12:30')));
    await reduce('s2');
    expect(await hours()).toMatchObject({
      grossHours: 4,
      usableHours: expect.closeTo(2.5, 6),
      dayHours: expect.closeTo(2.5, 6),
    });
    expect(await hours(before)).toMatchObject(once);
    expect(await uow.read((r) => r.facts.effort('2026-W23', 1000))).toMatchObject([
      { lostHours: expect.closeTo(1.5, 6) },
    ]);
  });
});
