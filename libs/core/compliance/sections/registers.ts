import type { NetFigure } from '../../ruling/registers.js';
import type { Block, Value } from '../edition-types.js';
import { nothing, ref, total, word } from '../figures.js';
import { column, paragraph, table, type Making } from './making.js';

const number = (value: number): Value => ({ type: 'number', value: Math.round(value * 1000) / 1000, unit: null });
const verbatim = (text: string): Value => ({ type: 'verbatim', text, language: null });

/** Where each party stands under each ceiling, and how presence was kept, at the end of the week. */
export function registerBlocks({ source, mission, figures }: Making): Block[] {
  const { ceilings, presence } = source.registers;
  const asOf = (figure: NetFigure | null): Value =>
    figure === null ? nothing : { type: 'time', from: figure.asOf, to: null, precision: 'day' };
  const provisions = mission.provisions.map((p) => p.id);
  const rows = provisions.flatMap((id) =>
    source.order.flatMap((party) => ceilings.filter((c) => c.provisionId === id && c.party === party)),
  );
  return [
    paragraph('registers.how_counted'),
    table(
      'ceilings',
      [
        column('provision', 'ref'),
        column('party', 'ref'),
        column('baseline', 'number'),
        column('declared', 'number'),
        column('declared_as_of', 'time'),
        column('estimate_low', 'number'),
        column('estimate_high', 'number'),
        column('estimate_as_of', 'time'),
        column('verdict', 'text'),
      ],
      rows.map((c) => [
        ref('provision', c.provisionId),
        ref('party', c.party),
        number(c.baseline),
        c.declared ? number(c.declared.best) : nothing,
        asOf(c.declared),
        c.estimated ? number(c.estimated.low) : nothing,
        c.estimated ? number(c.estimated.high) : nothing,
        asOf(c.estimated),
        word(`verdict.${c.verdict}`),
      ]),
    ),
    table(
      'presence',
      [
        column('provision', 'ref'),
        column('time', 'time'),
        column('unit_days'),
        column('expected', 'number'),
        column('verdict', 'text'),
      ],
      presence.map((p) => [
        ref('provision', p.provisionId),
        { type: 'time', from: `${p.from}T12:00:00.000Z`, to: `${p.to}T12:00:00.000Z`, precision: 'day' },
        figures.put(`presence.${p.provisionId}`, p.counted, 'unit_days', 'registers.presence', {
          provisionId: p.provisionId,
          from: p.from,
          to: p.to,
        }),
        number(p.expected),
        word(`verdict.${p.verdict}`),
      ]),
    ),
    table(
      'presence_by_contributor',
      [column('provision', 'ref'), column('contributor', 'text'), column('unit_days')],
      presence.flatMap((p) =>
        Object.entries(p.byContributor)
          .sort(([a], [b]) => (a < b ? -1 : 1))
          .map(([contributor, days]) => [
            ref('provision', p.provisionId),
            verbatim(contributor),
            figures.put(`presence.${p.provisionId}.${contributor}`, days, 'unit_days', 'registers.presence', {
              provisionId: p.provisionId,
              contributor,
            }),
          ]),
      ),
    ),
  ];
}

/**
 * Complaints that each party made and that name it, beside what was ruled: words and findings, counted apart. Near-identical
 * ones are taken as one in the second figure of each.
 */
export function complaintBlocks({ source, figures }: Making): Block[] {
  const cells = (id: string, of: typeof source.complaints, params: Record<string, string>): Value[] => [
    figures.put(
      `${id}`,
      total(of, (c) => c.complaints),
      'complaints',
      'week.complaints',
      params,
    ),
    figures.put(
      `${id}_once`,
      total(of, (c) => c.clusters),
      'complaints',
      'week.complaints',
      { ...params, of: 'clusters' },
    ),
  ];
  const rows = source.order.map((party) => [
    ref('party', party),
    ...cells(
      `complaints.${party}.made`,
      source.complaints.filter((c) => c.provider === `party:${party}`),
      { by: party },
    ),
    ...cells(
      `complaints.${party}.against`,
      source.complaints.filter((c) => c.against === party),
      { against: party },
    ),
    ...(['breach', 'no_breach'] as const).map((ruled) =>
      figures.put(
        `complaints.${party}.ruled_${ruled}`,
        total(
          source.now.facts.filter((f) => f.party === party && f.ruled === ruled),
          (f) => f.incidents,
        ),
        'incidents_under_each_provision',
        'facts.counts',
        { party, ruled },
      ),
    ),
  ]);
  const columns = ['made', 'made_once', 'against', 'against_once', 'ruled_breach', 'ruled_no_breach'];
  return [
    paragraph('complaints.how_counted'),
    table('complaints', [column('party', 'ref'), ...columns.map((id) => column(id))], rows),
  ];
}
