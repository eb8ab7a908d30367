import { designCusum, falseRunLength, logLikelihoodRatio, runCusum } from './cusum.js';
import type { ChartAlarm } from './ears-chart.js';
import type { Baseline } from './negative-binomial.js';
import type { WatchedSeries } from './watched.js';

/**
 * The CUSUM of one series from the day after its baseline; alarms of the days watched. It starts anew after each signal.
 * @param arl0 wanted average days watched between false alarms
 */
export function cusumAlarms(
  series: WatchedSeries,
  baseline: Baseline,
  watch: { from: string; to: string },
  { arl0, shift }: { arl0: number; shift: number },
): ChartAlarm[] {
  const days = series.known.slice(series.baseline.length).filter((day) => day.day <= watch.to);
  if (!days.some((day) => day.day >= watch.from)) return [];
  const exposures = series.baseline.map((day) => day.exposure);
  // The limit takes ten times as long to find as the run length at one limit: so ask first whether the sum ever came so high.
  const { rate, dispersion } = baseline;
  const unlimited = { rate, dispersion, shift, limit: Infinity, wantedArl0: arl0, arl0: Infinity };
  const peak = Math.max(...runCusum(days, unlimited).map((state) => state.sum));
  if (peak < 0.01 || falseRunLength(baseline, exposures, shift)(peak) < arl0) return [];
  const design = designCusum(baseline, exposures, { shift, arl0 });
  return runCusum(days, design).flatMap((state, i) => {
    const last = days[i]!;
    if (!state.signal || last.day < watch.from) return [];
    const window = days.slice(state.since!, i + 1);
    const observed = window.reduce((sum, day) => sum + day.count, 0);
    const { perEvent } = logLikelihoodRatio(design.rate * last.exposure, design.dispersion, shift);
    return [
      {
        method: 'cusum' as const,
        from: window[0]!.day,
        to: last.day,
        observed,
        expected: window.reduce((sum, day) => sum + design.rate * day.exposure, 0),
        threshold: observed - Math.floor((state.sum - design.limit) / perEvent + 1e-9),
        hours: window.reduce((sum, day) => sum + day.hours, 0),
        statistic: { value: state.sum, limit: design.limit },
        pValue: null,
        falsePerDay: 1 / design.arl0,
      },
    ];
  });
}
