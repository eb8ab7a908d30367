import type { WatchingNow } from '#core/verification/map/watching-now.js';

export const watchingNowAnswer = (now: WatchingNow) => ({
  at: now.at,
  since: now.since,
  weeks: now.weeks,
  sectors: now.sectors.map((s) => ({
    sector: s.sector,
    usableHours: s.usableHours,
    lostHours: s.lostHours,
    sources: s.sources.map((w) => ({ sourceId: w.sourceId, means: w.means, by: w.by, until: w.until, now: w.now })),
    gaps: s.gaps.map(({ from, to }) => ({ from, to })),
  })),
  health: now.health.map((h) => ({
    sourceId: h.sourceId,
    deviceId: h.deviceId,
    deviceName: h.deviceName,
    means: h.means,
    sector: h.sector,
    lastHeard: h.lastHeard,
    usualSeconds: h.usualSeconds,
    state: h.state,
    silentSince: h.silentSince,
  })),
  jamming: now.jamming.map((j) => ({
    sightingId: j.sightingId,
    start: j.start,
    end: j.end,
    lat: j.lat,
    lon: j.lon,
    sector: j.sector,
  })),
});
