import { readFile } from 'node:fs/promises';
import type { Command } from 'commander';
import type { Context } from '../context.js';

const path = (id: string, rest = ''): string => `/v1/editions/${encodeURIComponent(id)}/errata${rest}`;
const onProposal = (id: string, proposal: string, step: string): string =>
  path(id, `/${encodeURIComponent(proposal)}/${step}`);

/** Errata of a published edition: one person proposes, another confirms or declines. */
export function addErrataCommands(edition: Command, { terminal, client }: Pick<Context, 'terminal' | 'client'>): void {
  edition
    .command('erratum')
    .argument('<edition>', 'id')
    .description('propose a correction of what is public; another person confirms it')
    .requiredOption('--file <json>', '{ "text": { "en": "…" }, "figures": [{ "id": "…", "corrected": 1 }] }')
    .action(async (id: string, { file }: { file: string }, command: Command) => {
      const body = JSON.parse(await readFile(file, 'utf8')) as unknown;
      const proposal = await client(command).json<{ id: string }>({ method: 'POST', path: path(id), body });
      terminal.out(`${proposal.id}\n`);
      terminal.err(`Proposed. Another person confirms: linewatch edition confirm-erratum ${id} ${proposal.id}\n`);
    });

  edition
    .command('confirm-erratum')
    .argument('<edition>', 'id')
    .argument('<proposal>', 'id')
    .description('confirm a correction that somebody else proposed: it is numbered and public')
    .action(async (id: string, proposal: string, _o: object, command: Command) => {
      const { number } = await client(command).json<{ number: number }>({
        method: 'POST',
        path: onProposal(id, proposal, 'confirm'),
      });
      terminal.out(`erratum ${number}\n`);
    });

  edition
    .command('decline-erratum')
    .argument('<edition>', 'id')
    .argument('<proposal>', 'id')
    .description('decline a proposed correction; it stays on record')
    .requiredOption('--reason <text>', 'your reason')
    .action(async (id: string, proposal: string, { reason }: { reason: string }, command: Command) => {
      await client(command).send({ method: 'POST', path: onProposal(id, proposal, 'decline'), body: { reason } });
      terminal.out('declined\n');
    });
}
