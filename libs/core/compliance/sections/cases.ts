import type { WeekIncident } from '../edition-record.js';
import type { Block, Value } from '../edition-types.js';
import { inOrder, nothing, ref, total, word } from '../figures.js';
import { column, paragraph, table, type Making, type SectionMaker } from './making.js';

/** Killed, injured and civilian objects: verified, and told of but not set aside, each incident once. */
export const casualtiesSection: SectionMaker = (making) => {
  const { source, mission } = making;
  const counted = source.cases.filter((c) => c.standing !== 'set_aside');
  const sectors = inOrder(
    mission.sectors.map((s) => s.id),
    [...mission.sectors.map((s) => s.id), ...counted.map((c) => c.sector)],
  );
  const cells = (id: string, cases: WeekIncident[], params: Record<string, string> = {}): Value[] => {
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
  const by = (id: string, of: 'sector' | 'kind' | 'party', ids: string[]): Block =>
    table(
      id,
      [column(of, 'ref'), ...names.map((name) => column(name))],
      ids.map((one) => [
        ref(of, one),
        ...cells(
          of === 'sector' ? `casualties.${one}` : `casualties.${of}.${one}`,
          counted.filter((c) => c[of] === one),
          { [of]: one },
        ),
      ]),
      [[word('total'), ...cells('casualties.all', counted)]],
    );
  const harmful = counted.filter((c) => c.killed > 0 || c.injured > 0 || c.civilianObject);
  return [
    paragraph('casualties.how_counted'),
    by('casualties', 'sector', sectors),
    by('casualties_by_party', 'party', inOrder(source.order, [...source.order, ...counted.map((c) => c.party)])),
    by(
      'casualties_by_kind',
      'kind',
      inOrder(
        mission.eventKinds.map((k) => k.id),
        harmful.map((c) => c.kind),
      ),
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
  return [
    table('weapons', columns, rows, [[word('total'), nothing, ...cells('weapons.all', facts, {})]]),
    byWeapon({ source, mission, figures }, withdrawal),
  ];
};

/** The same by weapon, each incident once, with how many were seen where a source counted them. */
function byWeapon(
  { source, mission, figures }: Pick<Making, 'source' | 'mission' | 'figures'>,
  withdrawal: string[],
): Block {
  const ids = new Set(source.under.filter((f) => withdrawal.includes(f.provisionId)).map((f) => f.incidentId));
  const cases = source.cases.filter((c) => ids.has(c.id));
  const weapons = inOrder(
    mission.weapons.map((w) => w.id),
    cases.map((c) => c.weapon ?? 'none'),
  );
  const cells = (id: string, of: WeekIncident[], params: Record<string, string>): Value[] => {
    const put = (name: string, value: number, unit: 'incidents' | 'weapons') =>
      figures.put(`${id}.${name}`, value, unit, 'week.incidents', { provisions: 'withdrawal', of: name, ...params });
    const verified = of.filter((c) => c.standing === 'verified');
    return [
      put('incidents', of.length, 'incidents'),
      put('verified', verified.length, 'incidents'),
      put(
        'seen',
        total(verified, (c) => c.count ?? 0),
        'weapons',
      ),
    ];
  };
  return table(
    'weapons_by_weapon',
    [column('weapon', 'ref'), column('incidents'), column('verified'), column('seen')],
    weapons.map((weapon) => [
      ref('weapon', weapon),
      ...cells(
        `weapons.weapon.${weapon}`,
        cases.filter((c) => (c.weapon ?? 'none') === weapon),
        { weapon },
      ),
    ]),
    [[word('total'), ...cells('weapons.every', cases, {})]],
  );
}
