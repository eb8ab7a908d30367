import { Option, type Command } from 'commander';
import type { Context } from '../context.js';
import { UsageError } from '../terminal.js';

interface State {
  result: string;
  hypotheses: {
    id: string;
    probability: number;
    low: number;
    high: number;
    word: string;
    standard: string | null;
  }[];
  items: {
    key: string;
    kind: string;
    by: string;
    share: number;
    weighedBy: string;
    statement: string;
    disputed: object | null;
    withoutIt: { result: boolean } | null;
  }[];
}
interface Ledger {
  now: State;
  versions: { number: number; at: string; because: string }[];
  suggestion: {
    found: string | null;
    result: string;
    differs: boolean;
    version: { number: number; at: string };
  } | null;
}

const row = (cells: (string | number | null)[]): string => `${cells.map((c) => c ?? '-').join('\t')}\n`;

/** The attribution ledger of an incident: nothing in it is a finding. */
export function addLedgerCommands(program: Command, { terminal, client }: Context): void {
  const ledger = program.command('ledger').description('evidence on who did it, and what follows from it');
  const path = (id: string, tail = '') => `/v1/incidents/${encodeURIComponent(id)}/ledger${tail}`;

  ledger
    .command('show')
    .description('hypotheses, items and what a newer version suggests')
    .argument('<incident>', 'id of the incident')
    .action(async (id: string, _options: object, command: Command) => {
      const { now, versions, suggestion } = await client(command).json<Ledger>({ method: 'GET', path: path(id) });
      terminal.out(`result ${now.result}, version ${versions.at(-1)?.number ?? 'none stored'}\n`);
      if (suggestion)
        terminal.out(
          `found ${suggestion.found ?? 'cannot_tell'}; version ${suggestion.version.number} of ${suggestion.version.at} gives ${suggestion.result}: look at it again\n`,
        );
      terminal.out(row(['hypothesis', 'probability', 'low', 'high', 'word', 'standard']));
      for (const h of now.hypotheses)
        terminal.out(row([h.id, h.probability.toFixed(3), h.low.toFixed(3), h.high.toFixed(3), h.word, h.standard]));
      terminal.out(row(['item', 'kind', 'by', 'share', 'decides', 'disputed', 'weighed by', 'statement']));
      for (const i of now.items)
        terminal.out(
          row([
            i.key,
            i.kind,
            i.by,
            i.share.toFixed(2),
            i.withoutIt?.result ? 'yes' : 'no',
            i.disputed === null ? 'no' : 'yes',
            i.weighedBy,
            i.statement.replace(/\s+/g, ' '),
          ]),
        );
    });

  ledger
    .command('add')
    .description("a piece of evidence, weighed by a row of the pack's table or by your estimate")
    .argument('<incident>', 'id of the incident')
    .requiredOption('--kind <kind>', 'kind of evidence')
    .requiredOption('--statement <text>', 'what it says')
    .requiredOption('--source <text>', 'who or what it comes from')
    .requiredOption('--reason <text>', 'why it weighs so')
    .option('--ratio <hypothesis=number...>', 'your estimate: its likelihood under each hypothesis, relative to 1')
    .option('--row <id>', "row of the pack's table instead")
    .option('--for <hypothesis>', 'what the row speaks for')
    .option('--against <hypothesis>', 'or what it speaks against')
    .option('--basis <ids...>', 'sightings of the incident, or evidence')
    .action(async (id: string, o: Options, command: Command) => {
      const { kind, statement, source, reason, basis = [] } = o;
      const body = { kind, statement, source, reason, basis, ...weightOf(o) };
      const item = await client(command).json<{ id: string }>({ method: 'POST', path: path(id, '/items'), body });
      terminal.out(`${item.id}\n`);
    });

  ledger
    .command('read-reply')
    .description("what a party's reply amounts to; the pack's table weighs it")
    .argument('<incident>', 'id of the incident')
    .argument('<reply>', 'id of the reply')
    .addOption(
      new Option('--as <account>').choices(['admission', 'denial', 'alternative_account']).makeOptionMandatory(),
    )
    .requiredOption('--reason <text>', 'why it reads so')
    .action(async (id: string, replyId: string, o: { as: string; reason: string }, command: Command) => {
      const body = { replyId, account: o.as, reason: o.reason };
      const item = await client(command).json<{ id: string }>({ method: 'POST', path: path(id, '/replies'), body });
      terminal.out(`${item.id}\n`);
    });

  ledger
    .command('dispute')
    .description('object to an item, which then counts no more')
    .argument('<incident>', 'id of the incident')
    .argument('<item>', 'key of the item, as `ledger show` gives it')
    .requiredOption('--reason <text>', 'why')
    .option('--end', 'take the objection back')
    .action(async (id: string, itemKey: string, o: { reason: string; end?: boolean }, command: Command) => {
      const body = { itemKey, disputed: o.end !== true, reason: o.reason };
      const state = await client(command).json<State>({ method: 'POST', path: path(id, '/disputes'), body });
      terminal.out(`result ${state.result}\n`);
    });
}

interface Options {
  kind: string;
  statement: string;
  source: string;
  reason: string;
  ratio?: string[];
  row?: string;
  for?: string;
  against?: string;
  basis?: string[];
}

/** @throws UsageError where it is neither a row nor an estimate, or both */
function weightOf(o: Options): object {
  if ((o.row === undefined) === (o.ratio === undefined)) throw new UsageError('Give either --row or --ratio.');
  if (o.row !== undefined) {
    const hypothesis = o.for ?? o.against;
    if (hypothesis === undefined || (o.for !== undefined && o.against !== undefined))
      throw new UsageError('A row speaks --for or --against one hypothesis.');
    return { table: { row: o.row, hypothesis, speaks: o.for === undefined ? 'against' : 'for' } };
  }
  const pairs = o.ratio!.map((pair) => {
    const [, id, number] = /^([^=]+)=(\d+(?:\.\d+)?)$/.exec(pair) ?? [];
    if (id === undefined) throw new UsageError(`"${pair}" is no hypothesis=number.`);
    return [id, Number(number)] as const;
  });
  return { estimate: Object.fromEntries(pairs) };
}
