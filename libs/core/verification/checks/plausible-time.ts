import type { Sighting } from '../../intake/types.js';
import type { Mission } from '../../mission/types.js';
import { say, type Said } from '../../said.js';
import { durationInWords, inWords, overall, type CheckResult, type SightingVerdict } from '../result.js';

const ruleVersion = 'plausible_time/1';
const minute = 60_000;
const day = 86_400_000;

type Timed = Pick<Sighting, 'id' | 'start' | 'end' | 'receivedAt'>;

/** When the sightings were before the ceasefire or too old, the proposal is another one: both are told in `inputs`. */
export interface TimeInputs extends Record<string, unknown> {
  beforeCeasefire: string[];
  tooOld: string[];
}

/**
 * Judges each sighting's interval against itself, its receipt and the ceasefire. Fail: it ends before it
 * starts, was received before it happened (beyond the pack's clock tolerance), or ended before the
 * ceasefire. Unknown: it straddles the ceasefire, is older on receipt than the pack allows to be
 * checked, or covers too long an interval.
 */
export function checkPlausibleTime(
  sightings: readonly Timed[],
  mission: Pick<Mission, 'ceasefireFrom' | 'thresholds' | 'verification'>,
): CheckResult & { inputs: TimeInputs } {
  const { futureToleranceMinutes, oldestDays } = mission.thresholds.intake;
  const { maxIntervalHours } = mission.verification.time;
  const beforeCeasefire: string[] = [];
  const tooOld: string[] = [];
  const ceasefire = Date.parse(mission.ceasefireFrom);

  const bySighting = sightings.map((s): SightingVerdict => {
    const [start, end, received] = [Date.parse(s.start), Date.parse(s.end), Date.parse(s.receivedAt)];
    const judge = (result: SightingVerdict['result'], because: Said) => ({ sightingId: s.id, result, because });
    if (end < start) return judge('fail', say`ends ${durationInWords(start - end)} before it starts`);
    const early = start - received - futureToleranceMinutes * minute;
    if (early > 0)
      return judge(
        'fail',
        say`received ${durationInWords(start - received)} before it happened (tolerance ${futureToleranceMinutes} min)`,
      );
    if (end < ceasefire) {
      beforeCeasefire.push(s.id);
      return judge('fail', say`ended ${durationInWords(ceasefire - end)} before the ceasefire`);
    }
    if (start < ceasefire)
      return judge('unknown', say`began ${durationInWords(ceasefire - start)} before the ceasefire`);
    if (received - end > oldestDays * day) {
      tooOld.push(s.id);
      return judge(
        'unknown',
        say`received ${durationInWords(received - end)} after it ended (limit ${oldestDays} days)`,
      );
    }
    if (end - start > maxIntervalHours * 60 * minute)
      return judge('unknown', say`covers ${durationInWords(end - start)} (limit ${maxIntervalHours} h)`);
    return judge('pass', say`received ${durationInWords(received - start)} after it began, after the ceasefire`);
  });

  return {
    name: 'plausible_time',
    result: overall(bySighting),
    reason: inWords(bySighting),
    inputs: {
      ceasefireFrom: mission.ceasefireFrom,
      futureToleranceMinutes,
      oldestDays,
      maxIntervalHours,
      beforeCeasefire,
      tooOld,
    },
    ruleVersion,
    bySighting,
  };
}
