import type { World } from '#core/simulation/types.js';
import type { Run } from './pipeline.js';

/** How the machine's proposals compare with the truth, over live incidents. */
export interface VerdictScore {
  /** Of the incidents proposed as verified, the share that are real events and no exercise. */
  precision: number;
  /** Of the incidents that are real events and no exercise, the share proposed as verified. */
  recall: number;
  /** The same, of those that two or more of the mission's own sources truly noticed. */
  recallOfTwo: number;
  /** Of the incidents that are announced exercises, the share proposed as an exercise. */
  exerciseRecall: number;
  /** Median hours from the event to the first proposal "verified", of those that are verified in the end. */
  hoursToVerdict: number;
}

export function verdictScore(run: Run, world: World): VerdictScore {
  const events = new Map(world.truth.events.map((e) => [e.id, e]));
  const watchers = new Map<string, Set<string>>();
  for (const row of run.rows) {
    const origin = world.truth.origins[row.id]!;
    if (origin.how === 'false' || origin.how === 'quoted') continue;
    const source = row.patrolId ?? row.platformId ?? row.submittedBy;
    watchers.set(origin.event, (watchers.get(origin.event) ?? new Set()).add(source));
  }
  const members = new Map<string, string[]>();
  for (const [sighting, incident] of run.found) members.set(incident, [...(members.get(incident) ?? []), sighting]);

  let [verified, rightlyVerified, real, realOfTwo, foundOfTwo, exercises, foundExercises] = [0, 0, 0, 0, 0, 0, 0];
  const hours: number[] = [];
  for (const [id, sightings] of members) {
    const event = events.get(mostCommon(sightings.map((s) => run.truth.get(s)!)));
    const outcome = run.memory.incidents.get(id)?.proposedOutcome ?? null;
    const isReal = event !== undefined && !event.exercise;
    const two = event !== undefined && (watchers.get(event.id)?.size ?? 0) > 1;
    if (event?.notification) {
      exercises++;
      if (outcome === 'exercise') foundExercises++;
    }
    if (isReal) real++;
    if (isReal && two) realOfTwo++;
    if (outcome !== 'verified') continue;
    verified++;
    if (!isReal) continue;
    rightlyVerified++;
    if (two) foundOfTwo++;
    const first = run.memory.verifications.get(id)?.find((v) => v.outcome === 'verified');
    if (first) hours.push((Date.parse(first.at) - Date.parse(event.start)) / 3_600_000);
  }
  hours.sort((a, b) => a - b);
  return {
    precision: share(rightlyVerified, verified),
    recall: share(rightlyVerified, real),
    recallOfTwo: share(foundOfTwo, realOfTwo),
    exerciseRecall: share(foundExercises, exercises),
    hoursToVerdict: hours[Math.floor(hours.length / 2)] ?? NaN,
  };
}

function share(part: number, whole: number): number {
  return whole === 0 ? NaN : part / whole;
}

function mostCommon(keys: string[]): string {
  const counts = new Map<string, number>();
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))[0]![0];
}
