import { Option, type Command } from 'commander';
import type { Context } from '../context.js';

interface Step {
  id: string;
  incidentId: string | null;
  level: number;
  rung: string;
  trigger: string;
  acknowledgeBy: string;
  acknowledgedAt: string | null;
  actBy: string | null;
  holder: string | null;
  reason: string;
}

interface Alarm {
  day: string;
  version: number;
  superseded: boolean;
  method: string;
  category: string;
  sectors: string[];
  window: { from: string; to: string };
  observed: number;
  expected: number;
  falseAlarms: { perSectorYear: number };
  advice: string;
}

const line = (cells: (string | number | null)[]) => `${cells.map((c) => c ?? '-').join('\t')}\n`;

export function addEscalationCommands(program: Command, { terminal, client }: Context): void {
  const ladder = program.command('escalations').description('open steps on the ladder');
  const path = (id: string, verb: string) => `/v1/escalations/${encodeURIComponent(id)}/${verb}`;

  ladder
    .command('list')
    .description('the clock that runs out first on top')
    .action(async (_options: object, command: Command) => {
      const { items } = await client(command).json<{ items: Step[] }>({ method: 'GET', path: '/v1/escalations' });
      terminal.out(
        line(['step', 'level', 'rung', 'incident', 'trigger', 'acknowledge by', 'act by', 'holder', 'reason']),
      );
      for (const s of items)
        terminal.out(
          line([
            s.id,
            s.level,
            s.rung,
            s.incidentId,
            s.trigger,
            s.acknowledgedAt === null ? s.acknowledgeBy : 'done',
            s.actBy,
            s.holder,
            s.reason.replace(/\s+/g, ' '),
          ]),
        );
    });

  ladder
    .command('raise')
    .argument('<incident>', 'id of the incident')
    .requiredOption('--rung <id>', 'rung of the ladder')
    .requiredOption('--reason <text>', 'your reason')
    .action(async (id: string, body: { rung: string; reason: string }, command: Command) => {
      const address = `/v1/incidents/${encodeURIComponent(id)}/escalations`;
      const step = await client(command).json<Step>({ method: 'POST', path: address, body });
      terminal.out(`${step.id} level ${step.level}, acknowledge by ${step.acknowledgeBy}\n`);
    });

  ladder
    .command('acknowledge')
    .argument('<step>', 'id of the step')
    .action(async (id: string, _options: object, command: Command) => {
      const step = await client(command).json<Step>({ method: 'POST', path: path(id, 'acknowledge') });
      terminal.out(`${id} acknowledged${step.actBy === null ? '' : `, act by ${step.actBy}`}\n`);
    });

  for (const [verb, description] of [
    ['act', 'put on record what was done'],
    ['close', 'end every open step of the incident'],
  ] as const)
    ladder
      .command(verb)
      .description(description)
      .argument('<step>', 'id of the step')
      .requiredOption('--reason <text>', 'your reason, or what was done')
      .action(async (id: string, body: { reason: string }, command: Command) => {
        await client(command).send({ method: 'POST', path: path(id, verb), body });
        terminal.out(`${id} ${verb === 'act' ? 'acted on' : 'closed'}\n`);
      });

  ladder
    .command('snooze')
    .argument('<step>', 'id of the step')
    .requiredOption('--until <instant>', 'such as 2026-11-22T08:30:00Z')
    .requiredOption('--reason <text>', 'your reason')
    .action(async (id: string, body: { until: string; reason: string }, command: Command) => {
      await client(command).send({ method: 'POST', path: path(id, 'snooze'), body });
      terminal.out(`${id} put off until ${body.until}\n`);
    });

  ladder
    .command('lower')
    .argument('<step>', 'id of the step')
    .option('--rung <id>', 'a lower rung (default: the next one down)')
    .requiredOption('--reason <text>', 'your reason')
    .action(async (id: string, body: { rung?: string; reason: string }, command: Command) => {
      const step = await client(command).json<Step>({ method: 'POST', path: path(id, 'lower'), body });
      terminal.out(`${step.id} level ${step.level}, acknowledge by ${step.acknowledgeBy}\n`);
    });

  ladder
    .command('hand-over')
    .description('give every step that you hold to somebody else')
    .requiredOption('--to <account>', 'id of the account')
    .option('--from <account>', 'whose steps (head of mission only)')
    .requiredOption('--reason <text>', 'your reason, such as the change of shift')
    .action(async (body: { to: string; from?: string; reason: string }, command: Command) => {
      const { items } = await client(command).json<{ items: Step[] }>({
        method: 'POST',
        path: '/v1/escalations/hand-over',
        body,
      });
      terminal.out(`${items.length} step(s) handed over to ${body.to}\n`);
    });

  program
    .command('inbox')
    .description('what you were told')
    .option('--all', 'also what you have read')
    .option('--read', 'mark as read what is shown')
    .action(async ({ all, read }: { all?: boolean; read?: boolean }, command: Command) => {
      const api = client(command);
      const query = all ? '' : '?unreadOnly=true';
      const { items } = await api.json<{ items: { id: string; createdAt: string; subject: string; text: string }[] }>({
        method: 'GET',
        path: `/v1/inbox${query}`,
      });
      for (const { id, createdAt, subject, text } of items) {
        terminal.out(`${createdAt}  ${subject}\n  ${text}\n`);
        if (read) await api.send({ method: 'POST', path: `/v1/inbox/${encodeURIComponent(id)}/read` });
      }
      if (items.length === 0) terminal.out('Nothing new.\n');
    });

  program
    .command('alarms')
    .description('what the daily statistics ask to look at; reasons to look, not findings')
    .option('--from <day>', 'first reporting day (default: four weeks back)')
    .option('--to <day>', 'last reporting day')
    .option('--all', 'also versions that a later look has replaced')
    .action(async ({ from, to, all }: { from?: string; to?: string; all?: boolean }, command: Command) => {
      const query = new URLSearchParams({ ...(from && { from }), ...(to && { to }) }).toString();
      const answer = await client(command).json<{
        items: Alarm[];
        lastRun: { day: string; version: number; at: string; notJudged: unknown[] } | null;
      }>({ method: 'GET', path: `/v1/alarms?${query}` });
      const last = answer.lastRun;
      terminal.out(
        last === null
          ? 'No day was computed yet.\n'
          : `Last look: ${last.day}, version ${last.version}, at ${last.at}; series not judged: ${last.notJudged.length}\n`,
      );
      for (const a of answer.items.filter((item) => all || !item.superseded)) {
        terminal.out(
          line([a.day, `v${a.version}`, a.method, a.category, a.sectors.join(','), a.observed, a.expected.toFixed(1)]),
        );
        terminal.out(`  ${a.advice}\n`);
      }
    });

  const contacts = program.command('contacts').description('addresses outside to which the ladder tells');
  contacts.command('list').action(async (_options: object, command: Command) => {
    const { items } = await client(command).json<{
      items: { id: string; channel: string; address: string | null; rungs: string[]; disabledAt: string | null }[];
    }>({ method: 'GET', path: '/v1/contacts' });
    for (const c of items)
      terminal.out(line([c.id, c.channel, c.address, c.rungs.join(','), c.disabledAt ?? 'in use']));
  });
  contacts
    .command('add')
    .addOption(new Option('--channel <channel>').choices(['email', 'webhook', 'cap']).makeOptionMandatory())
    .requiredOption('--address <address>', 'a mail address, or an https address')
    .requiredOption('--rungs <ids>', 'rungs of which it is told, with commas')
    .option('--sectors <ids>', 'sectors of which it is told, with commas (default: all)')
    .option('--language <tag>', 'language of the texts', 'en')
    .option('--private-allowed', 'the address may be one of a private network')
    .action(
      async (
        o: {
          channel: string;
          address: string;
          rungs: string;
          sectors?: string;
          language: string;
          privateAllowed?: boolean;
        },
        command: Command,
      ) => {
        const { channel, address, language, privateAllowed = false } = o;
        const body = {
          channel,
          address,
          language,
          privateAllowed,
          rungs: o.rungs.split(','),
          sectors: o.sectors?.split(',') ?? [],
        };
        const { id } = await client(command).json<{ id: string }>({ method: 'POST', path: '/v1/contacts', body });
        terminal.out(`${id} added\n`);
      },
    );
  contacts
    .command('disable')
    .argument('<contact>', 'id of the contact')
    .action(async (id: string, _options: object, command: Command) => {
      await client(command).send({ method: 'POST', path: `/v1/contacts/${encodeURIComponent(id)}/disable` });
      terminal.out(`${id} taken off the list\n`);
    });
}
