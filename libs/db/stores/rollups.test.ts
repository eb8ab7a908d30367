import fc from 'fast-check';
import type { IncidentFact } from '#core/mission/types.js';
import type { Tx } from '#core/ports.js';
import { newSigner } from '../testing/parts.js';
import { accepted, incident, sighting } from '../testing/rows.js';
import { onBothDatabases } from '../testing/suite.js';

const signer = newSigner();

interface Step {
  incident: number;
  provisions: string[];
  party: string;
  sector: string;
  week: string;
  standing: IncidentFact['standing'];
  ruled: IncidentFact['ruled'];
  live: 0 | 1;
  /** What happens after it: nothing, entries get positions, the roll-ups follow part of the way. */
  then: 'nothing' | 'sequence' | 'follow';
}

const step: fc.Arbitrary<Step> = fc.record({
  incident: fc.nat({ max: 3 }),
  provisions: fc.subarray(['fire', 'access', 'none'], { minLength: 1 }),
  party: fc.constantFrom('p1', 'p2', 'none'),
  sector: fc.constantFrom('s1', 's2'),
  week: fc.constantFrom('2026-W46', '2026-W47'),
  standing: fc.constantFrom('alleged', 'verified', 'not_verifiable', 'set_aside'),
  ruled: fc.constantFrom('breach', 'none'),
  live: fc.constantFrom(1, 1, 1, 0),
  then: fc.constantFrom('nothing', 'sequence', 'follow'),
});

/** One entry with the standing of an incident under all its provisions, as recordStanding writes it. */
async function record(tx: Tx, id: string, s: Step): Promise<void> {
  const [entry] = await tx.append({
    actor: 'x',
    type: 'incident.changed',
    subject: { kind: 'incident', id },
    payload: {},
  });
  const before = await tx.facts.newestOf(id);
  const row = (provisionId: string, live: 0 | 1): IncidentFact => ({
    entryId: entry!.id,
    incidentId: id,
    provisionId,
    party: s.party,
    sector: s.sector,
    reportingDay: s.week === '2026-W46' ? '2026-11-12' : '2026-11-20',
    reportingWeek: s.week,
    kind: 'shot',
    standing: s.standing,
    ruled: s.ruled,
    live,
  });
  const closed = before.filter((f) => !s.provisions.includes(f.provisionId)).map((f) => row(f.provisionId, 0));
  await tx.write.facts([...s.provisions.map((p) => row(p, s.live)), ...closed]);
}

onBothDatabases('Daily roll-ups', (bench) => {
  it('are what a full recount gives, however the facts came and in whatever steps they followed', async () => {
    const { uow } = bench().db;
    let world = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 14 }), fc.nat({ max: 6 }), async (steps, back) => {
        const id = (n: number) => `w${world}-${n}`;
        world += 1;
        await uow.run(async (tx) => {
          for (let n = 0; n < 4; n++) {
            await tx.write.incidentNew(incident(id(n)));
            await tx.write.sightings([sighting(`${id(n)}-s`, { provider: n % 2 ? 'ally:someone' : 'mission' })]);
            await tx.append(accepted(`${id(n)}-s`));
          }
        });
        for (const s of steps) {
          await uow.run((tx) => record(tx, id(s.incident), s));
          if (s.then === 'nothing') continue;
          await uow.run((tx) => tx.sequence(100, () => [], signer));
          if (s.then === 'follow')
            await uow.run(async (tx) => tx.write.rollupsTo(((await tx.journal.lastPosition()) ?? 0) + 1 - back));
        }
        await uow.run((tx) => tx.sequence(100, () => [], signer));
        const [kept, counted] = await uow.read(async (r) => [
          await r.rollups.all(),
          await r.rollups.recount(await r.rollups.position()),
        ]);
        expect(kept).toEqual(counted);
        // What an edition reads fact by fact is what the roll-ups hold, at the same position.
        const cell = (f: object) => JSON.stringify(f, ['provisionId', 'party', 'sector', 'standing', 'ruled']);
        for (const week of ['2026-W46', '2026-W47']) {
          const [rolled, listed] = await uow.read(async (r) => [
            (await r.rollups.facts(week)).flatMap((f) => Array.from({ length: f.incidents }, () => cell(f))),
            await r.week.factsUnder(week, await r.rollups.position(), ['fire', 'access', 'none']),
          ]);
          expect(listed.map(cell).sort()).toEqual(rolled.sort());
          const ids = [...new Set(listed.map((f) => f.incidentId))];
          const own = await uow.read(async (r) => r.week.factsOf(week, await r.rollups.position(), ids));
          expect(own.map(cell).sort()).toEqual(rolled);
        }
      }),
      { numRuns: 12 },
    );
    await uow.run(async (tx) => tx.write.rollupsTo((await tx.journal.lastPosition())! + 1));
    const weeks = await uow.read(async (r) => {
      const cutoff = await r.rollups.position();
      return Promise.all(
        ['2026-W46', '2026-W47'].map(async (week) => ({
          rolled: (await r.rollups.incidents(week)).reduce((n, c) => n + c.incidents, 0),
          asked: (await r.facts.incidents(week, cutoff)).reduce((n, c) => n + c.incidents, 0),
          listed: (await r.week.incidents(week, cutoff)).length,
          under: (await r.rollups.facts(week)).reduce((n, c) => n + c.incidents, 0),
          counts: (await r.facts.counts(week, cutoff)).reduce((n, c) => n + c.incidents, 0),
        })),
      );
    });
    for (const { rolled, asked, under, counts } of weeks) expect([rolled, under]).toEqual([asked, counts]);
    expect(weeks.some((w) => w.rolled > 0)).toBe(true);
  }, 60_000);

  it('do not go back, and hide who provided a sighting', async () => {
    const { uow } = bench().db;
    await uow.run(async (tx) => {
      await tx.write.sightings([sighting('s-1', { provider: 'ally:someone', sector: null })]);
      await tx.append(accepted('s-1'));
    });
    await uow.run((tx) => tx.sequence(10, () => [], signer));
    expect(await uow.run((tx) => tx.write.rollupsTo(1))).toBe(1);
    expect(await uow.run((tx) => tx.write.rollupsTo(0))).toBe(1);
    expect(await uow.read((r) => r.rollups.sightings('2026-W47'))).toEqual([
      {
        reportingWeek: '2026-W47',
        reportingDay: '2026-11-21',
        sector: 'none',
        means: 'heard',
        type: 'report',
        provider: 'ally',
        sightings: 1,
      },
    ]);
  });
});
