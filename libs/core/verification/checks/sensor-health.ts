import type { Effort, Sighting } from '../../intake/types.js';
import type { Mission } from '../../mission/types.js';
import { say, type Said } from '../../said.js';
import { durationInWords, inWords, kindNamed, overall, type CheckResult, type SightingVerdict } from '../result.js';

const ruleVersion = 'sensor_health/2';
const hour = 3_600_000;

type Sensed = Pick<Sighting, 'id' | 'type' | 'platformId' | 'confidence' | 'start' | 'end'>;

/** What happened around the sensors; loaded by the use case, in any order. */
export interface SensorSurroundings {
  /** Incidents near the place, of kinds that the pack says disturb sensors (jamming). */
  disturbances: { incidentId: string; kind: string; start: string; end: string }[];
  /** Effort records of the platforms concerned. */
  effort: Pick<Effort, 'sourceId' | 'start' | 'end' | 'lostHours' | 'lostReason'>[];
  /** End of the last sighting of each platform before this one; a platform without any is not named. */
  lastHeard: Record<string, string>;
}

/**
 * Was the machine fit to be believed? Fail: its own confidence is below the pack's
 * hopeless share of its limit. Unknown:
 * confidence below the limit (it counts beside another source, not by itself) or not given; jamming nearby in time; an outage recorded over that time; or its first word after
 * a long silence. Reports by persons are not judged here.
 */
export function checkSensorHealth(
  sightings: readonly Sensed[],
  around: SensorSurroundings,
  mission: Pick<Mission, 'thresholds' | 'verification'>,
): CheckResult {
  const { silenceHours, jammingHours, hopelessShare } = mission.verification.sensors;
  const limit = mission.thresholds.verification.machineConfidence;
  const machines = sightings.filter((s) => s.type === 'observation');
  const bySighting = machines.map((s): SightingVerdict => {
    const judge = (result: SightingVerdict['result'], because: Said) => ({ sightingId: s.id, result, because });
    const below = s.confidence !== null && s.confidence < limit;
    if (below && s.confidence! < limit * hopelessShare)
      return judge('fail', say`confidence ${s.confidence!.toFixed(2)}, below ${(limit * hopelessShare).toFixed(2)}`);
    const doubts: Said[] = [];
    if (below) doubts.push(say`confidence ${s.confidence!.toFixed(2)}, below ${limit.toFixed(2)}`);
    if (s.confidence === null) doubts.push(say`no confidence given`);
    for (const d of around.disturbances)
      if (touches(s, d, jammingHours * hour))
        doubts.push(say`${kindNamed(d.kind)} (incident ${d.incidentId}) within ${jammingHours} h`);
    for (const e of around.effort)
      if (e.sourceId === s.platformId && e.lostHours > 0 && touches(s, e, 0))
        doubts.push(
          e.lostReason
            ? say`${e.lostHours} h lost at the time (${e.lostReason})`
            : say`${e.lostHours} h lost at the time`,
        );
    const last = s.platformId === null ? undefined : around.lastHeard[s.platformId];
    const silence = last === undefined ? 0 : Date.parse(s.start) - Date.parse(last);
    if (silence > silenceHours * hour) doubts.push(say`first word after ${durationInWords(silence)} of silence`);
    if (doubts.length > 0) return judge('unknown', say`${doubts}`);
    return judge('pass', say`confidence ${s.confidence!.toFixed(2)}, no jamming, outage or silence around it`);
  });
  return {
    name: 'sensor_health',
    result: machines.length === 0 ? 'pass' : overall(bySighting),
    reason: machines.length === 0 ? [say`Nothing to judge: no sighting by a machine.`] : inWords(bySighting),
    inputs: { machineConfidence: limit, silenceHours, jammingHours, ...around },
    ruleVersion,
    bySighting,
  };
}

function touches(a: { start: string; end: string }, b: { start: string; end: string }, margin: number): boolean {
  return Date.parse(a.start) <= Date.parse(b.end) + margin && Date.parse(b.start) - margin <= Date.parse(a.end);
}
