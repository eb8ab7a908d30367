import { ears, normalUpperPoint, type EarsOptions, type EarsResult } from './ears.js';
import { countAbove, nullStatistics, type NullStatistics } from './ears-null.js';
import { countSampler, normalNodes, type Baseline } from './negative-binomial.js';
import type { AlarmMethod } from './types.js';
import type { WatchedSeries } from './watched.js';

/** One alarm of a chart, before it is put into words. */
export interface ChartAlarm {
  method: AlarmMethod;
  from: string;
  to: string;
  observed: number;
  expected: number;
  threshold: number;
  hours: number;
  statistic: { value: number; limit: number };
  pValue: number | null;
  /** False alarms per day watched. */
  falsePerDay: number;
}

const dayMs = 86_400_000;
/** Days that a baseline of EARS may reach back; values older than that say little of today. */
const reachDays = 21;

const charts = [
  { method: 'ears_c1', alpha: 0.001, options: { method: 'C1' } },
  { method: 'ears_c2', alpha: 0.001, options: { method: 'C2' } },
  { method: 'ears_c3', alpha: 0.025, options: { method: 'C3', c3: 'defined' } },
] as const satisfies { method: AlarmMethod; alpha: number; options: EarsOptions }[];

/** How many EARS charts run on each series. */
export const earsCharts = charts.length;

/**
 * EARS C1 to C3 on the counts of one series, brought to the exposure of a usual day. The published limits assume normal
 * values and a deviation that is known, and so are passed far more often than they say. Each chart is therefore also run
 * on a null series as long as `uniforms`, drawn with the rate, scatter and exposures of the baseline; the limit is raised
 * until it is passed there on at most the share `perDay` of days.
 * @param perDay wanted false alarms of each chart per day watched
 * @param uniforms numbers in [0, 1), the same for every series, so that the order of series makes no difference
 */
export function earsAlarms(
  series: WatchedSeries,
  baseline: Baseline,
  watch: { from: string; to: string },
  { perDay, minSigma, uniforms }: { perDay: number; minSigma: number; uniforms: Float64Array },
): ChartAlarm[] {
  const { known, usual } = series;
  const values = known.map((day) => (day.count / day.exposure) * usual);
  const inWatch = (day: string) => day >= watch.from && day <= watch.to;
  if (!known.some((day) => inWatch(day.day))) return [];
  let quiet: ReturnType<typeof nullSeries> | null = null;
  const byExposure = new Map<number, NullStatistics>();
  // Whatever passes the published limit is looked at further; the null series costs time, so only then.
  const quietAs = (exposure: number): NullStatistics => {
    const known = byExposure.get(exposure);
    if (known) return known;
    quiet ??= nullSeries(series, baseline, uniforms);
    const found = nullStatistics(quiet.values, quiet.judgedAs(exposure), minSigma);
    byExposure.set(exposure, found);
    return found;
  };
  return charts.flatMap(({ method, alpha, options }) => {
    const published = normalUpperPoint(alpha);
    const results = ears(values, { ...options, minSigma, deviations: published });
    return results.flatMap((result, i) => {
      if (!result.alarm || !inWatch(known[i]!.day) || !isRecent(series, i, options.method)) return [];
      const statistics = quietAs(known[i]!.exposure)[options.method];
      const allowed = Math.floor(perDay * statistics.length);
      const limit = Math.max(published, statistics[statistics.length - 1 - allowed] ?? published);
      // One more than seen, so that a limit never passed in the null series is not said to be free of false alarms.
      const falsePerDay = (1 + countAbove(statistics, limit)) / (1 + statistics.length);
      const raised = ears(values.slice(0, i + 1), { ...options, minSigma, deviations: limit })[i]!;
      return raised.alarm ? [alarmOf(method, series, i, raised, { limit, falsePerDay, statistics })] : [];
    });
  });
}

function alarmOf(
  method: AlarmMethod,
  { known, usual }: WatchedSeries,
  i: number,
  result: EarsResult,
  { limit, falsePerDay, statistics }: { limit: number; falsePerDay: number; statistics: Float64Array },
): ChartAlarm {
  const days = known.slice(method === 'ears_c3' ? i - 2 : i, i + 1);
  const last = known[i]!;
  const observed = days.reduce((sum, day) => sum + day.count, 0);
  const needed = Math.floor((result.needed! * last.exposure) / usual + 1e-9) + 1;
  const value = result.statistic!;
  return {
    method,
    from: days[0]!.day,
    to: last.day,
    observed,
    expected: days.reduce((sum, day) => sum + (result.mean! * day.exposure) / usual, 0),
    threshold: observed - last.count + Math.max(1, needed),
    hours: days.reduce((sum, day) => sum + day.hours, 0),
    statistic: { value, limit },
    pValue: (1 + countAbove(statistics, value - 1e-9)) / (1 + statistics.length),
    falsePerDay,
  };
}

/**
 * Values of days without any change, with the exposures of the baseline in their order, over and over. The rate of the
 * baseline is itself uncertain: parts of the series have the rates that it may have instead, each as long as it is likely
 * (log-normal, five points), so that the limit holds on average over baselines. The day judged is drawn with its own exposure:
 * one that is partly on record scatters more than a whole one.
 */
function nullSeries({ baseline: days, usual }: WatchedSeries, fit: Baseline, uniforms: Float64Array) {
  const sd = fit.rateLogSd;
  let [from, weights] = [0, 0];
  const parts = normalNodes.map(([z, weight]) => {
    weights += weight;
    const part = { from, to: Math.round(weights * uniforms.length), rate: fit.rate * Math.exp(z * sd - (sd * sd) / 2) };
    from = part.to;
    return part;
  });
  const drawn = (exposures: readonly number[]): Float64Array => {
    const values = new Float64Array(uniforms.length);
    for (const { from, to, rate } of parts) {
      const samplers = new Map<number, (uniform: number) => number>();
      const ofDay = exposures.map((exposure) => {
        let sample = samplers.get(exposure);
        if (!sample) samplers.set(exposure, (sample = countSampler(rate * exposure, fit.dispersion)));
        return { sample, factor: usual / exposure };
      });
      for (let i = from; i < to; i++) {
        const { sample, factor } = ofDay[i % ofDay.length]!;
        values[i] = sample(uniforms[i]!) * factor;
      }
    }
    return values;
  };
  return { values: drawn(days.map((day) => day.exposure)), judgedAs: (exposure: number) => drawn([exposure]) };
}

function isRecent({ known }: WatchedSeries, i: number, method: 'C1' | 'C2' | 'C3'): boolean {
  const oldest = known[i - (method === 'C1' ? 7 : method === 'C2' ? 9 : 11)]!;
  return Date.parse(known[i]!.day) - Date.parse(oldest.day) <= reachDays * dayMs;
}
