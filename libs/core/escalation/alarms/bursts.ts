import { toLocalQuick } from '../../geo/geodesic.js';
import type { Position } from '../../mission/types.js';

/** An event that the statistics count: where, of which category, when it began and when the first record of it came. */
export interface RecordedEvent extends Position {
  sector: string;
  category: string;
  /** UTC instants. */
  start: string;
  receivedAt: string;
}

/** Events that belong together, counted as one. */
export interface Burst extends RecordedEvent {
  /** Events in it, from 1. */
  events: number;
}

/** Events of one exchange follow one another within minutes, and fall within the places that fire at each other. */
export const burstMinutes = 60;
export const burstMetres = 5000;

/**
 * Declusters events: those of one sector and category that are linked by steps of at most an hour and five kilometres are
 * one burst, which begins with its first event and is on record with its first record. One shot sets off others, so
 * events are not independent of one another and no test that counts them says truly how often it is wrong; bursts very
 * nearly are (the linked-window declustering of Reasenberg 1985, doi:10.1029/JB090iB07p05479, with fixed windows).
 * By start, whatever the order of the events.
 */
export function burstsOf(events: readonly RecordedEvent[]): Burst[] {
  const apart = new Map<string, RecordedEvent[]>();
  for (const event of events) {
    const key = `${event.sector} ${event.category}`;
    const series = apart.get(key);
    if (series) series.push(event);
    else apart.set(key, [event]);
  }
  return [...apart.values()].flatMap(linked).sort((a, b) => (a.start < b.start ? -1 : a.start > b.start ? 1 : 0));
}

function linked(series: RecordedEvent[]): Burst[] {
  const sorted = series.map((event) => ({ event, at: Date.parse(event.start) })).sort((a, b) => a.at - b.at);
  const parent = sorted.map((_, i) => i);
  const root = (i: number): number => {
    while (parent[i] !== i) i = parent[i] = parent[parent[i]!]!;
    return i;
  };
  let oldest = 0;
  sorted.forEach(({ event, at }, i) => {
    while (at - sorted[oldest]!.at > burstMinutes * 60_000) oldest++;
    for (let j = oldest; j < i; j++) {
      const [a, b] = [root(j), root(i)];
      if (a === b || !isNear(sorted[j]!.event, event)) continue;
      // The earliest event stands for the burst.
      parent[Math.max(a, b)] = Math.min(a, b);
    }
  });
  const bursts = new Map<number, Burst>();
  sorted.forEach(({ event }, i) => {
    const burst = bursts.get(root(i));
    if (!burst) bursts.set(root(i), { ...event, events: 1 });
    else {
      burst.events += 1;
      if (event.receivedAt < burst.receivedAt) burst.receivedAt = event.receivedAt;
    }
  });
  return [...bursts.values()];
}

function isNear(a: Position, b: Position): boolean {
  const { east, north } = toLocalQuick(a, b);
  return Math.hypot(east, north) <= burstMetres;
}
