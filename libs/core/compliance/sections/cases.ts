import type { WeekIncident } from '../edition-record.js';
import type { Block, Value } from '../edition-types.js';
import { inOrder, ref, total, word } from '../figures.js';
import { column, paragraph, table, type Making, type SectionMaker } from './making.js';

/** Killed, injured and civilian objects: verified, and told of but not set aside, each incident once. */
export const casualtiesSection: SectionMaker = (making) => {
  const { source, mission } = making;
  const counted = source.cases.filter((c) => c.standing !== 'set_aside');
  const sectors = inOrder(
    mission.sectors.map((s) => s.id),
    [...mission.sectors.map((s) => s.id), ...counted.map((c) => c.sector)],
  );
  const cells = (id: string, cases: WeekIncident[], sector?: string): Value[] => {
    const params = sector === undefined ? {} : { sector };
    const verified = cases.filter((c) => c.standing === 'verified');
    const put = (name: string, value: number, unit: 'people' | 'incidents', standing: string) =>
      making.figures.put(`${id}.${name}`, value, unit, 'week.incidents', { ...params, of: name, standing });
    return [
      put(
        'killed_verified',
        total(verified, (c) => c.killed),
        'people',
        'verified',
      ),
      put(
        'injured_verified',
        total(verified, (c) => c.injured),
        'people',
        'verified',
      ),
      put(
        'killed_told',
        total(cases, (c) => c.killed),
        'people',
        'not set_aside',
      ),
      put(
        'injured_told',
        total(cases, (c) => c.injured),
        'people',
        'not set_aside',
      ),
      put('objects_verified', verified.filter((c) => c.civilianObject).length, 'incidents', 'verified'),
      put('objects_told', cases.filter((c) => c.civilianObject).length, 'incidents', 'not set_aside'),
    ];
  };
  const names = [
    'killed_verified',
    'injured_verified',
    'killed_told',
    'injured_told',
    'objects_verified',
    'objects_told',
  ];
  return [
    paragraph('casualties.how_counted'),
    table(
      'casualties',
      [column('sector', 'ref'), ...names.map((name) => column(name))],
      sectors.map((sector) => [
        ref('sector', sector),
        ...cells(
          `casualties.${sector}`,
          counted.filter((c) => c.sector === sector),
          sector,
        ),
      ]),
      [[word('total'), ...cells('casualties.all', counted)]],
    ),
  ];
};

/** What stood where it may not: incidents under the withdrawal provisions, by weapon and sector. */
export const weaponsSection: SectionMaker = ({ source, mission, figures }) => {
  const withdrawal = mission.provisions.filter((p) => p.kind === 'withdrawal').map((p) => p.id);
  const facts = source.now.facts.filter((f) => withdrawal.includes(f.provisionId));
  const parties = inOrder(source.order, [...source.order, ...facts.map((f) => f.party)]);
  const sectors = inOrder(
    mission.sectors.map((s) => s.id),
    facts.map((f) => f.sector),
  );
  const cells = (id: string, rows: typeof facts, params: Record<string, string>): Value[] =>
    (['alleged', 'verified', 'ruled_breach'] as const).map((name) =>
      figures.put(
        `${id}.${name}`,
        total(
          rows.filter((r) =>
            name === 'verified' ? r.standing === 'verified' : name === 'alleged' || r.ruled === 'breach',
          ),
          (r) => r.incidents,
        ),
        'incidents_under_each_provision',
        'facts.counts',
        { kind: 'withdrawal', of: name, ...params },
      ),
    );
  const rows = sectors.flatMap((sector) =>
    parties.map((party) => [
      ref('sector', sector),
      ref('party', party),
      ...cells(
        `weapons.${sector}.${party}`,
        facts.filter((f) => f.sector === sector && f.party === party),
        { sector, party },
      ),
    ]),
  );
  const columns = [
    column('sector', 'ref'),
    column('party', 'ref'),
    column('alleged'),
    column('verified'),
    column('ruled_breach'),
  ];
  return [table('weapons', columns, rows, [[word('total'), { type: 'nothing' }, ...cells('weapons.all', facts, {})]])];
};

/** Ids of the kinds that restrict access. */
export function accessKinds({ mission }: Making): string[] {
  return mission.eventKinds.filter((k) => k.category === 'access').map((k) => k.id);
}

/** Restrictions of movement, and what could not be verified because of them. */
export const restrictionsSection: SectionMaker = (making) => {
  const { source, mission, figures } = making;
  const kinds = accessKinds(making);
  const rollups = source.now.incidents.filter((c) => kinds.includes(c.kind) && c.standing !== 'set_aside');
  const sectors = inOrder(
    mission.sectors.map((s) => s.id),
    [...mission.sectors.map((s) => s.id), ...rollups.map((c) => c.sector)],
  );
  const debt = source.cases.filter((c) => c.standing === 'not_verifiable' && c.cause === 'access');
  const cells = (id: string, sector?: string): Value[] => {
    const here = rollups.filter((c) => sector === undefined || c.sector === sector);
    const owed = debt.filter((c) => sector === undefined || c.sector === sector).length;
    const params = sector === undefined ? {} : { sector };
    return [
      ...kinds.map((kind) =>
        figures.put(
          `${id}.${kind}`,
          total(
            here.filter((c) => c.kind === kind),
            (c) => c.incidents,
          ),
          'restrictions',
          'facts.incidents',
          { ...params, kind },
        ),
      ),
      figures.put(
        `${id}.all`,
        total(here, (c) => c.incidents),
        'restrictions',
        'facts.incidents',
        { ...params, category: 'access' },
      ),
      figures.put(`${id}.debt`, owed, 'incidents', 'week.incidents', { ...params, cause: 'access' }),
    ];
  };
  const parties = inOrder(source.order, [...source.order, ...rollups.map((c) => c.party)]);
  const blocks: Block[] = [
    paragraph('restrictions.debt', {
      debt: figures.put('restrictions.debt', debt.length, 'incidents', 'week.incidents', { cause: 'access' }),
    }),
    table(
      'restrictions',
      [column('sector', 'ref'), ...kinds.map((kind) => column(`kind:${kind}`)), column('restrictions'), column('debt')],
      sectors.map((sector) => [ref('sector', sector), ...cells(`restrictions.${sector}`, sector)]),
      [[word('total'), ...cells('restrictions.every')]],
    ),
    table(
      'restrictions_by_party',
      [column('party', 'ref'), column('restrictions')],
      parties.map((party) => [
        ref('party', party),
        figures.put(
          `restrictions.party.${party}`,
          total(
            rollups.filter((c) => c.party === party),
            (c) => c.incidents,
          ),
          'restrictions',
          'facts.incidents',
          { party, category: 'access' },
        ),
      ]),
      [[word('total'), { type: 'figure', id: 'restrictions.every.all' }]],
    ),
  ];
  return blocks;
};
