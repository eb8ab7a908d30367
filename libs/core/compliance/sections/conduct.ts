import type { Escalation } from '../../escalation/types.js';
import type { Block, Value } from '../edition-types.js';
import { inOrder, nothing, ref, total, word } from '../figures.js';
import { column, paragraph, table, type SectionMaker } from './making.js';

/** How a sighting lies to a party's notice: within what it announced, perhaps, against it, or against a silence it promised. */
const kept = ['inside', 'perhaps', 'outside', 'breaks_silence'] as const;

/** Advance notices by party, how what was seen lies to them, and the incidents that were set aside because they matched one. */
export const notificationsSection: SectionMaker = ({ source, figures, view }) => {
  const matched = source.cases.filter((c) => c.outcome === 'exercise');
  const parties = inOrder(source.order, [
    ...source.order,
    ...source.notifications.map((n) => n.party),
    ...matched.map((c) => c.party),
    ...source.matches.map((m) => m.party),
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
      ...kept.map((result) =>
        figures.put(
          `${id}.${result}`,
          total(
            source.matches.filter((m) => m.result === result && (party === undefined || m.party === party)),
            (m) => m.sightings,
          ),
          'sightings',
          'noticeMatches.counts',
          { ...params, result },
        ),
      ),
    ];
  };
  // The words of a notice are a party's own: the mission sees them all, a party its own.
  const worded = source.notifications.filter(
    (n) => n.text !== null && (view.variant === 'internal' || (view.variant === 'party' && n.party === view.party)),
  );
  return [
    paragraph('notifications.how_counted'),
    table(
      'notifications',
      [column('party', 'ref'), column('notifications'), column('matched'), ...kept.map((result) => column(result))],
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
    ...(
      [
        ['acted', (e) => e.actedAt !== null && e.actMissedAt === null],
        ['act_missed', (e) => e.actMissedAt !== null],
      ] as [string, (e: Escalation) => boolean][]
    ).map(([of, wanted]) =>
      figures.put(`${id}.${of}`, steps.filter(wanted).length, 'escalations', 'week.escalations', { ...params, of }),
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
        column('acted'),
        column('act_missed'),
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
