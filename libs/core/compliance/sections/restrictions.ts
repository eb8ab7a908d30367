import { accessFigures } from '../../verification/access/figures.js';
import type { WeekIncident } from '../edition-record.js';
import type { Block, Value } from '../edition-types.js';
import { inOrder, nothing, ref, total, word } from '../figures.js';
import { column, paragraph, table, type Making, type SectionMaker } from './making.js';

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
  return [...blocks, byType(making, kinds), accessBySide(making)];
};

const types = ['denied', 'delayed', 'conditional', 'jamming', 'mines', 'unsaid'] as const;

/** How the first to tell of it described it, and the minutes lost to delays. */
function byType({ source, figures }: Making, kinds: string[]): Block {
  const cases = source.cases.filter((c) => kinds.includes(c.kind) && c.standing !== 'set_aside');
  const cells = (id: string, of: WeekIncident[], params: Record<string, string>): Value[] => [
    figures.put(`${id}.incidents`, of.length, 'restrictions', 'week.incidents', params),
    figures.put(
      `${id}.minutes`,
      total(of, (c) => Math.max(0, ...c.restrictions.map((r) => r.minutes ?? 0))),
      'minutes',
      'week.incidents',
      { ...params, of: 'minutes' },
    ),
  ];
  return table(
    'restrictions_by_type',
    [column('type', 'text'), column('restrictions'), column('minutes')],
    types.map((type) => [
      word(`restriction.${type}`),
      ...cells(
        `restrictions.type.${type}`,
        cases.filter((c) => (c.restrictions[0]?.type ?? 'unsaid') === type),
        { type },
      ),
    ]),
    [[word('total'), ...cells('restrictions.types', cases, {})]],
  );
}

/** How far the mission got on each side: tasks, the share of tries that access decided, and what it still owes. */
function accessBySide({ source, mission, figures }: Making): Block {
  const sides = [...source.order, ...([...source.tasks, ...source.debts].some((r) => r.side === null) ? [null] : [])];
  const cells = (id: string, side?: string | null): Value[] => {
    const mine = <T extends { side: string | null }>(rows: readonly T[]) =>
      rows.filter((r) => side === undefined || r.side === side);
    const params = side === undefined ? {} : { side };
    const tasks = mine(source.tasks);
    const count = (name: string, n: number) =>
      figures.put(`${id}.${name}`, n, 'tasks', 'week.tasks', { ...params, of: name });
    const owed = (name: string, rows: typeof source.debts) =>
      figures.put(`${id}.${name}`, new Set(rows.map((d) => d.incidentId)).size, 'incidents', 'week.debts', {
        ...params,
        of: name,
      });
    const reached = tasks.filter((t) => t.state === 'reached').length;
    const kept = tasks.filter((t) => t.state === 'not_reached' && t.cause === 'access').length;
    const { accessIndex } = accessFigures(
      { side: side ?? null, reached, kept, other: 0 },
      { opened: 0, open: 0 },
      mission.verification.access.fewestTries,
    );
    const debts = mine(source.debts);
    return [
      count('reached', reached),
      count('kept_out', kept),
      count('otherwise_not_reached', tasks.length - reached - kept),
      accessIndex === null
        ? nothing
        : figures.put(`${id}.access_index`, accessIndex, 'share', 'week.tasks', { ...params, of: 'access_index' }),
      owed(
        'debt_opened',
        debts.filter((d) => d.openedAt >= source.from),
      ),
      owed(
        'debt_open',
        debts.filter((d) => d.settledAt === null),
      ),
    ];
  };
  const names = ['reached', 'kept_out', 'otherwise_not_reached', 'access_index', 'debt_opened', 'debt_open'];
  return table(
    'access_by_side',
    [column('side', 'ref'), ...names.map((name) => column(name))],
    sides.map((side) => [ref('party', side ?? 'none'), ...cells(`access.${side ?? 'none'}`, side)]),
  );
}
