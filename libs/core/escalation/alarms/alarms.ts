import { adviceIn } from './advice.js';
import { portions } from './budget.js';
import { cusumAlarms } from './cusum-chart.js';
import { earsAlarms, earsCharts, type ChartAlarm } from './ears-chart.js';
import { dispersionSums, fitBaseline } from './negative-binomial.js';
import type { Series } from './rates.js';
import { scanAlarm } from './scan-chart.js';
import type { Alarm, AlarmOptions, Detection, NotJudged } from './types.js';
import { watchedSeries, type WatchedSeries } from './watched.js';

/** How the budget is divided among the methods. */
export const defaultShares = { ears: 0.4, cusum: 0.4, scan: 0.2 } as const;

/** Length of the null series of EARS: enough for ten false alarms of one chart, within reason. */
const nullDaysMost = 20_000;
const nullDays = (uniforms: Float64Array, perDay: number): Float64Array =>
  uniforms.subarray(0, Math.max(4_000, Math.ceil(10 / perDay)));

/**
 * Alarms of all series on the days watched, by EARS C1-C3, a CUSUM of over-dispersed counts, and a space-time scan over
 * sectors. However many sectors, categories and methods there are, chance alone raises about `falseAlarmsPerWeek` a week
 * on average: each method has its share of that budget, divided among its charts (see `portions`), and every alarm says
 * what its own chart was left with. Depends on neither the order nor the names of sectors.
 * @throws RangeError for a budget that is not positive or a shift that is not above 1
 */
export function detectAlarms(series: readonly Series[], options: AlarmOptions): Detection {
  const {
    watch,
    random,
    falseAlarmsPerWeek: budgetPerWeek = 1,
    shares = defaultShares,
    shift = 2,
    minSigma = 0.5,
    minBaselineDays = 14,
    names = { sector: (id: string) => id },
  } = options;
  if (!(budgetPerWeek > 0)) throw new RangeError(`not a budget of false alarms: ${budgetPerWeek}`);
  const { baselineTo, minShareOnRecord = 0.5, minShareWatched = 0.25 } = options;
  const watched = series.map((s) => watchedSeries(s, { baselineTo, minShareOnRecord, minShareWatched }));
  const [judged, tooShort] = parted(watched, (s) => s.baseline.length >= minBaselineDays);
  const notJudged: NotJudged[] = tooShort.flatMap(({ sector, category }) =>
    (['ears', 'cusum'] as const).map((method) => ({
      sector,
      category,
      method,
      reason: 'too_few_days_watched' as const,
    })),
  );
  const portionOf = portions(judged, (s) => s.baseline);
  const uniforms = Float64Array.from({ length: nullDaysMost }, random);
  const pooled = pooledDispersions(judged);

  const alarms: Alarm[] = [];
  const raise = (found: ChartAlarm, category: string, sectors: string[], sectorsOfChart: number) => {
    const { from, to, falsePerDay, ...rest } = found;
    const perSectorYear = (falsePerDay * 365.25) / sectorsOfChart;
    const falseAlarms = { perSectorYear, arl0Days: 1 / falsePerDay, budgetPerWeek };
    const alarm = { ...rest, window: { from, to }, sectors, category, falseAlarms };
    alarms.push({ ...alarm, advice: adviceIn('en', alarm, names) });
  };
  for (const s of judged) {
    if (!s.known.some((day) => day.day >= watch.from && day.day <= watch.to)) {
      const { sector, category } = s;
      for (const method of ['ears', 'cusum'] as const)
        notJudged.push({ sector, category, method, reason: 'no_day_judged' });
      continue;
    }
    const baseline = fitBaseline(s.baseline, pooled.get(s.category));
    // False alarms a day that this series may raise by all methods together.
    const perDay = (budgetPerWeek / 7) * portionOf(s);
    const earsPerDay = (perDay * shares.ears) / earsCharts;
    const found = [
      ...earsAlarms(s, baseline, watch, { perDay: earsPerDay, minSigma, uniforms: nullDays(uniforms, earsPerDay) }),
      ...cusumAlarms(s, baseline, watch, { arl0: 1 / (perDay * shares.cusum), shift }),
    ];
    for (const alarm of found) raise(alarm, s.category, [s.sector], 1);
  }

  const { places, scan = { days: 60, maxDays: 14, maxMetres: 60_000 } } = options;
  const categories = [...new Set(watched.map((s) => s.category))].sort();
  const portionOfCategory = portions(categories, (category) =>
    watched.flatMap((s) => (s.category === category ? s.baseline : [])),
  );
  for (const category of places ? categories : []) {
    const located = watched.flatMap((s) => {
      if (s.category !== category) return [];
      const place = places![s.sector];
      if (!place) notJudged.push({ sector: s.sector, category, method: 'scan', reason: 'place_unknown' });
      return place ? [{ ...s, place }] : [];
    });
    const found = scanAlarm(located, watch.to, {
      perDay: (budgetPerWeek / 7) * shares.scan * portionOfCategory(category),
      random,
      dispersion: pooled.get(category) ?? 0,
      ...scan,
    });
    if (!found) continue;
    const { sectors, ...alarm } = found;
    raise(alarm, category, sectors, located.length);
  }
  return { alarms: alarms.sort(byDayAndPlace), notJudged };
}

/** Dispersion by category over the baselines of all its sectors. Sums are added in order of size, so sectors may come in any. */
function pooledDispersions(series: readonly WatchedSeries[]): Map<string, number> {
  const sums = new Map<string, { excess: number; squares: number }[]>();
  for (const s of series) sums.set(s.category, [...(sums.get(s.category) ?? []), dispersionSums(s.baseline)]);
  const sum = (values: number[]) => values.sort((a, b) => a - b).reduce((total, x) => total + x, 0);
  return new Map(
    [...sums].map(([category, all]) => {
      const squares = sum(all.map((s) => s.squares));
      return [category, squares > 0 ? Math.max(0, sum(all.map((s) => s.excess)) / squares) : 0];
    }),
  );
}

function parted<T>(items: readonly T[], test: (item: T) => boolean): [T[], T[]] {
  return [items.filter(test), items.filter((item) => !test(item))];
}

function byDayAndPlace(a: Alarm, b: Alarm): number {
  const key = (alarm: Alarm) => [alarm.window.to, alarm.category, alarm.method, alarm.sectors.join(' ')].join(' ');
  return key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0;
}
