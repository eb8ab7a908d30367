import type { Command } from 'commander';
import { systemClock } from '#host/clock.js';
import { makeIds } from '#host/ids.js';
import type { Context } from '../context.js';

interface Rate {
  count: number;
  per100Hours: number | null;
  low: number | null;
  high: number | null;
}
interface Hours {
  grossHours: number;
  statedLostHours: number;
  jammingHours: number;
  weatherHours: number;
  usableHours: number;
  dayHours: number;
  nightHours: number;
}
type Rates = Hours & { incidents: Rate; byDay: Rate; byNight: Rate };
interface SectorRates extends Rates {
  sector: string;
  bySide: (Rates & { side: string | null })[];
}
interface Complaint {
  sightingId: string;
  provider: string;
  against: string | null;
  kind: string;
  start: string;
  specificity: { whole: number };
  count: number;
}

const row = (cells: (string | number | null)[]): string => `${cells.map((c) => c ?? '-').join('\t')}\n`;
const fixed = (n: number | null): string | null => (n === null ? null : n.toFixed(2));
const weekArgument = 'reporting week, such as 2026-W46';

/** Hours of watching and what was taken from them, rates per hour, weather, and complaints. */
export function addEffortCommands(program: Command, context: Context): void {
  const { terminal, client } = context;
  const ratesOf = async (week: string, command: Command): Promise<SectorRates[]> => {
    const path = `/v1/weeks/${encodeURIComponent(week)}/rates`;
    return (await client(command).json<{ sectors: SectorRates[] }>({ method: 'GET', path })).sectors;
  };
  /** Each sector as a whole ("all"), then each of its sides; "?" where the side is not known. */
  const lines = (sectors: SectorRates[]) =>
    sectors.flatMap((s) => [
      { sector: s.sector, side: 'all', rates: s as Rates },
      ...s.bySide.map((side) => ({ sector: s.sector, side: side.side ?? '?', rates: side as Rates })),
    ]);

  program
    .command('rates')
    .argument('<week>', weekArgument)
    .description('incidents per 100 usable hours by sector, side, day and night, each with its raw count')
    .action(async (week: string, _options: object, command: Command) => {
      terminal.out('sector\tside\tpart\tincidents\tusable hours\tper 100 hours\tlow\thigh\n');
      for (const { sector, side, rates } of lines(await ratesOf(week, command)))
        for (const [part, rate, hours] of [
          ['all', rates.incidents, rates.usableHours],
          ['day', rates.byDay, rates.dayHours],
          ['night', rates.byNight, rates.nightHours],
        ] as const)
          terminal.out(
            row([sector, side, part, rate.count, fixed(hours), ...[rate.per100Hours, rate.low, rate.high].map(fixed)]),
          );
    });

  const effort = program.command('effort').description('hours of watching');
  effort
    .command('hours')
    .argument('<week>', weekArgument)
    .description('gross hours, what was taken from them and why, and what is left')
    .action(async (week: string, _options: object, command: Command) => {
      terminal.out('sector\tside\tgross\tlost by own account\tjamming\tweather\tusable\tby day\tby night\n');
      for (const { sector, side, rates: r } of lines(await ratesOf(week, command)))
        terminal.out(
          row([
            sector,
            side,
            fixed(r.grossHours),
            fixed(r.statedLostHours),
            fixed(r.jammingHours),
            fixed(r.weatherHours),
            fixed(r.usableHours),
            fixed(r.dayHours),
            fixed(r.nightHours),
          ]),
        );
    });
  addWeather(effort, context);
  addRecord(effort, context);

  program
    .command('complaints')
    .description('what parties and the public complain of, newest first; near-identical ones as one with their number')
    .option('--week <week>', weekArgument)
    .option('--provider <id>', 'party:<id> or public')
    .option('--cluster <id>', 'every complaint of one cluster')
    .action(async (o: { week?: string; provider?: string; cluster?: string }, command: Command) => {
      const query = new URLSearchParams({ limit: '200', ...o }).toString();
      const { items } = await client(command).json<{ items: Complaint[] }>({
        method: 'GET',
        path: `/v1/complaints?${query}`,
      });
      terminal.out('sighting\tcount\tprovider\tagainst\tkind\tstart\tspecificity\n');
      for (const c of items)
        terminal.out(
          row([c.sightingId, c.count, c.provider, c.against, c.kind, c.start, c.specificity.whole.toFixed(2)]),
        );
    });
}

const number = (value: string): number => Number(value);

function addWeather(effort: Command, { terminal, client }: Context): void {
  effort
    .command('weather')
    .description('record weather over a sector: hours there are reduced by it, by the limits of the mission pack')
    .requiredOption('--sector <id>', 'the sector')
    .requiredOption('--from <instant>', 'such as 2026-11-22T06:00:00+02:00')
    .requiredOption('--to <instant>', 'until when')
    .requiredOption('--source <name>', 'station, forecast or patrol')
    .option('--visibility <metres>', 'visibility', number)
    .option('--wind <metres per second>', 'wind', number)
    .option('--cloud-base <metres>', 'height of the clouds', number)
    .option('--rain <millimetres per hour>', 'rain', number)
    .option('--id <uuid>', 'the id under which it was sent before, to send it again safely')
    .action(async (o: Record<string, string | number | undefined>, command: Command) => {
      const id = o['id'] ?? makeIds(systemClock).next();
      const measures = {
        visibilityMetres: o['visibility'],
        windMetresPerSecond: o['wind'],
        cloudBaseMetres: o['cloudBase'],
        rainMillimetresPerHour: o['rain'],
      };
      const body = { id, sector: o['sector'], start: o['from'], end: o['to'], sourceId: o['source'], ...measures };
      await client(command).send({ method: 'POST', path: '/v1/weather', body });
      terminal.out(`${id}\n`);
    });
}

function addRecord(effort: Command, { terminal, client }: Context): void {
  effort
    .command('post')
    .description('record the up-time of a post at one place: usable hours are computed from it')
    .requiredOption('--means <id>', 'how it watched, by the mission pack')
    .requiredOption('--source <name>', 'the post, camera or patrol')
    .requiredOption('--lat <degrees>', 'latitude', number)
    .requiredOption('--lon <degrees>', 'longitude', number)
    .requiredOption('--from <instant>', 'such as 2026-11-22T06:00:00+02:00')
    .requiredOption('--to <instant>', 'until when')
    .option('--id <uuid>', 'the id under which it was sent before, to send it again safely')
    .action(async (o: Record<string, string | number | undefined>, command: Command) => {
      const id = o['id'] ?? makeIds(systemClock).next();
      const [start, end] = [o['from'], o['to']];
      const said = { type: 'post', lat: o['lat'], lon: o['lon'], up: [{ start, end }] };
      const body = { id, means: o['means'], sourceId: o['source'], start, end, said, lost: [] };
      const { hours } = await client(command).json<{ hours: (Hours & { sector: string; side: string | null })[] }>({
        method: 'POST',
        path: '/v1/watches',
        body,
      });
      terminal.out('sector\tside\tusable\tby day\tby night\n');
      for (const h of hours)
        terminal.out(row([h.sector, h.side, fixed(h.usableHours), fixed(h.dayHours), fixed(h.nightHours)]));
      terminal.err(`recorded as ${id}\n`);
    });
}
