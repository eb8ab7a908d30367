import type { Device } from '../../access/types.js';
import type { Heard } from '../../ports-console.js';

/** Whether a machine still speaks. */
export interface SourceHealth {
  /** A platform, or a registered device that was not heard at all. */
  sourceId: string;
  /** The registered device that sent it, where it is one. */
  deviceId: string | null;
  deviceName: string | null;
  means: string | null;
  sector: string | null;
  /** Null: not in the last 24 hours. */
  lastHeard: string | null;
  /** Median time between its last messages, seconds; null where there are fewer than four. */
  usualSeconds: number | null;
  /** 'silent': nothing for four times the usual, and for ten minutes at least. 'unknown': too few to tell. */
  state: 'live' | 'silent' | 'unknown';
  /** When it should have been heard at the latest; set where it is silent. */
  silentSince: string | null;
}

const fewest = 4;
const lately = 50;
const patience = 4;
const leastSilenceSeconds = 600;

/** Health of each platform heard (`heard` oldest first) and of registered devices that were not, silent ones first. */
export function healthOf(
  heard: readonly Heard[],
  devices: readonly Pick<Device, 'id' | 'name'>[],
  at: string,
): SourceHealth[] {
  const byPlatform = new Map<string, Heard[]>();
  for (const h of heard) {
    const known = byPlatform.get(h.platformId);
    if (known) known.push(h);
    else byPlatform.set(h.platformId, [h]);
  }
  const names = new Map(devices.map((d) => [d.id, d.name]));
  const rows = [...byPlatform].map(([sourceId, all]): SourceHealth => {
    const last = all.at(-1)!;
    const usual = medianGap(all.slice(-lately).map((h) => Date.parse(h.receivedAt) / 1000));
    const allowed = usual === null ? null : Math.max(leastSilenceSeconds, patience * usual);
    const due = allowed === null ? null : new Date(Date.parse(last.receivedAt) + allowed * 1000).toISOString();
    const silent = due !== null && due < at;
    return {
      sourceId,
      deviceId: names.has(last.submittedBy) ? last.submittedBy : null,
      deviceName: names.get(last.submittedBy) ?? null,
      means: last.means,
      sector: last.sector,
      lastHeard: last.receivedAt,
      usualSeconds: usual,
      state: due === null ? 'unknown' : silent ? 'silent' : 'live',
      silentSince: silent ? due : null,
    };
  });
  const spoke = new Set(heard.map((h) => h.submittedBy));
  const mute = devices
    .filter((d) => !spoke.has(d.id))
    .map((d): SourceHealth => ({
      sourceId: d.id,
      deviceId: d.id,
      deviceName: d.name,
      means: null,
      sector: null,
      lastHeard: null,
      usualSeconds: null,
      state: 'unknown',
      silentSince: null,
    }));
  const rank = { silent: 0, unknown: 1, live: 2 };
  return [...rows, ...mute].sort(
    (a, b) => rank[a.state] - rank[b.state] || (a.sourceId < b.sourceId ? -1 : a.sourceId > b.sourceId ? 1 : 0),
  );
}

function medianGap(seconds: readonly number[]): number | null {
  if (seconds.length < fewest) return null;
  const gaps = seconds
    .slice(1)
    .map((s, i) => s - seconds[i]!)
    .sort((a, b) => a - b);
  const middle = Math.floor(gaps.length / 2);
  const median = gaps.length % 2 === 1 ? gaps[middle]! : (gaps[middle - 1]! + gaps[middle]!) / 2;
  return Math.round(median);
}
