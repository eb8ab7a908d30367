import type { Command } from 'commander';
import { loadMission } from '#formats/pack/load.js';
import { setLine } from '#formats/pack/set-line.js';
import { writeNames } from '#formats/pack/transliterate.js';
import type { Context } from '../context.js';
import { UsageError } from '../terminal.js';

export function addMissionCommands(program: Command, { terminal, environment }: Context): void {
  const mission = program.command('mission').description('work on a mission pack, a folder on this machine');

  mission
    .command('check')
    .argument('<pack>', 'folder of the pack')
    .description('check a pack and list every fault with file and line')
    .action(async (pack: string) => {
      const m = await loadMission(pack);
      const counts = {
        parties: m.parties.length,
        provisions: m.provisions.length,
        lines: m.lines.length,
        sectors: m.sectors.length,
        zones: m.zones.length,
        settlements: m.settlements.length,
        'kinds of event': m.eventKinds.length,
        means: m.means.length,
        weapons: m.weapons.length,
      };
      const told = Object.entries(counts).map(([what, n]) => `  ${String(n).padStart(5)} ${what}`);
      terminal.out(`The mission pack ${m.id} is sound.\n${told.join('\n')}\n  digest ${m.digest}\n`);
      for (const line of m.lines.filter((l) => l.illustrative))
        terminal.err(`Note: the line ${line.id} is illustrative.\n`);
    });

  mission
    .command('set-line')
    .argument('<file>', 'GeoJSON: polygons of one side’s territory, or lines')
    .description('write a dated line into a pack: the boundary of the territory inside the country')
    .requiredOption('--effective <date>', 'YYYY-MM-DD (local midnight) or a UTC instant')
    .requiredOption('--territory-of <party>', 'whose territory the polygons are; for lines, the party to their left')
    .option('--pack <folder>', 'the pack', environment.missionDir)
    .option('--country <file>', 'outline of the country, if not the pack’s own')
    .option('--margin <metres>', 'how far from the country’s edge the line ends', metres, 0)
    .option('--tolerance <metres>', 'how far the line may be simplified', metres, 100)
    .option('--sigma <metres>', 'one standard deviation of the line’s position', metres, 250)
    .option('--shortest <metres>', 'leave out parts shorter than this', metres, 1000)
    .action(async (file: string, o: SetLineFlags) => {
      const set = await setLine(o.pack, file, o.effective, {
        territoryOf: o.territoryOf,
        ...(o.country !== undefined && { country: o.country }),
        marginMetres: o.margin,
        toleranceMetres: o.tolerance,
        sigmaMetres: o.sigma,
        shortestMetres: o.shortest,
      });
      const km = (m: number) => `${(m / 1000).toFixed(1)} km`;
      terminal.out(
        `${o.pack}/${set.file}: ${km(set.lengthMetres)} in ${set.parts} part${set.parts === 1 ? '' : 's'}, ${set.vertices} vertices, simplified to ${o.tolerance} m\n` +
          `  in effect from ${set.effectiveFrom}; ${set.left} to the left, ${set.right} to the right\n`,
      );
      if (set.leftOut.parts > 0)
        terminal.err(
          `Left out: ${set.leftOut.parts} of its parts, each shorter than ${o.shortest} m (${km(set.leftOut.lengthMetres)}).\n`,
        );
    });

  mission
    .command('names')
    .argument('<language>', 'BCP 47 tag, for example tr')
    .description(
      'write the names of settlements in the letters of another language, by names/<language>.yaml of the pack',
    )
    .option('--pack <folder>', 'the pack', environment.missionDir)
    .action(async (language: string, o: { pack: string }) => {
      const { written, byHand } = await writeNames(o.pack, language);
      terminal.out(`${o.pack}/settlements.csv: ${written} names in "${language}", ${byHand} of them by hand\n`);
    });
}

interface SetLineFlags {
  effective: string;
  territoryOf: string;
  pack: string;
  country?: string;
  margin: number;
  tolerance: number;
  sigma: number;
  shortest: number;
}

function metres(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !Number.isFinite(value) || value < 0)
    throw new UsageError(`"${text}" is not a distance in metres.`);
  return value;
}
