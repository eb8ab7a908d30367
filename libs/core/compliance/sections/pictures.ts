import { dayInterval } from '../../mission/calendar.js';
import type { Block, Chart, MapBlock } from '../edition-types.js';
import { ref, total, word } from '../figures.js';
import { shownEllipse, shownPlace } from '../redaction.js';
import type { Making } from './making.js';

const dayMs = 86_400_000;

/** The reporting days of the week, oldest first. */
export function daysOf({ source, mission }: Making): string[] {
  const first = Date.parse(source.to) - 7 * dayMs;
  // Noon of the last local day lies well inside it on every calendar; the days before follow from the date alone.
  const end = [0, -1, 1]
    .map((shift) => new Date(Date.parse(source.to) + shift * dayMs).toISOString().slice(0, 10))
    .find((day) => dayInterval(day, mission.calendar).to === source.to);
  const last = Date.parse(`${end ?? new Date(first + 7 * dayMs).toISOString().slice(0, 10)}T00:00:00.000Z`);
  return [6, 5, 4, 3, 2, 1, 0].map((back) => new Date(last - back * dayMs).toISOString().slice(0, 10));
}

/** Incidents a day, beside the verified ones per 100 usable hours of the week. */
export function dailyChart(making: Making): Chart {
  const { source, figures } = making;
  const x = daysOf(making);
  const on = (day: string, standing?: string) =>
    total(
      source.now.incidents.filter((c) => c.reportingDay === day && (standing === undefined || c.standing === standing)),
      (c) => c.incidents,
    );
  const hours = total(source.now.effort, (e) => e.usableHours);
  const all = x.map((day) => on(day));
  const verified = x.map((day) => on(day, 'verified'));
  x.forEach((day, i) => figures.put(`daily.${day}`, all[i] ?? 0, 'incidents', 'facts.incidents', { day }));
  const most = Math.max(...all);
  return {
    type: 'chart',
    id: 'daily',
    form: 'daily',
    x,
    series: [
      { id: 'all', name: word('series.all'), values: all, axis: 'count', unit: 'incidents' },
      { id: 'verified', name: word('series.verified'), values: verified, axis: 'count', unit: 'incidents' },
      {
        id: 'rate',
        name: word('series.rate'),
        // A seventh of the week's hours: effort is recorded by the week.
        values: verified.map((n) => (hours > 0 ? Math.round((70_000 * n) / hours) / 100 : null)),
        axis: 'rate',
        unit: 'incidents_per_100_hours',
      },
    ],
    alternativeValues: {
      most: figures.put('daily.most', most, 'incidents', 'facts.incidents', {}),
      day: { type: 'time', from: `${x[all.indexOf(most)] ?? x[0]}T12:00:00.000Z`, to: null, precision: 'day' },
    },
  };
}

export function sectorChart(making: Making): Chart {
  const { source, mission, figures } = making;
  const x = daysOf(making);
  const sectors = mission.sectors.map((s) => s.id);
  const of = (sector: string) =>
    x.map((day) =>
      total(
        source.now.incidents.filter((c) => c.sector === sector && c.reportingDay === day),
        (c) => c.incidents,
      ),
    );
  const sums = sectors.map((sector) => total(of(sector), (n) => n));
  const most = Math.max(0, ...sums);
  return {
    type: 'chart',
    id: 'sectors',
    form: 'multiples',
    x,
    series: sectors.map((sector) => ({
      id: sector,
      name: ref('sector', sector),
      values: of(sector),
      axis: 'count',
      unit: 'incidents',
    })),
    alternativeValues: {
      sector: ref('sector', sectors[sums.indexOf(most)] ?? 'none'),
      most: figures.put('sectors.most', most, 'incidents', 'facts.incidents', {}),
    },
  };
}

/** Starts by hour of the local day; a case whose start is uncertain counts at its start. */
export function hoursChart({ source, mission, figures }: Making): Chart {
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone: mission.calendar.timeZone,
    hour: '2-digit',
    hourCycle: 'h23',
  });
  const counts = new Array<number>(24).fill(0);
  for (const one of source.cases) {
    const hour = Number(format.format(new Date(one.start)));
    counts[hour] = (counts[hour] ?? 0) + 1;
  }
  const night = total(counts.slice(0, 6), (n) => n) + total(counts.slice(20), (n) => n);
  return {
    type: 'chart',
    id: 'time_of_day',
    form: 'hours',
    x: counts.map((_, hour) => String(hour).padStart(2, '0')),
    series: [{ id: 'all', name: word('series.all'), values: counts, axis: 'count', unit: 'incidents' }],
    alternativeValues: {
      night: figures.put('time_of_day.night', night, 'incidents', 'week.incidents', { hours: '20-06' }),
      all: figures.put('time_of_day.all', source.cases.length, 'incidents', 'week.incidents', {}),
    },
  };
}

export function mapsOf(making: Making): Block[] {
  const { source, mission, figures, told, view } = making;
  const points: MapBlock['points'] = told
    .filter((one) => one.standing !== 'set_aside')
    .map((one) => ({
      ...shownPlace(one, view),
      ...shownEllipse(one, view),
      kind: one.kind,
      word: `standing.${one.standing}`,
    }));
  const sectors = mission.sectors.map((s) => s.id);
  const hours = sectors.map((sector) =>
    total(
      source.now.effort.filter((e) => e.sector === sector),
      (e) => e.usableHours,
    ),
  );
  const most = Math.max(0, ...hours);
  const shades = sectors.map((sector, i) => {
    const value = hours[i] ?? 0;
    const figureId = `watched.${sector}`;
    figures.put(figureId, value, 'hours', 'facts.effort', { sector });
    return { sector, share: most > 0 ? Math.round((value / most) * 1000) / 1000 : 0, figureId };
  });
  return [
    {
      type: 'map',
      id: 'incidents',
      points,
      shades: [],
      alternativeValues: {
        shown: figures.put('map.shown', points.length, 'incidents', 'week.incidents', { told: view.variant }),
      },
    },
    {
      type: 'map',
      id: 'effort',
      points: [],
      shades,
      alternativeValues: {
        hours: figures.put(
          'watched.sectors',
          total(hours, (h) => h),
          'hours',
          'facts.effort',
          {},
        ),
      },
    },
  ];
}
