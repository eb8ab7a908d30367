import type { HourParts, Rate, SectorRate } from '#core/compliance/rates.js';
import type { Disturbance } from '#core/intake/disturbance/types.js';

const rateAnswer = (r: Rate) => ({
  count: r.count,
  usableHours: r.usableHours,
  per100Hours: r.per100Hours,
  low: r.low,
  high: r.high,
});

/** Gross hours, what was taken from them and why, and what is left. */
const hoursAnswer = (h: HourParts) => ({
  grossHours: h.grossHours,
  statedLostHours: h.statedLostHours,
  jammingHours: h.jammingHours,
  weatherHours: h.weatherHours,
  usableHours: h.usableHours,
  dayHours: h.dayHours,
  nightHours: h.nightHours,
});

export const sectorRateAnswer = (r: SectorRate) => ({
  sector: r.sector,
  ...hoursAnswer(r),
  incidents: rateAnswer(r.incidents),
  byDay: rateAnswer(r.byDay),
  byNight: rateAnswer(r.byNight),
  bySide: r.bySide.map((s) => ({
    side: s.side,
    ...hoursAnswer(s),
    incidents: rateAnswer(s.incidents),
    byDay: rateAnswer(s.byDay),
    byNight: rateAnswer(s.byNight),
  })),
  byMeans: r.byMeans.map((m) => ({ side: m.side, means: m.means, ...hoursAnswer(m) })),
});

export const weatherAnswer = (w: Disturbance) => ({
  id: w.id,
  start: w.start,
  end: w.end,
  sector: w.sector,
  area: w.area,
  visibilityMetres: w.visibilityMetres,
  windMetresPerSecond: w.windMetresPerSecond,
  cloudBaseMetres: w.cloudBaseMetres,
  rainMillimetresPerHour: w.rainMillimetresPerHour,
  sourceId: w.sourceId,
  sha256: w.sha256,
  receivedAt: w.receivedAt,
});
