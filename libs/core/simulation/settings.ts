import type { PresetName } from './types.js';

/** Everything about a simulated mission that a preset may change. Distances in metres, times in seconds. */
export interface Settings {
  /** True events a day on the whole line. */
  eventsPerDay: number;
  /** Share of events in exchanges of fire; the rest happen singly. */
  inExchanges: number;
  /** Mean number of events that each event of an exchange sets off (below 1, else it never ends). */
  branching: number;
  /** Mean wait between an event and one that it sets off. */
  replySeconds: number;
  /** Spread (one standard deviation) of impacts around one aim point, and between aim points. */
  aimMetres: number;
  betweenAimsMetres: number;
  /** Kilometres of line per hot spot and share of events that fall near one. */
  kilometresPerHotspot: number;
  nearHotspots: number;
  /** Watchers per hot spot and per 100 km of the rest of the line. */
  postsPerHotspot: number;
  postsPer100Km: number;
  camerasPerHotspot: number;
  patrolsPer100Km: number;
  /** Drone sorties a day per 100 km of line, and the hours one lasts. */
  sortiesPer100Km: number;
  sortieHours: number;
  /** Satellite passes a day. */
  passesPerDay: number;
  /** Watch from one side of the line only. */
  oneSide: boolean;
  /** Share of what people see that somebody retells. */
  toldShare: number;
  /** False reports per true report. */
  falseShare: number;
  /** Share of records sent twice. */
  duplicateShare: number;
  /** Exercises a day on the whole line, and the share of them announced. */
  exercisesPerDay: number;
  exercisesAnnounced: number;
  /** Share of a source's time lost to weather, jamming and breakdown. */
  outageShare: number;
  /** Mean minutes from a record to its arrival, by who sends it. */
  machineDelayMinutes: number;
  personDelayMinutes: number;
  /** Share of records held back for hours (no signal), and the mean of those hours. */
  heldBackShare: number;
  heldBackHours: number;
}

/**
 * The default world. Sources (DOMAIN.md sections 1.4 and 1.5):
 * - SMM Ukraine: 623 violations a day on 420 km before 27 July 2020 and 33 after it; 76 % of them near
 *   four hot spots, so about one hot spot per 105 km. We take a middling 500 a day on the whole line.
 * - 20 to 30 camera sites on 420 km; posts and patrols of the same order; drones the main means.
 * - 154 of 257 violations of one day were assessed as live-fire exercises: exercises come in series.
 * - Delays: the daily report counts until 19:30 and is amended later; hours without signal are usual.
 */
const base: Settings = {
  eventsPerDay: 500,
  inExchanges: 0.85,
  branching: 0.75,
  replySeconds: 720,
  aimMetres: 450,
  betweenAimsMetres: 1500,
  kilometresPerHotspot: 105,
  nearHotspots: 0.76,
  postsPerHotspot: 4,
  postsPer100Km: 5,
  camerasPerHotspot: 5,
  patrolsPer100Km: 3,
  sortiesPer100Km: 4,
  sortieHours: 4,
  passesPerDay: 6,
  oneSide: false,
  toldShare: 0.06,
  falseShare: 0.04,
  duplicateShare: 0.02,
  exercisesPerDay: 2,
  exercisesAnnounced: 0.6,
  outageShare: 0.12,
  machineDelayMinutes: 2,
  personDelayMinutes: 35,
  heldBackShare: 0.05,
  heldBackHours: 8,
};

/** The presets of issue 2: each changes only what its name says. */
export const presets: Record<PresetName, Settings> = {
  default: base,
  // More than 16,000 in the worst week and 7,000 in the worst day (DOMAIN.md 1.4).
  dense: { ...base, eventsPerDay: 4000 },
  // The months after 27 July 2020: 33 a day on 420 km.
  sparse: { ...base, eventsPerDay: 60, inExchanges: 0.7 },
  'one-side': { ...base, oneSide: true },
  'drone-heavy': { ...base, postsPerHotspot: 2, postsPer100Km: 2, camerasPerHotspot: 3, sortiesPer100Km: 24 },
  late: { ...base, personDelayMinutes: 180, machineDelayMinutes: 20, heldBackShare: 0.3, heldBackHours: 18 },
};
