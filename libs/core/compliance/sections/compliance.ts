import type { FactCount } from '../edition-source.js';
import type { Block, Value } from '../edition-types.js';
import { inOrder, nothing, ref, total, word } from '../figures.js';
import { dailyChart, hoursChart, mapsOf, sectorChart } from './pictures.js';
import { column, paragraph, table, type Making, type SectionMaker } from './making.js';

interface Scope {
  provisionId?: string;
  party?: string;
  sector?: string;
}

const counted = ['alleged', 'verified', 'attributed', 'ruled_breach', 'open', 'not_verifiable', 'set_aside'] as const;
const columns = [...counted, 'verified_last_week', 'verified_mean', 'rate'].map((id) => column(id));

/** What each column asks of the roll-up; 'alleged' is all that was counted, 'open' what nobody has decided on yet. */
const filters: Record<Exclude<(typeof counted)[number], 'attributed'>, Partial<FactCount>> = {
  alleged: {},
  verified: { standing: 'verified' },
  ruled_breach: { ruled: 'breach' },
  open: { standing: 'alleged' },
  not_verifiable: { standing: 'not_verifiable' },
  set_aside: { standing: 'set_aside' },
};

/** Per provision, party and sector, beside the week before, the mean of four weeks and the rate per effort. */
export const complianceSection: SectionMaker = (making) => {
  const { source, mission } = making;
  const facts = [source.now, ...source.before].flatMap((w) => w.facts);
  const provisions = inOrder(
    mission.provisions.map((p) => p.id),
    facts.map((f) => f.provisionId),
  );
  const rows: Value[][] = [];
  for (const provisionId of provisions) {
    const under = facts.filter((f) => f.provisionId === provisionId);
    for (const sector of inOrder(
      mission.sectors.map((s) => s.id),
      under.map((f) => f.sector),
    )) {
      const here = under.filter((f) => f.sector === sector);
      // Every party has its row, also with zeros, so that none stands alone in a table.
      for (const party of parties(
        making,
        here.map((f) => f.party),
      )) {
        const scope = { provisionId, party, sector };
        const id = `compliance.${provisionId}.${party}.${sector}`;
        rows.push([
          ref('provision', provisionId),
          ref('party', party),
          ref('sector', sector),
          ...cells(making, id, scope),
        ]);
      }
    }
  }
  const all = cells(making, 'compliance.all', {});
  const by = (of: 'provision' | 'party' | 'sector', ids: string[]): Block =>
    table(
      `compliance_by_${of}`,
      [column(of, 'ref'), ...columns],
      ids.map((id) => [
        ref(of, id),
        ...cells(making, `compliance.${of}.${id}`, { [of === 'provision' ? 'provisionId' : of]: id }),
      ]),
      [[word('total'), ...all]],
    );
  return [
    paragraph('compliance.how_counted'),
    ...lateNote(making),
    by(
      'party',
      parties(
        making,
        facts.map((f) => f.party),
      ),
    ),
    by('provision', provisions),
    by(
      'sector',
      inOrder(
        mission.sectors.map((s) => s.id),
        facts.map((f) => f.sector),
      ),
    ),
    table(
      'compliance',
      [column('provision', 'ref'), column('party', 'ref'), column('sector', 'ref'), ...columns],
      rows,
      [[word('total'), nothing, nothing, ...all]],
    ),
    causes(making),
    dailyChart(making),
    sectorChart(making),
    hoursChart(making),
    ...mapsOf(making),
  ];
};

/** All parties in the week's order, then 'none' or what an older pack had. */
function parties({ source }: Making, occurring: string[]): string[] {
  return inOrder(source.order, [...source.order, ...occurring]);
}

