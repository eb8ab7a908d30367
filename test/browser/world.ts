import { setTimeout as pause } from 'node:timers/promises';
import { makeGeography } from '#core/geo/geography.js';
import { simulate } from '#core/simulation/simulate.js';
import { loadMission } from '#formats/pack/load.js';
import type { Stage } from './kit.js';

/** Days of the small world. */
const days = 2;

/** Sends two simulated days, which ended so many days ago, by the bulk door and waits until nothing is owed. */
export async function fillSmallWorld(stage: Stage, endedDaysAgo = 0): Promise<void> {
  const mission = await loadMission('missions/two-valleys');
  const now = Date.now();
  const from = new Date(now - (days + endedDaysAgo) * 86_400_000).toISOString();
  const world = simulate(mission, makeGeography(mission), { preset: 'sparse', seed: 7, days, from });
  const arrived = world.sightings.filter(({ arrivesAt }) => Date.parse(arrivesAt) <= now);
  const token = await stage.tokenOf(await stage.person('supervisor'));
  const answer = await fetch(`${stage.address}/v1/intake`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/x-ndjson' },
    body: arrived.map(({ input }) => `${JSON.stringify(input)}\n`).join(''),
  });
  const last = (await answer.text()).trim().split('\n').at(-1) ?? '';
  const { summary } = JSON.parse(last) as { summary?: { accepted: number; refused: number } };
  if (!summary || summary.accepted === 0) throw new Error(`the small world was not accepted: ${last}`);
  await settled(stage);
}

/** Waits until the worker has done all that is owed. @throws Error after two minutes */
export async function settled(stage: Stage): Promise<void> {
  for (let tries = 0, still = 0; tries < 480; tries++) {
    const answer = await stage.ask('GET', '/v1/work', { token: stage.token });
    const { counts } = (await answer.json()) as { counts: { owed: number } };
    // Twice in a row: what one step leaves behind is owed a moment later.
    still = counts.owed === 0 ? still + 1 : 0;
    if (still >= 3) return;
    await pause(250);
  }
  throw new Error('the worker is not done after two minutes');
}
