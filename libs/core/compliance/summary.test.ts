import fc from 'fast-check';
import { Problem } from '../errors.js';
import type { IncidentFact, Mission } from '../mission/types.js';
import type { Deps, Reads } from '../ports.js';
import { partyOrder } from './party-order.js';
import { buildSummary } from './summary.js';
import { checkSums } from './sums.js';
import type { Summary } from './types.js';

const week = '2026-W46';
const before = '2026-W45';
const localised = (id: string) => ({ id, name: { en: id } });

function mission(parties = ['p1', 'p2']): Mission {
  return {
    id: 'm',
    digest: 'd',
    calendar: { timeZone: 'Europe/Kyiv', dayEnds: '19:30', weekEndsOn: 7 },
    parties: parties.map((id) => ({ ...localised(id), adjective: { en: id } })),
    provisions: ['fire', 'access'].map((id) => ({ id, title: { en: id } })),
    sectors: ['s1', 's2'].map((id) => ({ ...localised(id), polygons: [] })),
    eventKinds: [
      { ...localised('shot'), category: 'ceasefire' },
      { ...localised('denied'), category: 'access' },
    ],
  } as unknown as Mission;
}

type Standing = { fact: IncidentFact; position: number };

/** The store's rule on plain arrays: the newest fact of each incident × provision below the cut-off, live ones of the week. */
function readsOver(facts: Standing[], size: number, effort: Awaited<ReturnType<Reads['facts']['effort']>> = []): Reads {
  const standing = (wanted: string, cutoff: number) => {
    const newest = new Map<string, Standing>();
    for (const f of facts.filter((one) => one.position < cutoff)) {
      const key = `${f.fact.incidentId} ${f.fact.provisionId}`;
      if ((newest.get(key)?.position ?? -1) <= f.position) newest.set(key, f);
    }
    return [...newest.values()].map((f) => f.fact).filter((f) => f.live === 1 && f.reportingWeek === wanted);
  };
  const reads = {
    journal: { head: async () => ({ size, root: 'ab'.repeat(32) }) },
    meta: { get: async () => null },
    facts: {
      counts: async (wanted: string, cutoff: number) =>
        standing(wanted, cutoff).map(({ provisionId, party, sector, kind, standing: s, ruled }) => ({
          provisionId,
          party,
          sector,
          kind,
          standing: s,
          ruled,
          incidents: 1,
        })),
      incidents: async (wanted: string, cutoff: number) => {
        const each = new Map(standing(wanted, cutoff).map((f) => [f.incidentId, f]));
        return [...each.values()].map(({ sector, kind }) => ({ sector, kind, incidents: 1 }));
      },
      effort: async () => effort,
    },
    watches: {
      incidents: async (wanted: string, cutoff: number) => {
        const each = new Map(standing(wanted, cutoff).map((f) => [f.incidentId, f]));
        return [...each.values()].map(({ sector }, i) => ({
          sector,
          lat: 48,
          lon: 37,
          start: `2026-11-10T${String(i % 24).padStart(2, '0')}:00:00.000Z`,
          side: { p1: i % 3 === 0 ? 0.9 : 0.1, p2: i % 3 === 1 ? 0.9 : 0.1 },
        }));
      },
      hours: async () => [],
    },
    noticeMatches: { counts: async () => [{ party: 'p1', result: 'inside' as const, sightings: 3, incidents: 1 }] },
    notifications: { during: async () => [] },
    complaints: { counts: async () => [] },
  };
  return reads as unknown as Reads;
}

function deps(reads: Reads, pack = mission()): Deps {
  return { mission: pack, uow: { read: <T>(body: (r: Reads) => Promise<T>) => body(reads) } } as unknown as Deps;
}

function fact(incidentId: string, position: number, more: Partial<IncidentFact> = {}): Standing {
  const base: IncidentFact = {
    entryId: `e${position}`,
    incidentId,
    provisionId: 'fire',
    party: 'p1',
    sector: 's1',
    reportingDay: '2026-11-12',
    reportingWeek: week,
    kind: 'shot',
    standing: 'alleged',
    ruled: 'none',
    live: 1,
  };
  return { position, fact: { ...base, ...more } };
}

