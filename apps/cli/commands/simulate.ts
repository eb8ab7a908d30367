import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Option, type Command } from 'commander';
import { makeGeography } from '#core/geo/geography.js';
import { simulate } from '#core/simulation/simulate.js';
import { presetNames, type PresetName } from '#core/simulation/types.js';
import { loadMission } from '#formats/pack/load.js';
import type { Context } from '../context.js';
import { sendSightings } from '../intake.js';
import { UsageError } from '../terminal.js';

const linesPerRequest = 1000;

export function addSimulateCommand(program: Command, { terminal, client, environment }: Context): void {
  program
    .command('simulate')
    .description('make up a world of events and what the mission’s sources make of it, the truth apart')
    .addOption(new Option('--preset <name>', 'kind of world').choices([...presetNames]).default('default'))
    .option('--seed <n>', 'same seed, same world', whole, 1)
    .option('--days <n>', 'how many days', whole, 7)
    .option('--from <instant>', 'first instant, UTC (default: after the pack’s ceasefire)')
    .option('--pack <folder>', 'the mission pack', environment.missionDir)
    .option(
      '--out <folder>',
      'write sightings.ndjson, notifications.ndjson, effort.ndjson and truth.json to this new folder',
    )
    .option('--send', 'send the sightings to the API; only for a server that holds nothing real', false)
    .action(async (o: SimulateFlags, command: Command) => {
      if (o.out === undefined && !o.send) throw new UsageError('Give --out, or --send, or both.');
      const mission = await loadMission(o.pack);
      const { preset, seed, days, from } = o;
      const world = simulate(mission, makeGeography(mission), {
        preset,
        seed,
        days,
        ...(from !== undefined && { from }),
      });
      const inputs = world.sightings.map((s) => s.input);
      if (o.out !== undefined) await write(o.out, world, inputs);
      terminal.err(
        `${world.missionId}, ${world.preset}, seed ${world.seed}, ${world.from} to ${world.to}: ` +
          `${world.truth.events.length} events, ${inputs.length} sightings.\n`,
      );
      if (!o.send) return;
      const counts = { accepted: 0, repeated: 0, refused: 0 };
      for (let i = 0; i < inputs.length; i += linesPerRequest)
        await sendSightings(client(command), inputs.slice(i, i + linesPerRequest), counts, (n, why) =>
          terminal.err(`sighting ${i + n + 1}: ${why}\n`),
        );
      terminal.out(`${counts.accepted} accepted, ${counts.repeated} already there, ${counts.refused} refused\n`);
    });
}

interface SimulateFlags {
  preset: PresetName;
  seed: number;
  days: number;
  from?: string;
  pack: string;
  out?: string;
  send: boolean;
}

async function write(folder: string, world: ReturnType<typeof simulate>, inputs: object[]): Promise<void> {
  await mkdir(folder, { recursive: true });
  const { missionId, preset, seed, from, to, truth } = world;
  const lines = (items: object[]) => items.map((i) => `${JSON.stringify(i)}\n`).join('');
  const files: [string, string][] = [
    ['sightings.ndjson', lines(inputs)],
    ['notifications.ndjson', lines(world.notifications)],
    ['effort.ndjson', lines(world.effort)],
    ['truth.json', `${JSON.stringify({ missionId, preset, seed, from, to, ...truth })}\n`],
  ];
  for (const [name, text] of files)
    await writeFile(join(folder, name), text, { flag: 'wx' }).catch((error: NodeJS.ErrnoException) => {
      throw error.code === 'EEXIST'
        ? new UsageError(`${join(folder, name)} is already there. Name a new folder.`)
        : error;
    });
}

function whole(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 0) throw new UsageError(`"${text}" is not a whole number.`);
  return value;
}
