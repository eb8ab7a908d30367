import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Option, type Command } from 'commander';
import type { Context } from '../context.js';

export function addSummaryCommand(program: Command, { terminal, client }: Context): void {
  program
    .command('summary')
    .argument('<week>', 'reporting week, for example 2026-W47')
    .description('the weekly compliance summary')
    .addOption(new Option('--format <format>', 'form').choices(['json', 'html', 'csv']).default('json'))
    .option('--language <tag>', 'one of the languages of the mission')
    .option('--out <file>', 'write to a file')
    .action(async (week: string, o: { format: string; language?: string; out?: string }, command: Command) => {
      const query = new URLSearchParams({
        format: o.format,
        ...(o.language !== undefined && { language: o.language }),
      });
      const path = `/v1/summaries/${encodeURIComponent(week)}?${query.toString()}`;
      const response = await client(command).send({ method: 'GET', path });
      if (o.out === undefined) return terminal.out(await response.text());
      await pipeline(Readable.from(response.body ?? []), createWriteStream(o.out));
      terminal.err(`Written to ${o.out}.\n`);
    });
}
