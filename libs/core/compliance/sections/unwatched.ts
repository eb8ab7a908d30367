import type { LostHours } from '../../ports-edition.js';
import type { Block, Value } from '../edition-types.js';
import { inOrder, nothing, ref, total, word } from '../figures.js';
import { column, paragraph, table, wordColumn, type Making, type SectionMaker } from './making.js';

/** A figure of a section that comes before. */
const shown = (id: string): Value => ({ type: 'figure', id });

/** Hours of watching and hours lost, by sector, side and means. */
export const unwatchedSection: SectionMaker = (making) => {
  const { source, mission, figures } = making;
  const order = mission.sectors.map((s) => s.id);
  const efforts = [...source.now.effort].sort(
    (a, b) =>
      place(order, a.sector) - place(order, b.sector) ||
      place(source.order, a.side ?? '') - place(source.order, b.side ?? '') ||
      (a.means < b.means ? -1 : 1),
  );
  const cells = (id: string, rows: typeof efforts, params: Record<string, string | null>): Value[] => {
    const usable = total(rows, (e) => e.usableHours);
    const lost = total(rows, (e) => e.lostHours);
    const share =
      usable + lost > 0
        ? figures.put(`${id}.share_lost`, lost / (usable + lost), 'share', 'facts.effort', {
            ...params,
            of: 'share_lost',
          })
        : nothing;
    return [
      figures.put(`${id}.usable`, usable, 'hours', 'facts.effort', { ...params, of: 'usable' }),
      figures.put(`${id}.lost`, lost, 'hours', 'facts.effort', { ...params, of: 'lost' }),
      share,
    ];
  };
  const blank = order.filter(
    (sector) =>
      total(
        efforts.filter((e) => e.sector === sector),
        (e) => e.usableHours,
      ) <= 0,
  );
  return [
    ...blank.map((sector) => ({
      ...paragraph('unwatched.sector', { sector: ref('sector', sector) }, 'warning'),
      id: `unwatched.sector.${sector}`,
    })),
    table(
      'effort',
      [
        column('sector', 'ref'),
        column('side', 'ref'),
        column('means', 'ref'),
        column('usable_hours'),
        column('lost_hours'),
        column('share_lost'),
      ],
      efforts.map((e) => [
        ref('sector', e.sector),
        ref('party', e.side),
        ref('means', e.means),
        ...cells(`effort.${e.sector}.${e.side ?? 'none'}.${e.means}`, [e], {
          sector: e.sector,
          side: e.side,
          means: e.means,
        }),
      ]),
      [[word('total'), nothing, nothing, ...cells('effort.all', efforts, {})]],
    ),
    watched(making),
    lostByCause(making),
    paragraph('unwatched.kept', {
      denied: shown('restrictions.type.denied.incidents'),
      jamming: shown('restrictions.type.jamming.incidents'),
      mines: shown('restrictions.type.mines.incidents'),
    }),
  ];
};

/** Incidents found in each sector beside the hours, and how many of these were by day and by night. */
function watched({ source, mission, figures }: Making): Block {
  const cells = (id: string, sector?: string): Value[] => {
    const here = <T extends { sector: string }>(rows: readonly T[]) =>
      rows.filter((r) => sector === undefined || r.sector === sector);
    const params = sector === undefined ? {} : { sector };
    const hours = here(source.hours);
    const sum = (key: 'dayHours' | 'nightHours') => total(hours, (h) => h[key]);
    const usable = total(here(source.now.effort), (e) => e.usableHours);
    const put = (of: string, value: number) =>
      figures.put(`${id}.${of}`, value, 'hours', 'watches.hours', { ...params, of });
    const incidents = total(
      here(source.now.incidents).filter((c) => c.standing !== 'set_aside'),
      (c) => c.incidents,
    );
    return [
      figures.put(`${id}.incidents`, incidents, 'incidents', 'facts.incidents', {
        ...params,
        standing: 'not set_aside',
      }),
      put('usable', usable),
      put('day', sum('dayHours')),
      put('night', sum('nightHours')),
      figures.rateBetween(`${id}.rate`, incidents, usable, params),
    ];
  };
  const sectors = inOrder(
    mission.sectors.map((s) => s.id),
    [
      ...mission.sectors.map((s) => s.id),
      ...source.now.incidents.map((c) => c.sector),
      ...source.now.effort.map((e) => e.sector),
    ],
  );
  return table(
    'watched',
    [
      column('sector', 'ref'),
      column('incidents'),
      column('usable_hours'),
      column('day_hours'),
      column('night_hours'),
      column('rate_all'),
    ],
    sectors.map((sector) => [ref('sector', sector), ...cells(`watched.by.${sector}`, sector)]),
    [[word('total'), ...cells('watched.all')]],
  );
}

const lostCauses = ['jamming', 'weather', 'technical', 'access', 'gap', 'other', 'unsaid'] as const;
type LostCause = (typeof lostCauses)[number];

/** Hours by cause of one row; "jamming 1.50 h, weather 0.20 h" is divided as it says. Words of others are 'other'. */
export function lostBy({ reason, hours }: Pick<LostHours, 'reason' | 'hours'>): [LostCause, number][] {
  if (reason === null || reason.trim() === '') return [['unsaid', hours]];
  const named = (text: string): LostCause => {
    const word = text.trim().toLowerCase();
    if (word === 'gap in the track') return 'gap';
    return (['jamming', 'weather', 'technical', 'access'] as const).find((cause) => cause === word) ?? 'other';
  };
  const parts = reason.split(', ').map((part) => /^(.+) (\d+\.\d\d) h$/.exec(part));
  const said = total(parts, (part) => Number(part?.[2] ?? 0));
  if (parts.some((part) => part === null) || said <= 0) return [[named(reason), hours]];
  // The hours were rounded when they were put into words.
  return parts.map((part) => [named(part![1]!), (hours * Number(part![2])) / said]);
}

/** Hours lost in each sector, by what kept the mission from watching. */
function lostByCause({ source, mission, figures }: Making): Block {
  // What sources said of themselves, and what recorded jamming and weather took from them afterwards.
  const all: LostHours[] = [
    ...source.lost,
    ...source.hours.flatMap(({ sector, means, jammingHours, weatherHours }) => [
      { sector, means, reason: 'jamming', hours: jammingHours },
      { sector, means, reason: 'weather', hours: weatherHours },
    ]),
  ].filter((row) => row.hours > 0);
  const cells = (id: string, sector?: string): Value[] => {
    const rows = all.filter((row) => sector === undefined || row.sector === sector);
    const shares = rows.flatMap(lostBy);
    const put = (cause: string, value: number) =>
      figures.put(`${id}.${cause}`, value, 'hours', 'week.lost', { ...(sector !== undefined && { sector }), cause });
    return [
      ...lostCauses.map((cause) =>
        put(
          cause,
          total(
            shares.filter(([one]) => one === cause),
            ([, hours]) => hours,
          ),
        ),
      ),
      put(
        'all',
        total(rows, (row) => row.hours),
      ),
    ];
  };
  const sectors = inOrder(
    mission.sectors.map((s) => s.id),
    all.map((row) => row.sector),
  );
  return table(
    'lost_by_cause',
    [column('sector', 'ref'), ...lostCauses.map((cause) => wordColumn(`lost.${cause}`)), column('lost_hours')],
    sectors.map((sector) => [ref('sector', sector), ...cells(`lost.${sector}`, sector)]),
    [[word('total'), ...cells('lost.all')]],
  );
}

function place(order: string[], id: string): number {
  const at = order.indexOf(id);
  return at < 0 ? order.length : at;
}
