import { Option, type Command } from 'commander';
import { systemClock } from '#host/clock.js';
import { makeIds } from '#host/ids.js';
import type { Context } from '../context.js';
import { UsageError } from '../terminal.js';

interface Assessment {
  id: string;
  provisionId: string;
  party: string | null;
  from: string;
  to: string;
  result: string;
  gravity: string | null;
  state: string;
  computed: string;
}

const row = (cells: (string | number | null)[]): string => `${cells.map((c) => c ?? '-').join('\t')}\n`;
const number = (text: string): number => {
  const value = Number(text);
  if (text.trim() === '' || !Number.isFinite(value)) throw new UsageError(`"${text}" is no number.`);
  return value;
};

/** Figures under provisions that count over time, and what persons rule on them. */
export function addAssessmentCommands(program: Command, { terminal, client }: Context): void {
  const registers = program.commands.find((c) => c.name() === 'registers')!;
  const enter = async (command: Command, what: string, figure: Record<string, unknown>) => {
    const body = { id: makeIds(systemClock).next(), ...figure };
    const path = `/v1/registers/${what}`;
    const { receipt } = await client(command).json<{ receipt: object }>({ method: 'POST', path, body });
    terminal.out(`${JSON.stringify(receipt)}\n`);
  };
  const figure = (name: string, description: string) =>
    registers
      .command(name)
      .description(description)
      .argument('<provision>', 'id of the provision')
      .requiredOption('--party <id>', 'whose figure')
      .requiredOption('--as-of <instant>', 'what the figure is about')
      .option('--exclude <name=number...>', "how many fall under the provision's exclusions")
      .option('--note <text>', 'anything to add');

  figure('declare', 'what a party declares under a ceiling')
    .requiredOption('--value <number>', 'the figure, exclusions included')
    .action((provisionId: string, { value, exclude, ...rest }: Figure & { value: string }, command: Command) =>
      enter(command, 'declarations', { provisionId, ...rest, value: number(value), excluded: exclusions(exclude) }),
    );
  figure('estimate', "the mission's own figure, as an interval")
    .requiredOption('--low <number>', 'at least')
    .requiredOption('--best <number>', 'most likely')
    .requiredOption('--high <number>', 'at most')
    .requiredOption('--method <text>', 'how it was made')
    .action(
      (
        provisionId: string,
        { low, best, high, exclude, ...rest }: Figure & Record<'low' | 'best' | 'high', string>,
        command: Command,
      ) =>
        enter(command, 'estimates', {
          provisionId,
          ...rest,
          low: number(low),
          best: number(best),
          high: number(high),
          excluded: exclusions(exclude),
        }),
    );

  const assessments = program.command('assessments').description('rulings on provisions that count over time');
  const base = '/v1/assessments';
  const path = (id: string, verb: string) => `${base}/${encodeURIComponent(id)}/${verb}`;
  const tell = (a: Assessment) =>
    terminal.out(row([a.id, a.provisionId, a.party, a.from, a.to, a.result, a.gravity, a.computed, a.state]));
  const period = (command: Command) =>
    command
      .argument('<provision>', 'id of the provision')
      .option('--party <id>', 'party assessed; none for a presence benchmark')
      .requiredOption('--from <instant>', 'the period begins')
      .requiredOption('--to <instant>', 'and ends, not included');

  assessments
    .command('list')
    .description('every assessment, oldest first')
    .action(async (_options: object, command: Command) => {
      const { items } = await client(command).json<{ items: Assessment[] }>({ method: 'GET', path: base });
      terminal.out(
        row(['assessment', 'provision', 'party', 'from', 'to', 'result', 'gravity', 'by the figures', 'state']),
      );
      items.forEach(tell);
    });
  period(assessments.command('preview'))
    .description('what the registers say of a period')
    .action(async (provisionId: string, o: Record<string, string>, command: Command) => {
      const query = new URLSearchParams({ provisionId, ...o }).toString();
      const { computed, figures } = await client(command).json<{ computed: string; figures: object }>({
        method: 'GET',
        path: `${base}/preview?${query}`,
      });
      terminal.out(`${computed}\n${JSON.stringify(figures)}\n`);
    });
  period(assessments.command('rule'))
    .description('rule on a period; who entered the figures may not')
    .addOption(new Option('--result <result>').choices(['breach', 'no_breach', 'not_decided']).makeOptionMandatory())
    .addOption(new Option('--gravity <gravity>').choices(['minor', 'serious', 'grave']))
    .option('--standard-of-proof <standard>', 'the standard that it reaches (default: what the pack asks for)')
    .requiredOption('--reason <text>', 'your reason')
    .action(async (provisionId: string, { party, ...o }: Record<string, string>, command: Command) => {
      const body = { provisionId, party: party ?? null, ...o };
      tell(await client(command).json<Assessment>({ method: 'POST', path: base, body }));
    });
  assessments
    .command('confirm')
    .description('as the second person')
    .argument('<assessment>', 'id of the assessment')
    .action(async (id: string, _options: object, command: Command) =>
      tell(await client(command).json<Assessment>({ method: 'POST', path: path(id, 'confirm') })),
    );
  assessments
    .command('withdraw')
    .description('take it back; it stays on record')
    .argument('<assessment>', 'id of the assessment')
    .requiredOption('--reason <text>', 'your reason')
    .action(async (id: string, body: { reason: string }, command: Command) =>
      tell(await client(command).json<Assessment>({ method: 'POST', path: path(id, 'withdraw'), body })),
    );
}

interface Figure {
  party: string;
  asOf: string;
  note?: string;
  exclude?: string[];
}

/** @throws UsageError for anything but name=number */
function exclusions(given: string[] = []): { name: string; number: number }[] {
  return given.map((pair) => {
    const [, name, count] = /^([^=]+)=(\d+(?:\.\d+)?)$/.exec(pair) ?? [];
    if (name === undefined) throw new UsageError(`"${pair}" is no name=number.`);
    return { name, number: Number(count) };
  });
}
