import type { Block, Value } from '../edition-types.js';
import { inOrder, nothing, ref, total, word } from '../figures.js';
import { causes } from './causes.js';
import { comparedBlocks } from './compared.js';
import { counted, countIn, hoursIn, parties, queryOf, unitOf, type Scope } from './counting.js';
import { dailyChart, hoursChart, sectorChart } from './pictures.js';
import { complaintBlocks, registerBlocks } from './registers.js';
import { column, knownBefore, paragraph, table, type Making, type SectionMaker } from './making.js';

const columns = [...counted, 'verified_last_week', 'verified_mean', 'rate'].map((id) => column(id));

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
    ...comparedBlocks(making, rows),
    ...causes(making),
    ...registerBlocks(making),
    ...complaintBlocks(making),
    dailyChart(making),
    sectorChart(making),
    hoursChart(making),
  ];
};

function cells({ source, figures }: Making, id: string, scope: Scope): Value[] {
  const unit = unitOf(scope);
  const params = { ...scope };
  const values = counted.map((name) => {
    const { query, params: asked } = queryOf(scope, name);
    return figures.put(`${id}.${name}`, countIn(source.now, scope, name), unit, query, asked);
  });
  const [last] = source.before;
  const known = knownBefore(source);
  const verified = known.map((w) => countIn(w, scope, 'verified'));
  return [
    ...values,
    last?.known
      ? figures.put(`${id}.verified_last_week`, countIn(last, scope, 'verified'), unit, 'facts.counts', {
          ...params,
          week: last.week,
          standing: 'verified',
        })
      : nothing,
    known.length > 0
      ? figures.put(
          `${id}.verified_mean`,
          total(verified, (n) => n) / known.length,
          'incidents_per_week',
          'facts.counts.mean',
          { ...params, weeks: known.length, standing: 'verified' },
        )
      : nothing,
    figures.rate(`${id}.rate`, countIn(source.now, scope, 'verified'), hoursIn(source.now, scope), params),
  ];
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
