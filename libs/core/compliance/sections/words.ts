import type { Paragraph, Value } from '../edition-types.js';
import { nothing, ref, total } from '../figures.js';
import type { WeekCounts } from '../edition-source.js';
import { knownBefore, paragraph, type Making, type SectionMaker } from './making.js';

/** A figure of another section where it was made, else nothing. */
const shown = (id: string): Value => ({ type: 'figure', id });

/**
 * The one-page summary in words: each paragraph is a message with figures in it, which the editor may reword before the
 * edition is frozen. Made after all other sections, whose figures it quotes.
 */
export const summarySection: SectionMaker = (making) => {
  const { source, figures } = making;
  const live = (week: { incidents: { incidents: number }[] }) => total(week.incidents, (c) => c.incidents);
  const [last] = source.before;
  const known = knownBefore(source);
  const verifiedIn = (week: WeekCounts) =>
    total(
      week.incidents.filter((c) => c.standing === 'verified'),
      (c) => c.incidents,
    );
  const hoursOf = (week: WeekCounts) => total(week.effort, (e) => e.usableHours);
  const verified = verifiedIn(source.now);
  const hours = hoursOf(source.now);
  /** What is not known of the week before is not nought. */
  const lastWeek = (value: (week: WeekCounts, params: { week: string }) => Value): Value =>
    last?.known ? value(last, { week: last.week }) : nothing;
  return [
    paragraph('summary.counts', {
      incidents: figures.put('incidents.live', live(source.now), 'incidents', 'facts.incidents'),
      last: lastWeek((w, params) =>
        figures.put('incidents.live_last_week', live(w), 'incidents', 'facts.incidents', params),
      ),
      mean:
        known.length === 0
          ? nothing
          : figures.put(
              'incidents.live_mean',
              total(known, live) / known.length,
              'incidents_per_week',
              'facts.incidents.mean',
              { weeks: known.length },
            ),
      weeks: { type: 'number', value: known.length, unit: null },
      verified: figures.put('incidents.verified', verified, 'incidents', 'facts.incidents', { standing: 'verified' }),
    }),
    paragraph('summary.effort', {
      hours: figures.put('effort.hours', hours, 'hours', 'facts.effort', { of: 'usable' }),
      lastHours: lastWeek((w, params) =>
        figures.put('effort.hours_last_week', hoursOf(w), 'hours', 'facts.effort', { of: 'usable', ...params }),
      ),
      rate: figures.rateBetween('incidents.rate', verified, hours),
      lastRate: lastWeek((w, params) =>
        figures.rateBetween('incidents.rate_last_week', verifiedIn(w), hoursOf(w), params),
      ),
    }),
    ...source.order.map((party): Paragraph => ({
      ...paragraph('summary.party', {
        party: ref('party', party),
        alleged: shown(`compliance.party.${party}.alleged`),
        verified: shown(`compliance.party.${party}.verified`),
        attributed: shown(`compliance.party.${party}.attributed`),
        breaches: shown(`compliance.party.${party}.ruled_breach`),
      }),
      id: `summary.party.${party}`,
    })),
    paragraph('summary.casualties', {
      killed: shown('casualties.all.killed_verified'),
      injured: shown('casualties.all.injured_verified'),
      killedTold: shown('casualties.all.killed_told'),
      injuredTold: shown('casualties.all.injured_told'),
      objects: shown('casualties.all.objects_told'),
    }),
    paragraph('summary.restrictions', {
      restrictions: shown('restrictions.every.all'),
      debt: shown('restrictions.debt'),
    }),
    paragraph('summary.unwatched', {
      lost: shown('effort.all.lost'),
      share:
        total(source.now.effort, (e) => e.usableHours + e.lostHours) > 0 ? shown('effort.all.share_lost') : nothing,
    }),
    paragraph('summary.escalations', {
      raised: shown('escalations.all.raised'),
      inTime: shown('escalations.all.in_time'),
      missed: shown('escalations.all.missed'),
    }),
  ];
};

/** How the figures were made and how they may be read. */
export const methodSection: SectionMaker = ({ source, view }: Making) => {
  const number = (value: number, unit: string | null = null): Value => ({ type: 'number', value, unit });
  return [
    paragraph('method.standings'),
    paragraph('method.parties'),
    paragraph('method.rates'),
    paragraph('method.means_of_weeks', {
      weeks: number(source.before.length),
      known: number(knownBefore(source).length),
    }),
    paragraph('method.cutoff', { cutoff: number(source.cutoff) }),
    paragraph('method.order'),
    ...(view.rule === null
      ? [paragraph('method.internal', {}, 'warning')]
      : [
          paragraph('method.redaction', {
            side: number(view.rule.coarsenMetres, 'metres'),
            delay: number(view.rule.delayHours, 'hours'),
          }),
          paragraph('method.sources'),
        ]),
  ];
};
