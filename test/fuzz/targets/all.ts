import { makeGeography } from '#core/geo/geography.js';
import { loadMission } from '#formats/pack/load.js';
import type { Target } from '../engine/target.js';
import { fileTargets } from './files.js';
import { formTargets } from './forms.js';
import { packTargets } from './packs.js';
import { proofs } from './proofs.js';
import { streams } from './streams.js';
import { wordTargets } from './words.js';

const model = 'missions/ukraine-line';

/** Every reader of strangers' bytes, over the model mission. */
export async function allTargets(): Promise<Target[]> {
  const mission = await loadMission(model);
  const clock = { now: () => new Date('2026-11-22T06:00:00.000Z') };
  return [
    ...streams,
    ...formTargets({ mission, geography: makeGeography(mission), clock }),
    ...(await fileTargets()),
    ...proofs,
    ...wordTargets(mission),
    ...packTargets(mission, model),
  ];
}
