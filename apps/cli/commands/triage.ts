import { Option, type Command } from 'commander';
import type { Context } from '../context.js';

interface TriagePage {
  items: {
    incident: { id: string; version: number; kind: string; sector: string | null; start: string };
    state: string;
    waitingHours: number;
    priority: number;
  }[];
  next: string | null;
}

interface Proposed {
  type: string;
  outcome: string;
  cause: string | null;
  rule: string | null;
  reason: string;
  facts: Record<string, string | number | boolean | null> | null;
}

const outcomes = [
  'verified',
  'not_verified',
  'not_verifiable',
  'exercise',
  'duplicate',
  'out_of_scope',
  'resolved_locally',
];

export function addTriageCommands(program: Command, { terminal, client }: Context): void {
  const triage = program.command('triage').description('incidents that wait for a decision');
  const path = (id: string, verb: string) => `/v1/triage/${encodeURIComponent(id)}/${verb}`;

  triage
    .command('list')
    .description('the most urgent first')
    .option('--limit <n>', 'how many', '20')
    .action(async ({ limit }: { limit: string }, command: Command) => {
      const query = new URLSearchParams({ limit }).toString();
      const { items } = await client(command).json<TriagePage>({ method: 'GET', path: `/v1/triage?${query}` });
      terminal.out('incident\tversion\tkind\tsector\tstart\tstate\twaiting hours\tpriority\n');
      for (const { incident: i, state, waitingHours, priority } of items)
        terminal.out(
          `${[i.id, i.version, i.kind, i.sector ?? '-', i.start, state, waitingHours.toFixed(1), priority.toFixed(3)].join('\t')}\n`,
        );
    });

  for (const verb of ['claim', 'release'] as const)
    triage
      .command(verb)
      .argument('<incident>', 'id of the incident')
      .action(async (id: string, _options: object, command: Command) => {
        const { version } = await client(command).json<{ version: number }>({ method: 'POST', path: path(id, verb) });
        terminal.out(`${id} version ${version}\n`);
      });

  triage
    .command('why')
    .argument('<incident>', 'id of the incident')
    .description("what is proposed, and by which rule of the mission pack's table")
    .action(async (id: string, _options: object, command: Command) => {
      const { verifications } = await client(command).json<{ verifications: Proposed[] }>({
        method: 'GET',
        path: `/v1/incidents/${encodeURIComponent(id)}`,
      });
      const newest = verifications.findLast((v) => v.type === 'proposed');
      if (!newest) return terminal.out('nothing is proposed yet\n');
      const cause = newest.cause === null ? '' : ` (${newest.cause})`;
      terminal.out(`${newest.outcome}${cause} by rule ${newest.rule ?? '-'}\n${newest.reason}\n`);
      for (const [fact, value] of Object.entries(newest.facts ?? {})) terminal.out(`${fact}\t${value}\n`);
    });

  triage
    .command('decide')
    .argument('<incident>', 'id of the incident')
    .description('say whether it happened; not on what you reported yourself')
    .requiredOption('--version-seen <n>', 'the version on which you decide')
    .addOption(new Option('--outcome <outcome>', 'the finding').choices(outcomes).makeOptionMandatory())
    .addOption(new Option('--cause <cause>', 'why not verifiable').choices(['access', 'time', 'evidence', 'mandate']))
    .requiredOption('--reason <text>', 'your reason')
    .action(
      async (
        id: string,
        o: { versionSeen: string; outcome: string; cause?: string; reason: string },
        command: Command,
      ) => {
        const body = { version: Number(o.versionSeen), outcome: o.outcome, cause: o.cause ?? null, reason: o.reason };
        await client(command).send({ method: 'POST', path: path(id, 'decide'), body });
        terminal.out(`${id} ${o.outcome}\n`);
      },
    );
}
