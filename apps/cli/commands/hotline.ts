import type { Command } from 'commander';
import { systemClock } from '#host/clock.js';
import { makeIds } from '#host/ids.js';
import type { Context } from '../context.js';

interface Line {
  id: string;
  type: string;
  issueId: string;
  party: string | null;
  toParty: string | null;
  at: string;
  dueBy: string | null;
  kept: boolean | null;
  text: string;
}
interface Counts {
  issuesOpened: number;
  issuesSpokenOf: number;
  activations: number;
  parties: { party: string; promises: number; kept: number; broken: number; open: number }[];
}

const row = (cells: (string | number | null)[]): string => `${cells.map((c) => c ?? '-').join('\t')}\n`;
const kept = (line: Line): string | null => (line.kept === null ? null : line.kept ? 'kept' : 'not kept');

/** The log of the hotline: issues, calls, promises and what became of them. */
export function addHotlineCommands(program: Command, { terminal, client }: Context): void {
  const hotline = program.command('hotline').description('the log of the hotline');
  const log = async (command: Command, line: Record<string, unknown>) => {
    const body = { id: makeIds(systemClock).next(), at: systemClock.now().toISOString(), ...line };
    const done = await client(command).json<Line>({ method: 'POST', path: '/v1/hotline', body });
    terminal.out(`${done.id}\n`);
  };

  hotline
    .command('list')
    .description('every line on issues spoken of in a period, and promises by party')
    .requiredOption('--from <instant>', 'from here')
    .requiredOption('--to <instant>', 'up to here')
    .action(async ({ from, to }: { from: string; to: string }, command: Command) => {
      const path = `/v1/hotline?${new URLSearchParams({ from, to }).toString()}`;
      const { entries, counts } = await client(command).json<{ entries: Line[]; counts: Counts }>({
        method: 'GET',
        path,
      });
      terminal.out(row(['line', 'type', 'issue', 'party', 'to', 'at', 'due by', 'outcome', 'text']));
      for (const e of entries)
        terminal.out(
          row([e.id, e.type, e.issueId, e.party, e.toParty, e.at, e.dueBy, kept(e), e.text.replace(/\s+/g, ' ')]),
        );
      terminal.out(`${counts.activations} activations on ${counts.issuesSpokenOf} issues\n`);
      terminal.out(row(['party', 'promises', 'kept', 'not kept', 'open']));
      for (const p of counts.parties) terminal.out(row([p.party, p.promises, p.kept, p.broken, p.open]));
    });

  const lines = hotline.command('log').description('enter a line, at this moment unless --at says otherwise');
  lines
    .command('issue')
    .description('something to speak of; its id names it in later lines')
    .argument('<text>', 'what it is about')
    .option('--sector <id>', 'its sector')
    .option('--at <instant>', 'when it came up')
    .action((text: string, o: Record<string, string>, command: Command) => log(command, { type: 'issue', text, ...o }));
  lines
    .command('call')
    .description('somebody used the line')
    .argument('<issue>', 'id of the issue')
    .argument('<text>', 'what was said')
    .requiredOption('--party <id>', 'who called: a party, or "mission"')
    .requiredOption('--to-party <id>', 'who was called')
    .option('--at <instant>', 'when')
    .action((issueId: string, text: string, o: Record<string, string>, command: Command) =>
      log(command, { type: 'activation', issueId, text, ...o }),
    );
  lines
    .command('promise')
    .description('somebody promised something')
    .argument('<issue>', 'id of the issue')
    .argument('<text>', 'what was promised')
    .requiredOption('--party <id>', 'who promised: a party, or "mission"')
    .option('--due-by <instant>', 'until when')
    .option('--at <instant>', 'when it was promised')
    .action((issueId: string, text: string, o: Record<string, string>, command: Command) =>
      log(command, { type: 'promise', issueId, text, ...o }),
    );

  const promise = hotline.command('promise').description('what became of a promise; said once, for good');
  for (const [verb, wasKept] of [
    ['kept', true],
    ['broken', false],
  ] as const)
    promise
      .command(verb)
      .description(`the promise was ${wasKept ? '' : 'not '}kept`)
      .argument('<issue>', 'id of the issue')
      .argument('<promise>', 'id of the promise')
      .argument('<text>', 'how that is known')
      .option('--at <instant>', 'since when')
      .action((issueId: string, promiseId: string, text: string, o: Record<string, string>, command: Command) =>
        log(command, { type: 'outcome', issueId, promiseId, kept: wasKept, text, ...o }),
      );
}