function cells({ source, figures }: Making, id: string, scope: Scope): Value[] {
  const several = scope.provisionId === undefined;
  const unit = several ? 'incidents_under_each_provision' : 'incidents';
  const within = (facts: readonly FactCount[]) =>
    facts.filter(
      (f) =>
        (scope.provisionId === undefined || f.provisionId === scope.provisionId) &&
        (scope.party === undefined || f.party === scope.party) &&
        (scope.sector === undefined || f.sector === scope.sector),
    );
  const params = { ...scope };
  const here = within(source.now.facts);
  const count = (facts: FactCount[], filter: Partial<FactCount>) =>
    total(
      facts.filter((f) => Object.entries(filter).every(([key, value]) => f[key as keyof FactCount] === value)),
      (f) => f.incidents,
    );
  const values = counted.map((name) => {
    if (name !== 'attributed') {
      const filter = filters[name];
      return figures.put(`${id}.${name}`, count(here, filter), unit, 'facts.counts', {
        ...params,
        ...filter,
      } as typeof params);
    }
    const rows = source.attributed.filter(
      (a) =>
        (scope.provisionId ?? a.provisionId) === a.provisionId &&
        (scope.party ?? a.party) === a.party &&
        (scope.sector ?? a.sector) === a.sector,
    );
    return figures.put(
      `${id}.attributed`,
      total(rows, (r) => r.incidents),
      unit,
      'week.attributed',
      params,
    );
  });
  const verified = source.before.map((w) => count(within(w.facts), filters.verified));
  const last = source.before[0]?.week ?? '';
  const hours = total(
    source.now.effort.filter((e) => scope.sector === undefined || e.sector === scope.sector),
    (e) => e.usableHours,
  );
  return [
    ...values,
    figures.put(`${id}.verified_last_week`, verified[0] ?? 0, unit, 'facts.counts', {
      ...params,
      week: last,
      standing: 'verified',
    }),
    figures.put(
      `${id}.verified_mean`,
      total(verified, (n) => n) / verified.length,
      'incidents_per_week',
      'facts.counts.mean',
      {
        ...params,
        weeks: verified.length,
        standing: 'verified',
      },
    ),
    figures.rate(`${id}.rate`, count(here, filters.verified), hours, params),
  ];
}

/** Why what is not verifiable is so; each incident once. */
function causes({ source, figures }: Making): Block {
  const undecidable = source.cases.filter((c) => c.standing === 'not_verifiable');
  const names = ['access', 'time', 'evidence', 'mandate', 'unsaid'];
  const of = (name: string) => undecidable.filter((c) => (c.cause ?? 'unsaid') === name).length;
  return table(
    'not_verifiable_causes',
    [column('cause', 'text'), column('incidents')],
    names.map((name) => [
      word(`cause.${name}`),
      figures.put(`not_verifiable.${name}`, of(name), 'incidents', 'week.incidents', {
        standing: 'not_verifiable',
        cause: name,
      }),
    ]),
    [
      [
        word('total'),
        figures.put('not_verifiable.all', undecidable.length, 'incidents', 'week.incidents', {
          standing: 'not_verifiable',
        }),
      ],
    ],
  );
}

/** What came in after the cut-off of an earlier edition is told of here, since that edition stays as it was. */
function lateNote({ source, figures }: Making): Block[] {
  return source.late.flatMap(({ week, since, rows }): Block[] => {
    const params = { week, since };
    const of = (id: string, n: number, more = {}) =>
      figures.put(id, n, 'incidents', 'week.late', { ...params, ...more });
    const all = of(
      `late.${week}`,
      total(rows, (r) => r.incidents),
    );
    const values = { incidents: all, week: { type: 'verbatim', text: week, language: null } as Value };
    return [
      { ...paragraph('compliance.late', values, 'warning'), id: `compliance.late.${week}` },
      {
        ...table(
          'late',
          [column('sector', 'ref'), column('kind', 'ref'), column('incidents')],
          rows.map((r) => [
            ref('sector', r.sector),
            ref('kind', r.kind),
            of(`late.${week}.${r.sector}.${r.kind}`, r.incidents, { sector: r.sector, kind: r.kind }),
          ]),
          [[word('total'), nothing, all]],
        ),
        captionValues: { week: values.week },
      },
    ];
  });
}
