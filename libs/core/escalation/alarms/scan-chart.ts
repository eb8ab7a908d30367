import type { Position } from '../../mission/types.js';
import type { ChartAlarm } from './ears-chart.js';
import { daysBetween } from './rates.js';
import { scan, scanLogRatio, type ScanCase } from './scan.js';
import type { WatchedSeries } from './watched.js';

const dayMs = 86_400_000;

/**
 * A space-time permutation scan over the sectors of one category, for a cluster that lasts until `lastDay`. Unknown days
 * have neither events nor an expectation. At most one alarm, with its sectors.
 * @param perDay probability of a false alarm of this scan in a day; sets the number of replicates
 */
export function scanAlarm(
  series: readonly (WatchedSeries & { place: Position })[],
  lastDay: string,
  {
    perDay,
    random,
    dispersion,
    days,
    maxDays,
    maxMetres,
  }: { perDay: number; random: () => number; dispersion: number; days: number; maxDays: number; maxMetres: number },
): (ChartAlarm & { sectors: string[] }) | null {
  const first = new Date(Date.parse(lastDay) - (days - 1) * dayMs).toISOString().slice(0, 10);
  const names = daysBetween(first, lastDay);
  const index = new Map(names.map((day, i) => [day, i]));
  // By place on the earth, so that neither names nor order of sectors change the replicates.
  const sorted = [...series].sort((a, b) => a.place.lat - b.place.lat || a.place.lon - b.place.lon);
  const cases: ScanCase[] = [];
  const exposures = sorted.map((s, place) => {
    const row = new Array<number>(days).fill(0);
    for (const day of s.known) {
      const i = index.get(day.day);
      if (i === undefined) continue;
      row[i] = day.exposure;
      for (let n = 0; n < day.count; n++) cases.push({ place, day: i });
    }
    return row;
  });
  const replicates = Math.max(99, Math.ceil(4 / perDay));
  const places = sorted.map((s) => s.place);
  // So many replicates at least as good, and it is no alarm whatever the others say.
  const enough = Math.floor(perDay * (replicates + 1));
  const area = { places, days, maxDays, maxMetres };
  const found = scan(cases, { ...area, hours: exposures, dispersion, replicates, enough, random });
  const { cluster, pValue } = found;
  if (!cluster || pValue === null || pValue > perDay) return null;
  const limit = found.replicateRatios[Math.floor(perDay * (replicates + 1)) - 1]!;
  let threshold = Math.ceil(cluster.expected);
  while (scanLogRatio(threshold, cluster.expected, found.cases) <= limit) threshold++;
  const from = names[cluster.firstDay]!;
  return {
    method: 'scan',
    sectors: cluster.places.map((place) => sorted[place]!.sector),
    from,
    to: lastDay,
    observed: cluster.observed,
    expected: cluster.expected,
    threshold,
    hours: cluster.places
      .flatMap((place) => sorted[place]!.known)
      .reduce((sum, day) => (day.day >= from && day.day <= lastDay ? sum + day.hours : sum), 0),
    statistic: { value: cluster.logRatio, limit },
    pValue,
    falsePerDay: perDay,
  };
}