const total = (summary: Summary, scope: string, id: string, name: string) =>
  summary.totals.find((t) => t.scope === scope && t.id === id)?.figures[name]?.value;

describe('buildSummary', () => {
  const facts = [
    fact('a', 0),
    fact('a', 3, { standing: 'verified' }),
    fact('a', 5, { standing: 'verified', ruled: 'breach' }),
    fact('b', 1, { party: 'p2', sector: 's2' }),
    fact('c', 2, { provisionId: 'fire', kind: 'denied', party: 'none', standing: 'not_verifiable' }),
    fact('c', 2, { provisionId: 'access', kind: 'denied', party: 'none', standing: 'not_verifiable' }),
    fact('d', 4, { standing: 'set_aside' }),
    fact('d', 6, { standing: 'set_aside', live: 0 }),
    fact('z', 0, { reportingWeek: before, standing: 'verified' }),
  ];

  it('counts each incident once under each provision, and distinct incidents once', async () => {
    const s = await buildSummary(deps(readsOver(facts, 10)), week);
    expect(s).toMatchObject({
      week,
      cutoff: 10,
      from: '2026-11-08T17:30:00.000Z',
      to: '2026-11-15T17:30:00.000Z',
      demo: false,
    });
    expect(s.incidents.live.value).toBe(3);
    expect(s.incidents.byKind.map((f) => [f.id, f.value])).toEqual([
      ['incidents.kind.shot', 2],
      ['incidents.kind.denied', 1],
    ]);
    expect(total(s, 'all', 'all', 'verified')).toBe(1);
    expect(total(s, 'all', 'all', 'notVerifiable')).toBe(2);
    expect(total(s, 'all', 'all', 'setAside')).toBe(0);
    expect(total(s, 'provision', 'fire', 'ruledBreach')).toBe(1);
    expect(total(s, 'provision', 'fire', 'verifiedLastWeek')).toBe(1);
    expect(total(s, 'party', 'p2', 'alleged')).toBe(1);
    expect(total(s, 'sector', 's2', 'alleged')).toBe(1);
    expect(s.restrictions).toEqual([expect.objectContaining({ id: 'restrictions.s1.denied', value: 1 })]);
    const figure = s.rows.find((r) => r.party === 'p1' && r.sector === 's1' && r.provisionId === 'fire')?.verified;
    expect(figure?.query).toEqual({
      name: 'facts.counts',
      params: { week, cutoff: 10, provisionId: 'fire', party: 'p1', sector: 's1', standing: 'verified' },
    });
  });

  it('counts only what lies before the cut-off', async () => {
    const s = await buildSummary(deps(readsOver(facts, 3)), week);
    expect(total(s, 'all', 'all', 'verified')).toBe(0);
    expect(total(s, 'all', 'all', 'alleged')).toBe(2);
  });

  it('gives every party a row wherever one has one', async () => {
    const s = await buildSummary(deps(readsOver([fact('a', 0)], 1)), week);
    expect(s.rows.map((r) => r.party).sort()).toEqual(['p1', 'p2']);
  });

  it('says the hours of watching and refuses weeks that do not exist', async () => {
    const effort = [{ sector: 's1', side: 'p1', means: 'patrol', usableHours: 0.1 + 0.2, lostHours: 1 }];
    const s = await buildSummary(deps(readsOver([], 0, effort)), week);
    expect(s.effort[0]?.usableHours.value).toBe(0.3);
    expect(s.incidents.live.value).toBe(0);
    await expect(buildSummary(deps(readsOver([], 0)), '2026-W60')).rejects.toThrow(Problem);
  });

  it('swaps with the parties and changes in nothing else', async () => {
    const one = fc.record({
      incidentId: fc.constantFrom('a', 'b', 'c', 'd', 'e'),
      provisionId: fc.constantFrom('fire', 'access', 'none'),
      party: fc.constantFrom('p1', 'p2', 'none'),
      sector: fc.constantFrom('s1', 's2', 'none'),
      reportingWeek: fc.constantFrom(week, before),
      standing: fc.constantFrom<IncidentFact['standing']>('alleged', 'verified', 'not_verifiable', 'set_aside'),
      ruled: fc.constantFrom<IncidentFact['ruled']>('breach', 'no_breach', 'none'),
    });
    const swap = (id: string) => (id === 'p1' ? 'p2' : id === 'p2' ? 'p1' : id);
    await fc.assert(
      fc.asyncProperty(fc.array(one, { maxLength: 12 }), async (list) => {
        // Week, sector and standing belong to the incident, not to the provision.
        const first = new Map(list.toReversed().map((f) => [f.incidentId, f]));
        const all = list.map((f, i) => {
          const { sector, reportingWeek, standing } = first.get(f.incidentId) ?? f;
          return fact(f.incidentId, i, { ...f, sector, reportingWeek, standing });
        });
        const swapped = all.map(({ fact: f, position }) => ({ position, fact: { ...f, party: swap(f.party) } }));
        const s = await buildSummary(deps(readsOver(all, 99)), week);
        const t = await buildSummary(deps(readsOver(swapped, 99), mission(['p2', 'p1'])), week);
        const numbers = (summary: Summary, as: (id: string) => string) =>
          summary.rows
            .map((r) =>
              JSON.stringify([
                r.provisionId,
                as(r.party),
                r.sector,
                r.alleged.value,
                r.verified.value,
                r.notVerifiable.value,
                r.setAside.value,
                r.ruledBreach.value,
                r.lastWeek,
              ]),
            )
            .sort();
        expect(numbers(t, swap)).toEqual(numbers(s, (id) => id));
        for (const name of ['alleged', 'verified', 'ruledBreach']) {
          expect(total(t, 'party', 'p2', name)).toBe(total(s, 'party', 'p1', name));
          expect(total(t, 'all', 'all', name)).toBe(total(s, 'all', 'all', name));
        }
      }),
      { numRuns: 50 },
    );
  });
});

