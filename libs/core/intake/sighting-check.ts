import { say } from '../said.js';
import type { Mission } from '../mission/types.js';
import { isGiven, type Faults } from './faults.js';
import { checkOrigin, checkPlace } from './place-check.js';
import { isRecordId } from './record-id.js';
import { checkRestriction } from './restriction.js';
import type { SightingInput } from './types.js';

/** Checks form and ranges of a sighting, and that every id it uses is in the mission pack. */
export function checkSighting(input: SightingInput, mission: Mission, faults: Faults): void {
  if (!isRecordId(input.id)) faults.add('/id', say`Must be a lower-case UUID of version 7 (or 8, for imports).`);
  if (input.type !== 'report' && input.type !== 'observation')
    faults.add('/type', say`Must be "report" or "observation".`);
  checkPackIds(input, mission, faults);
  checkPlace(input.place, faults);
  if (isGiven(input.origin)) checkOrigin(input.origin, faults);
  checkFigures(input, faults);
  checkTexts(input, faults);
  checkRestriction(input, mission, faults);
  for (const name of ['countIsAtLeast', 'civilianObject'] as const)
    if (isGiven(input[name]) && typeof input[name] !== 'boolean') faults.add(`/${name}`, say`Must be true or false.`);
}

function checkPackIds(input: SightingInput, mission: Mission, faults: Faults): void {
  if (!mission.eventKinds.some((k) => k.id === input.kind))
    faults.add('/kind', say`Not a kind of event of this mission. Known: ${ids(mission.eventKinds)}.`);
  const means = mission.means.find((m) => m.id === input.means);
  if (!means) faults.add('/means', say`Not a means of this mission. Known: ${ids(mission.means)}.`);
  else if (input.type === 'report' && means.by !== 'person')
    faults.add('/means', say`A report is made by a person; "${means.id}" is a machine's means.`);
  else if (input.type === 'observation' && means.by !== 'machine')
    faults.add('/means', say`An observation is made by a machine; "${means.id}" is a person's means.`);
  if (isGiven(input.weapon) && !mission.weapons.some((w) => w.id === input.weapon))
    faults.add('/weapon', say`Not a weapon of this mission. Known: ${ids(mission.weapons)}.`);
  if (isGiven(input.allegedParty) && !mission.parties.some((p) => p.id === input.allegedParty))
    faults.add('/allegedParty', say`Not a party of this mission.`);
}

function checkFigures(input: SightingInput, faults: Faults): void {
  faults.numberIfGiven(input.count, '/count', 0, 1_000_000, true);
  faults.numberIfGiven(input.sequence, '/sequence', 0, Number.MAX_SAFE_INTEGER, true);
  faults.numberIfGiven(input.confidence, '/confidence', 0, 1);
  if (isGiven(input.confidence) && input.type === 'report')
    faults.add('/confidence', say`Is for machines; what a person is sure of belongs in the text.`);
  if (isGiven(input.casualties)) {
    faults.number(input.casualties.killed, '/casualties/killed', 0, 1_000_000, true);
    faults.number(input.casualties.injured, '/casualties/injured', 0, 1_000_000, true);
  }
  const evidence: unknown = input.evidence ?? [];
  if (!Array.isArray(evidence) || evidence.length > 100)
    faults.add('/evidence', say`Must be a list of at most 100 ids.`);
  else {
    evidence.forEach((id, i) => {
      if (!isRecordId(id)) faults.add(`/evidence/${i}`, say`Must be the id of evidence uploaded before.`);
      else if (evidence.indexOf(id) !== i) faults.add(`/evidence/${i}`, say`Is named twice.`);
    });
  }
}

function checkTexts(input: SightingInput, faults: Faults): void {
  faults.textIfGiven(input.text, '/text', 50_000);
  faults.textIfGiven(input.sourceTime, '/sourceTime', 200);
  faults.textIfGiven(input.patrolId, '/patrolId', 100);
  faults.textIfGiven(input.platformId, '/platformId', 100);
  faults.textIfGiven(input.sensor, '/sensor', 100);
  faults.textIfGiven(input.quotes, '/quotes', 2_000);
}

function ids(rows: { id: string }[]): string {
  return rows.map((r) => r.id).join(', ');
}
