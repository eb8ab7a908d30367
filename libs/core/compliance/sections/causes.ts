import type { Block, Value } from '../edition-types.js';
import { inOrder, nothing, ref, word } from '../figures.js';
import { column, table, wordColumn, type Making } from './making.js';

const names = ['access', 'time', 'evidence', 'mandate', 'unsaid'] as const;

/** Why what is not verifiable is so: each incident once, then under each provision, party and sector that it counts. */
export function causes({ source, mission, figures }: Making): Block[] {
  const undecidable = source.cases.filter((c) => c.standing === 'not_verifiable');
  const causeOf = new Map(undecidable.map((c) => [c.id, c.cause ?? 'unsaid']));
  const put = (id: string, n: number, params: Record<string, string>) =>
    figures.put(id, n, 'incidents', 'week.incidents', { standing: 'not_verifiable', ...params });
  const facts = source.under.filter((f) => f.standing === 'not_verifiable');
  const cells = (id: string, rows: typeof facts, params: Record<string, string>): Value[] => [
    ...names.map((cause) =>
      figures.put(
        `${id}.${cause}`,
        rows.filter((f) => (causeOf.get(f.incidentId) ?? 'unsaid') === cause).length,
        'incidents_under_each_provision',
        'week.factsUnder',
        { ...params, cause },
      ),
    ),
    figures.put(`${id}.all`, rows.length, 'incidents_under_each_provision', 'week.factsUnder', params),
  ];
  const provisions = inOrder(
    mission.provisions.map((p) => p.id),
    facts.map((f) => f.provisionId),
  );
  const rows = provisions.flatMap((provisionId) => {
    const under = facts.filter((f) => f.provisionId === provisionId);
    const sectors = inOrder(
      mission.sectors.map((s) => s.id),
      under.map((f) => f.sector),
    );
    return sectors.flatMap((sector) => {
      const here = under.filter((f) => f.sector === sector);
      return inOrder(source.order, [...source.order, ...here.map((f) => f.party)]).map((party) => [
        ref('provision', provisionId),
        ref('party', party),
        ref('sector', sector),
        ...cells(
          `not_verifiable.${provisionId}.${party}.${sector}`,
          here.filter((f) => f.party === party),
          { provisionId, party, sector },
        ),
      ]);
    });
  });
  return [
    table(
      'not_verifiable_causes',
      [column('cause', 'text'), column('incidents')],
      names.map((name) => [
        word(`cause.${name}`),
        put(`not_verifiable.${name}`, [...causeOf.values()].filter((cause) => cause === name).length, { cause: name }),
      ]),
      [[word('total'), put('not_verifiable.all', undecidable.length, {})]],
    ),
    table(
      'not_verifiable_by_provision',
      [
        column('provision', 'ref'),
        column('party', 'ref'),
        column('sector', 'ref'),
        ...names.map((name) => wordColumn(`cause.${name}`)),
        column('not_verifiable'),
      ],
      rows,
      [[word('total'), nothing, nothing, ...cells('not_verifiable.facts', facts, {})]],
    ),
  ];
}
