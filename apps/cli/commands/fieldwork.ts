import { readFile } from 'node:fs/promises';
import { Option, type Command } from 'commander';
import { makeIds } from '#host/ids.js';
import { systemClock } from '#host/clock.js';
import type { Context } from '../context.js';
import { UsageError } from '../terminal.js';

interface Task {
  id: string;
  incidentId: string;
  state: string;
  assignee: string;
  placeName: string;
  dueBy: string;
}
interface Coverage {
  inWords: string;
  others: { placeName: string; state: string; cause: string | null; reason: string | null }[];
}
interface Hours {
  sector: string;
  side: string | null;
  reportingWeek: string;
  usableHours: number;
  dayHours: number;
  nightHours: number;
  lostHours: number;
  lostReason: string | null;
}

/** Requests for more, tracks, and the counts of the field. */
export function addFieldworkCommands(program: Command, context: Context): void {
  addTaskCommands(program, context);
  addTrackCommand(program, context);
  addFigureCommands(program, context);
}

const row = (cells: (string | number | null)[]): string => `${cells.map((c) => c ?? '-').join('\t')}\n`;

function addTaskCommands(program: Command, { terminal, client }: Context): void {
  const task = program.command('task').alias('tasks').description('requests to go, or to fly, and see');
  task
    .command('list')
    .description('open tasks, soonest due first: your own, or those of your sectors')
    .option('--all', 'answered and withdrawn ones as well')
    .action(async ({ all }: { all?: boolean }, command: Command) => {
      const path = `/v1/tasks?limit=200${all ? '' : '&openOnly=true'}`;
      const { items } = await client(command).json<{ items: Task[] }>({ method: 'GET', path });
      terminal.out('task\tincident\tstate\tassignee\tplace\tdue by\n');
      for (const t of items) terminal.out(row([t.id, t.incidentId, t.state, t.assignee, t.placeName, t.dueBy]));
    });
  task
    .command('coverage')
    .argument('<incident>', 'id of the incident')
    .description('how many of the places were reached, and why not the others')
    .action(async (id: string, _options: object, command: Command) => {
      const path = `/v1/incidents/${encodeURIComponent(id)}/tasks`;
      const { coverage } = await client(command).json<{ coverage: Coverage }>({ method: 'GET', path });
      terminal.out(`${coverage.inWords}\n`);
      for (const o of coverage.others) terminal.out(row([o.placeName, o.state, o.cause, o.reason]));
    });
  task
    .command('ask')
    .argument('<incident>', 'id of the incident')
    .description('send a patrol or a drone to one place, by a stated time')
    .addOption(new Option('--type <type>', 'who goes').choices(['patrol', 'drone']).default('patrol'))
    .requiredOption('--to <id>', 'account that leads the patrol, or device of the drone')
    .requiredOption('--lat <degrees>', 'latitude of the place', Number)
    .requiredOption('--lon <degrees>', 'longitude of the place', Number)
    .requiredOption('--place <words>', 'the place in words')
    .requiredOption('--instruction <text>', 'what to look for')
    .requiredOption('--due <instant>', 'by when, such as 2026-11-22T12:00:00+02:00')
    .action(
      async (
        incident: string,
        o: { type: string; to: string; lat: number; lon: number; place: string; instruction: string; due: string },
        command: Command,
      ) => {
        const { type, lat, lon, instruction } = o;
        const id = makeIds(systemClock).next();
        const body = { id, type, assignee: o.to, lat, lon, placeName: o.place, instruction, dueBy: o.due };
        const path = `/v1/incidents/${encodeURIComponent(incident)}/tasks`;
        await client(command).send({ method: 'POST', path, body });
        terminal.out(`${id}\n`);
      },
    );
  task
    .command('withdraw')
    .argument('<task>', 'id of the task')
    .requiredOption('--reason <text>', 'why')
    .action(async (id: string, { reason }: { reason: string }, command: Command) => {
      const path = `/v1/tasks/${encodeURIComponent(id)}/withdraw`;
      await client(command).send({ method: 'POST', path, body: { reason } });
      terminal.out(`${id} withdrawn\n`);
    });
}

