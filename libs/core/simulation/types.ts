import type { Effort, Notification, SightingInput } from '../intake/types.js';
import type { Position } from '../mission/types.js';

export const presetNames = ['default', 'dense', 'sparse', 'one-side', 'drone-heavy', 'late'] as const;
export type PresetName = (typeof presetNames)[number];

export interface SimulationOptions {
  preset: PresetName;
  /** Whole number; the same seed gives the same world. */
  seed: number;
  days: number;
  /** First instant of the world; default is the week's start after the pack's ceasefire, at midnight UTC. */
  from?: string;
}

/** Something that truly happened. Hidden from the pipeline; only measurements read it. */
export interface TrueEvent extends Position {
  id: string;
  kind: string;
  weapon: string | null;
  start: string;
  durationSeconds: number;
  /** Party it came from. */
  party: string;
  /** Where fire came from; null for what is no fire. */
  origin?: Position | null;
  /** Party on whose side it happened. */
  side: string;
  /** The exchange of fire it belongs to; null for single events. */
  exchange: string | null;
  /** A declared or undeclared exercise. */
  exercise: boolean;
  /** Notification that announced it. */
  notification: string | null;
  casualties: { killed: number; injured: number } | null;
  civilianObject: boolean;
}

export interface SimulatedSighting {
  input: SightingInput;
  submittedBy: string;
  arrivesAt: string;
}

/** What becomes of a submitted record in truth. */
export interface TrueOrigin {
  /** Id of the true event; a false report has an id of its own, shared only by those who quote it. */
  event: string;
  how: 'observed' | 'repeated' | 'duplicate' | 'quoted' | 'false';
}

export interface World {
  missionId: string;
  preset: PresetName;
  seed: number;
  from: string;
  to: string;
  /** In order of arrival. */
  sightings: SimulatedSighting[];
  notifications: Omit<Notification, 'receivedAt'>[];
  effort: Omit<Effort, 'reportingWeek' | 'receivedAt'>[];
  truth: { origins: Record<string, TrueOrigin>; events: TrueEvent[] };
}
