import { round } from '../../geo/covariance.js';
import { isNight } from '../../geo/sun.js';
import { reportingWeek } from '../../mission/calendar.js';
import type { Mission, Position } from '../../mission/types.js';
import type { Geography } from '../../ports.js';
import { stepsOf } from './steps.js';
import type { Watch } from './types.js';

/** A part of a watch during which nothing changes. Instants in milliseconds. */
export interface Part {
  from: number;
  to: number;
  at: Position;
  sector: string;
  /** Party on whose side it was, with more than half the probability; null where that cannot be told. */
  side: string | null;
  week: string;
  hours: number;
  night: boolean;
  /** Why it was lost by the source's own account; null = it saw. */
  lost: string | null;
}

/** What a post's own position is known to, one standard deviation, metres: enough to tell its side. */
const placeSigmaMetres = 50;

/**
 * Walks through a watch: short steps, cut where the source's own losses begin and end and at the given instants. What
 * lies outside all sectors is left out. However it is cut, the parts of a step sum to its hours.
 */
export function* walk(
  watch: Pick<Watch, 'said' | 'start' | 'end' | 'lost'>,
  mission: Pick<Mission, 'calendar'>,
  geography: Pick<Geography, 'sectorOf' | 'sideOf'>,
  cuts: readonly number[] = [],
): Generator<Part> {
  const lost = watch.lost.map((l) => ({ reason: l.reason, from: Date.parse(l.start), to: Date.parse(l.end) }));
  const edges = [...new Set([...lost.flatMap((l) => [l.from, l.to]), ...cuts])].sort((a, b) => a - b);
  let last: Position | null = null;
  for (const step of stepsOf(watch.said, watch.start, watch.end)) {
    const at: Position | null = step.at ?? last;
    last = at;
    const sector = at && geography.sectorOf(at);
    if (!at || sector === null) continue;
    const start = new Date(step.from).toISOString();
    const probable = geography.sideOf({ ...at, ...round(placeSigmaMetres), method: 'fix' }, start);
    const fixed = {
      at,
      sector,
      side: Object.keys(probable).find((party) => probable[party]! > 0.5) ?? null,
      week: reportingWeek(start, mission.calendar),
      night: isNight(at, start),
    };
    const within = edges.filter((e) => e > step.from && e < step.to);
    const bounds = [step.from, ...within, step.to];
    for (const [i, to] of bounds.slice(1).entries()) {
      const from = bounds[i]!;
      const why = lost.find((l) => l.from <= from && from < l.to)?.reason ?? null;
      const hours = ((to - from) / 3_600_000) * step.share;
      yield { ...fixed, from, to, hours, lost: step.at === null ? 'gap in the track' : why };
    }
  }
}