function addTrackCommand(program: Command, { terminal, client }: Context): void {
  program
    .command('track')
    .argument('<file>', "GPX file of a patrol's track")
    .description('record a patrol: usable hours per sector, side, day and night')
    .requiredOption('--means <id>', 'how it watched, by the mission pack')
    .requiredOption('--patrol <id>', 'the patrol')
    .option('--id <uuid>', 'the id under which it was sent before, to send it again safely')
    .action(async (file: string, o: { means: string; patrol: string; id?: string }, command: Command) => {
      const id = o.id ?? makeIds(systemClock).next();
      const headers = { 'linewatch-watch-id': id, 'linewatch-means': o.means, 'linewatch-source-id': o.patrol };
      const raw = { type: 'application/octet-stream', body: await bytesOf(file), headers };
      const { hours, untimed } = await client(command).json<{ hours: Hours[]; untimed: number }>({
        method: 'POST',
        path: '/v1/watches/gpx',
        raw,
      });
      terminal.out('sector\tside\tweek\tusable\tby day\tby night\tlost\twhy\n');
      const fixed = (n: number): string => n.toFixed(2);
      for (const h of hours)
        terminal.out(
          row([
            h.sector,
            h.side,
            h.reportingWeek,
            ...[h.usableHours, h.dayHours, h.nightHours, h.lostHours].map(fixed),
            h.lostReason,
          ]),
        );
      if (untimed > 0) terminal.err(`${untimed} points without a time were left out\n`);
      terminal.err(`recorded as ${id}\n`);
    });
}

function addFigureCommands(program: Command, { terminal, client }: Context): void {
  const field = program.command('field').description('what notices, access, complaints and watching come to');
  const tables = {
    notices: {
      list: 'parties',
      columns: ['party', 'notices', 'inside', 'perhaps', 'outside', 'breaksSilence', 'abuseRate'],
    },
    access: {
      list: 'sides',
      columns: ['side', 'reached', 'keptOut', 'otherwiseNotReached', 'accessIndex', 'debtOpened', 'debtOpen'],
    },
    complaints: {
      list: 'parties',
      columns: [
        'party',
        'made',
        'madeClusters',
        'specificity',
        'against',
        'againstClusters',
        'ruledBreach',
        'ruledNoBreach',
      ],
    },
    rates: {
      list: 'sectors',
      columns: ['sector', 'count', 'usableHours', 'per100Hours', 'low', 'high', 'dayHours', 'nightHours'],
    },
  };
  for (const [name, { list, columns }] of Object.entries(tables))
    field
      .command(name)
      .argument('<week>', 'reporting week, such as 2026-W46')
      .action(async (week: string, _options: object, command: Command) => {
        const path = `/v1/weeks/${encodeURIComponent(week)}/${name}`;
        const answer = await client(command).json<Record<string, Record<string, unknown>[]>>({ method: 'GET', path });
        terminal.out(row(columns));
        for (const line of answer[list] ?? []) {
          // Of a rate, the count stands beside it.
          const flat = { ...line, ...(line['incidents'] as object | undefined) } as Record<
            string,
            string | number | null
          >;
          terminal.out(row(columns.map((c) => flat[c] ?? null)));
        }
      });
  field
    .command('debts')
    .description('incidents that want of access keeps from being verified, oldest first')
    .action(async (_options: object, command: Command) => {
      const path = '/v1/debts?limit=200';
      const { items } = await client(command).json<{ items: Record<string, string | null>[] }>({ method: 'GET', path });
      const columns = ['incidentId', 'restrictionId', 'taskId', 'sector', 'side', 'openedAt'];
      terminal.out(row(columns));
      for (const d of items) terminal.out(row(columns.map((c) => d[c] ?? null)));
    });
}

async function bytesOf(file: string): Promise<Uint8Array<ArrayBuffer>> {
  try {
    return new Uint8Array(await readFile(file));
  } catch (error) {
    throw new UsageError(`${file} cannot be read: ${(error as Error).message}`);
  }
}
