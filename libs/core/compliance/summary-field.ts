import { noticeFigures } from '../verification/notices/figures.js';
import type { Reads } from '../ports.js';
import { complaintFigures } from './complaints.js';
import { sectorRatesOf, type HourParts, type Rate } from './rates.js';
import type { FieldRates, Figure, RatePart, Summary } from './types.js';

type Params = Figure['query']['params'];
type Ruled = Awaited<ReturnType<Reads['facts']['counts']>>;
type Week = { name: string; from: string; to: string };

/** Rates per effort with their counts, how notices were kept, and complaints beside rulings: the field's part of a summary. */
export async function fieldFigures(
  reads: Reads,
  parties: readonly string[],
  week: Week,
  cutoff: number,
  ruled: Ruled,
): Promise<Pick<Summary, 'rates' | 'notices' | 'complaints'>> {
  const figure = (id: string, value: number, unit: string, name: string, params: Params): Figure => ({
    id,
    // Hours and shares to a thousandth: finer than any log.
    value: Math.round(value * 1000) / 1000,
    unit,
    query: { name, params: { week: week.name, cutoff, ...params } },
  });
  const rates = await sectorRatesOf(reads, week.name, cutoff);
  const rowOf = (scope: FieldRates['scope'], params: Params, row: HourParts & Record<RatePart, Rate>): FieldRates => {
    const { sector, side } = params;
    const id = `rates.${sector}${scope === 'side' ? `.${side ?? 'none'}` : ''}`;
    const hours = (of: keyof HourParts) => figure(`${id}.${of}`, row[of], 'hours', 'watches.hours', { ...params, of });
    const part = (name: RatePart) => {
      const { count, usableHours, per100Hours } = row[name];
      const asked = { ...params, part: name };
      return {
        incidents: figure(`${id}.${name}.count`, count, 'incidents', 'watches.incidents', asked),
        usableHours: figure(`${id}.${name}.hours`, usableHours, 'hours', 'watches.hours', asked),
        per100Hours:
          per100Hours === null
            ? null
            : figure(`${id}.${name}.rate`, per100Hours, 'incidents per 100 hours', 'watches.rates', asked),
      };
    };
    return {
      scope,
      sector: String(sector),
      side: (side as string | null | undefined) ?? null,
      grossHours: hours('grossHours'),
      statedLostHours: hours('statedLostHours'),
      jammingHours: hours('jammingHours'),
      weatherHours: hours('weatherHours'),
      incidents: part('incidents'),
      byDay: part('byDay'),
      byNight: part('byNight'),
    };
  };
  const matches = await reads.noticeMatches.counts(week.name, cutoff);
  const notified = await reads.notifications.during(week.from, week.to);
  const complaints = await reads.complaints.counts(week.name, cutoff);
  return {
    rates: rates.flatMap((r) => [
      rowOf('sector', { sector: r.sector }, r),
      ...r.bySide.map((s) => rowOf('side', { sector: r.sector, side: s.side }, s)),
    ]),
    notices: parties.map((party) => {
      const row = noticeFigures(party, notified.filter((n) => n.party === party).length, matches);
      const count = (of: 'notices' | 'inside' | 'perhaps' | 'outside' | 'breaksSilence') =>
        figure(`notices.${party}.${of}`, row[of], of === 'notices' ? 'notices' : 'sightings', 'noticeMatches.counts', {
          party,
          of,
        });
      return {
        party,
        notices: count('notices'),
        inside: count('inside'),
        perhaps: count('perhaps'),
        outside: count('outside'),
        breaksSilence: count('breaksSilence'),
        abuseRate:
          row.abuseRate === null
            ? null
            : figure(`notices.${party}.abuseRate`, row.abuseRate, 'share', 'noticeMatches.counts', {
                party,
                of: 'abuseRate',
              }),
      };
    }),
    complaints: parties.map((party) => {
      const row = complaintFigures(party, complaints, ruled);
      const count = (of: 'made' | 'madeClusters' | 'against' | 'againstClusters') =>
        figure(`complaints.${party}.${of}`, row[of], 'complaints', 'complaints.counts', { party, of });
      const rulings = (of: 'ruledBreach' | 'ruledNoBreach') =>
        figure(`complaints.${party}.${of}`, row[of], 'incidents, once under each provision', 'facts.counts', {
          party,
          ruled: of === 'ruledBreach' ? 'breach' : 'no_breach',
        });
      return {
        party,
        made: count('made'),
        madeClusters: count('madeClusters'),
        specificity:
          row.specificity === null
            ? null
            : figure(`complaints.${party}.specificity`, row.specificity, 'share', 'complaints.counts', {
                party,
                of: 'specificity',
              }),
        against: count('against'),
        againstClusters: count('againstClusters'),
        ruledBreach: rulings('ruledBreach'),
        ruledNoBreach: rulings('ruledNoBreach'),
      };
    }),
  };
}
