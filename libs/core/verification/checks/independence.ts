import { groupSources, type Source } from '../../fusion/sources.js';
import { say } from '../../said.js';
import type { CheckResult } from '../result.js';

const ruleVersion = 'independence/1';

/** Counts independent sources against the pack's minimum: fail with none, unknown below it, pass from it on. */
export function checkIndependence(sightings: readonly Source[], minimum: number): CheckResult {
  const groups = groupSources(sightings);
  const independent = groups.filter((g) => g.counts).length;
  const notes = groups
    .filter((g) => g.because.length > 0)
    .map((g) => say`Not independent: ${g.sightings.join(', ')} (${g.because}).`);
  return {
    name: 'independence',
    result: independent === 0 ? 'fail' : independent < minimum ? 'unknown' : 'pass',
    reason: [say`Independent sources: ${independent} in ${sightings.length} sightings; needed: ${minimum}.`, ...notes],
    inputs: { independent, minimum, groups },
    ruleVersion,
    bySighting: [],
  };
}
