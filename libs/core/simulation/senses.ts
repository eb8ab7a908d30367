import type { Means, Mission } from '../mission/types.js';

/** Which of the pack's means stands for each way of knowing; null where the mission has none. */
export interface Senses {
  heard: Means | null;
  seen: Means | null;
  camera: Means | null;
  drone: Means | null;
  satellite: Means | null;
  told: Means | null;
}

/**
 * By the usual id where the pack has it; otherwise hearing is what people do without a line of sight,
 * seeing what they do with one, and a camera is a machine that needs one.
 */
export function sensesOf(mission: Mission): Senses {
  const named = (...ids: string[]) =>
    ids.map((id) => mission.means.find((m) => m.id === id)).find((m) => m !== undefined) ?? null;
  const told = named('told');
  const like = (by: Means['by'], sight: boolean) =>
    mission.means.find((m) => m.by === by && m.needsLineOfSight === sight && m !== told) ?? null;
  return {
    heard: named('heard') ?? like('person', false),
    seen: named('seen') ?? like('person', true),
    camera: named('camera') ?? like('machine', true),
    drone: named('drone', 'uav_mid', 'uav_mini', 'uav_long'),
    satellite: named('satellite', 'satellite_thermal'),
    told,
  };
}
