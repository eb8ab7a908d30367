import { makeGeography } from '#core/geo/geography.js';
import { simulate } from '#core/simulation/simulate.js';
import { presetNames, type PresetName } from '#core/simulation/types.js';
import { errorsByCause } from './errors.js';
import { pairScore } from './measure.js';
import { inventedMission } from './mission.js';
import { runWorld } from './pipeline.js';
import { tunedWindow } from './window.js';

const [names = 'default', seedList = '1', dayText = '1'] = process.argv.slice(2);
const mission = inventedMission();
const geography = makeGeography(mission);
for (const preset of names === 'all' ? presetNames : (names.split(',') as PresetName[]))
  for (const seed of seedList.split(',').map(Number)) {
    const world = simulate(mission, geography, { preset, seed, days: Number(dayText) });
    const run = await runWorld(mission, geography, world);
    const ours = pairScore(run.truth, run.found);
    const window = tunedWindow(run.rows, run.truth);
    if (process.env['WHY']) console.log(errorsByCause(run, world));
    const f = (x: number) => x.toFixed(3);
    console.log(
      preset,
      seed,
      'sightings',
      run.rows.length,
      'events',
      world.truth.events.length,
      'seen',
      new Set(run.truth.values()).size,
      'ours',
      f(ours.f1),
      'P',
      f(ours.precision),
      'R',
      f(ours.recall),
      'count',
      f(ours.countError),
      'window',
      f(window.score.f1),
      'P',
      f(window.score.precision),
      'R',
      f(window.score.recall),
      window.metres,
      window.seconds,
      window.way,
      'rate/s',
      Math.round((run.rows.length / run.fusingMs) * 1000),
    );
  }
