import type { Escalation } from '../../escalation/types.js';
import type { Block, Value } from '../edition-types.js';
import { inOrder, nothing, ref, total, word } from '../figures.js';
import { column, paragraph, table, type SectionMaker } from './making.js';

/** Advance notices by party, and the incidents that were set aside because they matched one. */
export const notificationsSection: SectionMaker = ({ source, figures, view }) => {
  const matched = source.cases.filter((c) => c.outcome === 'exercise');
  const parties = inOrder(source.order, [
    ...source.order,
    ...source.notifications.map((n) => n.party),
    ...matched.map((c) => c.party),
  ]);
  const cells = (id: string, party?: string): Value[] => {
    const params = party === undefined ? {} : { party };
    const mine = source.notifications.filter((n) => party === undefined || n.party === party);
    return [
      figures.put(`${id}.given`, mine.length, 'notifications', 'notifications.during', params),
      figures.put(
        `${id}.matched`,
        matched.filter((c) => party === undefined || c.party === party).length,
        'incidents',
        'week.incidents',
        { ...params, outcome: 'exercise' },
      ),
    ];
  };
  // The words of a notice are a party's own: the mission sees them all, a party its own.
  const worded = source.notifications.filter(
    (n) => n.text !== null && (view.variant === 'internal' || (view.variant === 'party' && n.party === view.party)),
  );
  return [
    table(
      'notifications',
      [column('party', 'ref'), column('notifications'), column('matched')],
      parties.map((party) => [ref('party', party), ...cells(`notifications.${party}`, party)]),
      [[word('total'), ...cells('notifications.all')]],
    ),
    ...(worded.length === 0
      ? []
      : [
          table(
            'notifications_worded',
            [column('party', 'ref'), column('time', 'time'), column('words', 'text')],
            worded.map((n) => [
              ref('party', n.party),
              { type: 'time', from: n.start, to: n.end, precision: 'minute' },
              { type: 'verbatim', text: n.text ?? '', language: null },
            ]),
          ),
        ]),
  ];
};

/** Hours of watching and hours lost, by sector, side and means. */
export const unwatchedSection: SectionMaker = ({ source, mission, figures }) => {
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
  ];
};

function place(order: string[], id: string): number {
  const at = order.indexOf(id);
  return at < 0 ? order.length : at;
}

/** Steps on the ladder raised in the week, and how their clocks were met. */
export const escalationsSection: SectionMaker = ({ source, mission, figures, view }) => {
  const levels = [...mission.escalation].sort((a, b) => a.level - b.level);
  const inTime = (e: Escalation) => e.acknowledgedAt !== null && e.missedAt === null;
  const cells = (id: string, steps: Escalation[], params: Record<string, number>): Value[] => [
    figures.put(`${id}.raised`, steps.length, 'escalations', 'week.escalations', params),
    figures.put(`${id}.in_time`, steps.filter(inTime).length, 'escalations', 'week.escalations', {
      ...params,
      of: 'in_time',
    }),
    figures.put(`${id}.missed`, steps.filter((e) => e.missedAt !== null).length, 'escalations', 'week.escalations', {
      ...params,
      of: 'missed',
    }),
    figures.put(
      `${id}.waiting`,
      steps.filter((e) => e.acknowledgedAt === null && e.missedAt === null).length,
      'escalations',
      'week.escalations',
      { ...params, of: 'waiting' },
    ),
  ];
  const answered = source.escalations.filter(inTime);
  const blocks: Block[] = [
    table(
      'escalations',
      [
        column('level', 'number'),
        column('role', 'ref'),
        column('raised'),
        column('in_time'),
        column('missed'),
        column('waiting'),
      ],
      levels.map(({ level, id }) => [
        { type: 'number', value: level, unit: null },
        ref('role', id),
        ...cells(
          `escalations.${level}`,
          source.escalations.filter((e) => e.level === level),
          { level },
        ),
      ]),
      [
        [
          word('total'),
          nothing,
          ...cells(
            'escalations.all',
            source.escalations.filter((e) => levels.some((l) => l.level === e.level)),
            {},
          ),
        ],
      ],
    ),
    {
      type: 'chart',
      id: 'reply_times',
      form: 'intervals',
      x: answered.map((_, i) => String(i + 1)),
      series: levels.map(({ level, id }) => ({
        id: `level-${level}`,
        name: ref('role', id),
        values: answered.map((e) =>
          e.level === level ? Math.round((Date.parse(e.acknowledgedAt ?? '') - Date.parse(e.raisedAt)) / 60_000) : null,
        ),
        axis: 'count',
        unit: 'minutes',
      })),
      alternativeValues: {
        answered: figures.put('escalations.answered', answered.length, 'escalations', 'week.escalations', {
          of: 'in_time',
        }),
      },
    },
  ];
  if (view.rule === null)
    blocks.push(
      table(
        'escalation_reasons',
        [column('level', 'number'), column('time', 'time'), column('reason', 'text')],
        source.escalations.map((e) => [
          { type: 'number', value: e.level, unit: null },
          { type: 'time', from: e.raisedAt, to: null, precision: 'minute' },
          { type: 'verbatim', text: e.reason, language: null },
        ]),
      ),
    );
  return blocks;
};