describe('checkSums', () => {
  const good = () => buildSummary(deps(readsOver([fact('a', 0), fact('b', 1, { party: 'p2' })], 2)), week);

  it('names the two figures that differ and their values', async () => {
    const s = await good();
    expect(() => checkSums(s)).not.toThrow();
    const row = s.rows.find((r) => r.party === 'p1');
    if (!row) throw new Error('no row');
    row.alleged.value = 7;
    expect(() => checkSums(s)).toThrow(/total\.provision\.fire\.alleged is 2, but the sum of its 2 rows is 8/);
  });

  it('sees a row or a total that is missing, last week’s figures, and distinct incidents', async () => {
    const without = await good();
    without.rows.pop();
    expect(() => checkSums(without)).toThrow(Problem);
    const party = await good();
    party.totals = party.totals.filter((t) => t.id !== 'p2');
    expect(() => checkSums(party)).toThrow(/there is no total\.party\.p2/);
    const last = await good();
    const row = last.rows[0];
    if (row) row.lastWeek.verified = 1;
    expect(() => checkSums(last)).toThrow(/verifiedLastWeek is 0/);
    const distinct = await good();
    distinct.incidents.live.value = 3;
    expect(() => checkSums(distinct)).toThrow(/incidents\.live is 3/);
  });

  it('sees more breaches than incidents', async () => {
    const s = await good();
    for (const t of s.totals.filter((one) => ['fire', 'p1', 's1', 'all'].includes(one.id))) {
      const figure = t.figures['ruledBreach'];
      if (figure) figure.value = 5;
    }
    const row = s.rows.find((r) => r.party === 'p1');
    if (row) row.ruledBreach.value = 5;
    expect(() => checkSums(s)).toThrow(/ruledBreach is 5, but its row counts 1/);
  });
});

describe('the order of the parties', () => {
  it('takes turns every week, also over a year of 53 weeks, whatever the order in the pack', () => {
    const pack = mission().parties;
    const orders = ['2026-W51', '2026-W52', '2026-W53', '2027-W01', '2027-W02'].map((w) => partyOrder(pack, w)[0]);
    expect(new Set(orders.filter((_, i) => i % 2 === 0)).size).toBe(1);
    expect(orders[0]).not.toBe(orders[1]);
    expect(orders[1]).toBe(orders[3]);
    expect(partyOrder(pack.toReversed(), week)).toEqual(partyOrder(pack, week));
    expect(partyOrder([], week)).toEqual([]);
  });
});
