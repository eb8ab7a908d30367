import { createReadStream } from 'node:fs';
import type { Command } from 'commander';
import { readCsv } from '#formats/csv.js';
import { derivedId } from '#formats/profiles/derived-id.js';
import type { Context } from '../context.js';
import { UsageError } from '../terminal.js';

interface Registers {
  at: string;
  ceilings: {
    provisionId: string;
    party: string;
    baseline: number;
    declared: { best: number } | null;
    estimated: { low: number; best: number; high: number } | null;
    verdict: string;
  }[];
  presence: { provisionId: string; from: string; to: string; counted: number; expected: number; verdict: string }[];
}
interface Measures {
  party: string;
  notices: number;
  acknowledged: number;
  answeredInTime: number;
  answeredLate: number;
  unanswered: number;
  open: number;
  medianAcknowledgeSeconds: number | null;
  medianReplySeconds: number | null;
  shareAnswered: number | null;
}

const linesAtATime = 1000;
const columns = ['contributor', 'unit', 'day'];

/** Registers of provisions that count over time, and how the parties answer. */
export function addRegisterCommands(program: Command, { terminal, client }: Context): void {
  const registers = program.command('registers').description('provisions that count over time');

  registers
    .command('show')
    .option('--at <instant>', 'as of this instant; absent = now')
    .description('every ceiling and presence benchmark')
    .action(async ({ at }: { at?: string }, command: Command) => {
      const query = at === undefined ? '' : `?at=${encodeURIComponent(at)}`;
      const state = await client(command).json<Registers>({ method: 'GET', path: `/v1/registers${query}` });
      terminal.out('provision\tparty\tbaseline\tdeclared\testimated\tverdict\n');
      for (const c of state.ceilings) {
        const e = c.estimated;
        const estimate = e === null ? '-' : `${e.best} (${e.low} to ${e.high})`;
        const cells = [c.provisionId, c.party, c.baseline, c.declared?.best ?? '-', estimate, c.verdict];
        terminal.out(`${cells.join('\t')}\n`);
      }
      terminal.out('provision\tfrom\tto\tcounted\tpro-rated\tverdict\n');
      for (const p of state.presence)
        terminal.out(`${[p.provisionId, p.from, p.to, p.counted, p.expected.toFixed(1), p.verdict].join('\t')}\n`);
    });

  registers
    .command('presence')
    .argument('<provision>', 'id of the provision')
    .argument('<file>', `CSV with the columns ${columns.join(', ')}`)
    .description('enter unit-days; the same file again changes nothing')
    .action(async (provisionId: string, file: string, _options: object, command: Command) => {
      const lines = await readLines(provisionId, file);
      const sum = { accepted: 0, repeated: 0 };
      for (let at = 0; at < lines.length; at += linesAtATime) {
        const body = { provisionId, lines: lines.slice(at, at + linesAtATime) };
        const request = { method: 'POST' as const, path: '/v1/registers/presence', body };
        const done = await client(command).json<typeof sum>(request);
        sum.accepted += done.accepted;
        sum.repeated += done.repeated;
      }
      terminal.out(`${sum.accepted} accepted, ${sum.repeated} already there\n`);
    });

  program
    .command('replies')
    .requiredOption('--from <instant>', 'notices issued from here')
    .requiredOption('--to <instant>', 'up to here')
    .description('how every party acknowledges and answers, by one rule')
    .action(async (period: { from: string; to: string }, command: Command) => {
      const query = new URLSearchParams({ from: period.from, to: period.to }).toString();
      const { items } = await client(command).json<{ items: Measures[] }>({
        method: 'GET',
        path: `/v1/notices/measures?${query}`,
      });
      terminal.out(
        'party\tnotices\tacknowledged\tin time\tlate\tunanswered\topen\tmedian acknowledge h\tmedian reply h\tshare answered\n',
      );
      const hours = (seconds: number | null) => (seconds === null ? '-' : (seconds / 3600).toFixed(1));
      for (const m of items) {
        const counts = [m.notices, m.acknowledged, m.answeredInTime, m.answeredLate, m.unanswered, m.open];
        const times = [hours(m.medianAcknowledgeSeconds), hours(m.medianReplySeconds)];
        terminal.out(`${[m.party, ...counts, ...times, m.shareAnswered?.toFixed(2) ?? '-'].join('\t')}\n`);
      }
    });
}

async function readLines(provisionId: string, file: string): Promise<Record<string, string>[]> {
  const lines: Record<string, string>[] = [];
  let header: string[] | null = null;
  for await (const record of readCsv(createReadStream(file))) {
    if ('fault' in record) throw new UsageError(`${file}:${record.line}: ${record.fault}`);
    if (header === null) {
      header = record.cells.map((cell) => cell.trim());
      const missing = columns.filter((c) => !header!.includes(c));
      if (missing.length > 0) throw new UsageError(`${file}: the column ${missing.join(', ')} is missing.`);
      continue;
    }
    const line = Object.fromEntries(columns.map((c) => [c, (record.cells[header!.indexOf(c)] ?? '').trim()]));
    lines.push({ id: derivedId(['presence', provisionId, ...columns.map((c) => line[c]!)]), ...line });
  }
  return lines;
}