/** How often the parties answered, and what, verbatim, in the order in which it came; all by the same measure. */
export const repliesSection: SectionMaker = ({ source, figures }) => {
  const cells = (id: string, party?: string): Value[] => {
    const params = party === undefined ? {} : { party };
    const clocks = source.clocks.filter((c) => c.replyBy !== null && (party === undefined || c.party === party));
    const put = (name: string, n: number): Value =>
      figures.put(`${id}.${name}`, n, 'replies', 'notices.clocksOf', { ...params, of: name });
    return [
      put('asked', clocks.length),
      put('answered', clocks.filter((c) => c.repliedAt !== null).length),
      put('silent', clocks.filter((c) => c.repliedAt === null && c.silentAt !== null).length),
      put('running', clocks.filter((c) => c.repliedAt === null && c.silentAt === null).length),
    ];
  };
  const number = new Map(source.notices.map((n) => [n.id, String(n.number)]));
  return [
    table(
      'replies',
      [column('party', 'ref'), column('asked'), column('answered'), column('silent'), column('running')],
      source.order.map((party) => [ref('party', party), ...cells(`replies.${party}`, party)]),
      [[word('total'), ...cells('replies.all')]],
    ),
    ...source.replies.map((r): Block => ({
      type: 'quote',
      party: r.party,
      text: r.text,
      language: r.language,
      at: r.receivedAt,
      about: number.get(r.noticeId) ?? null,
    })),
  ];
};

/** Signals that more was recorded than chance makes likely, each with its rate of false ones; advice, never a finding. */
export const alarmsSection: SectionMaker = ({ source, figures }) => {
  if (source.alarms.length === 0) return [];
  const number = (value: number): Value => ({ type: 'number', value: Math.round(value * 1000) / 1000, unit: null });
  return [
    paragraph('alarms.how_to_read', {
      alarms: figures.put('alarms.all', source.alarms.length, 'alarms', 'alarms.during'),
    }),
    table(
      'alarms',
      [
        column('sector', 'ref'),
        column('day', 'time'),
        column('method', 'text'),
        column('category', 'text'),
        column('observed', 'number'),
        column('expected', 'number'),
        column('false_per_sector_year', 'number'),
      ],
      source.alarms.map((a) => [
        ref('sector', a.sectors[0] ?? 'none'),
        { type: 'time', from: `${a.day}T12:00:00.000Z`, to: null, precision: 'day' },
        word(`method.${a.method}`),
        word(`category.${a.category}`),
        number(a.observed),
        number(a.expected),
        number(a.falsePerSectorYear),
      ]),
    ),
  ];
};
