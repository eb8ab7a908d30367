import { measureReplies } from '../../reply/measure.js';
import type { Block, Value } from '../edition-types.js';
import { inOrder, nothing, ref, total, word } from '../figures.js';
import { column, paragraph, table, type Making, type SectionMaker } from './making.js';

const counts = [
  ['asked', 'notices'],
  ['acknowledged', 'acknowledged'],
  ['answered_in_time', 'answeredInTime'],
  ['answered_late', 'answeredLate'],
  ['silent', 'unanswered'],
  ['running', 'open'],
] as const;

/** How soon and how often the parties answered, which clocks ran out, and what was said, verbatim; all by the same measure. */
export const repliesSection: SectionMaker = (making) => {
  const { source, figures } = making;
  const measures = measureReplies(source.order, source.clocks);
  const put = (id: string, name: string, n: number, params: Record<string, string>): Value =>
    figures.put(`${id}.${name}`, n, 'replies', 'notices.clocksOf', { ...params, of: name });
  const minutes = (id: string, seconds: number | null, params: Record<string, string>): Value =>
    seconds === null ? nothing : figures.put(id, seconds / 60, 'minutes', 'notices.clocksOf', params);
  return [
    paragraph('replies.how_counted'),
    table(
      'replies',
      [
        column('party', 'ref'),
        ...counts.map(([name]) => column(name)),
        column('share_answered'),
        column('median_acknowledge'),
        column('median_reply'),
      ],
      measures.map((m) => {
        const id = `replies.${m.party}`;
        const params = { party: m.party };
        return [
          ref('party', m.party),
          ...counts.map(([name, key]) => put(id, name, m[key], params)),
          m.shareAnswered === null
            ? nothing
            : figures.put(`${id}.share_answered`, m.shareAnswered, 'share', 'notices.clocksOf', {
                ...params,
                of: 'share_answered',
              }),
          minutes(`${id}.median_acknowledge`, m.medianAcknowledgeSeconds, { ...params, of: 'median_acknowledge' }),
          minutes(`${id}.median_reply`, m.medianReplySeconds, { ...params, of: 'median_reply' }),
        ];
      }),
      [
        [
          word('total'),
          ...counts.map(([name, key]) =>
            put(
              'replies.all',
              name,
              total(measures, (m) => m[key]),
              {},
            ),
          ),
          nothing,
          nothing,
          nothing,
        ],
      ],
    ),
    replyTimes(making),
    table(
      'unanswered',
      [column('party', 'ref'), column('number', 'number'), column('reply_by', 'time')],
      source.order.flatMap((party) =>
        source.answers.unanswered
          .filter((u) => u.party === party)
          .sort((a, b) => a.number - b.number)
          .map((u): Value[] => [
            ref('party', u.party),
            { type: 'number', value: u.number, unit: null },
            { type: 'time', from: u.replyBy, to: null, precision: 'minute' },
          ]),
      ),
    ),
    ...source.answers.replies.map(({ reply, number }): Block => ({
      type: 'quote',
      party: reply.party,
      text: reply.text,
      language: reply.language,
      at: reply.receivedAt,
      about: String(number),
    })),
  ];
};

/** Minutes from each notice to its first reply. */
function replyTimes({ source, figures }: Making): Block {
  const answered = source.clocks.filter((c) => c.replyBy !== null && c.repliedAt !== null && c.withdrawnAt === null);
  return {
    type: 'chart',
    id: 'notice_reply_times',
    form: 'intervals',
    x: answered.map((_, i) => String(i + 1)),
    series: source.order.map((party) => ({
      id: party,
      name: ref('party', party),
      values: answered.map((c) =>
        c.party === party ? Math.round((Date.parse(c.repliedAt ?? '') - Date.parse(c.issuedAt)) / 60_000) : null,
      ),
      axis: 'count',
      unit: 'minutes',
    })),
    alternativeValues: {
      answered: figures.put('replies.answered', answered.length, 'replies', 'notices.clocksOf', { of: 'answered' }),
    },
  };
}

/** Signals that more was recorded than chance makes likely, each with its rate of false ones; advice, never a finding. */
export const alarmsSection: SectionMaker = ({ source, mission, figures }) => {
  const number = (value: number): Value => ({ type: 'number', value: Math.round(value * 1000) / 1000, unit: null });
  const [first] = source.alarms;
  const count = (id: string, n: number, params: Record<string, string> = {}) =>
    figures.put(id, n, 'alarms', 'alarmsOfWeek', params);
  const of = (sector: string) => source.alarms.filter((a) => (a.sectors[0] ?? 'none') === sector).length;
  return [
    paragraph('alarms.how_to_read', {
      alarms: count('alarms.all', source.alarms.length),
      days: number(source.looked.days),
    }),
    ...(first ? [paragraph('alarms.false_rate', { false: number(first.falsePerWeek) })] : []),
    ...(source.looked.notJudged > 0
      ? [paragraph('alarms.not_judged', { series: number(source.looked.notJudged) }, 'warning')]
      : []),
    table(
      'alarms_by_sector',
      [column('sector', 'ref'), column('alarms')],
      inOrder(
        mission.sectors.map((s) => s.id),
        [...mission.sectors.map((s) => s.id), ...source.alarms.map((a) => a.sectors[0] ?? 'none')],
      ).map((sector) => [ref('sector', sector), count(`alarms.${sector}`, of(sector), { sector })]),
      [[word('total'), { type: 'figure', id: 'alarms.all' }]],
    ),
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
