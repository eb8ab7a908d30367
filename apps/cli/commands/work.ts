import type { Command } from 'commander';
import type { Context } from '../context.js';

interface WorkList {
  counts: Record<string, number | string | null>;
  dead: {
    items: { id: string; job: string; attempts: number; lastError: string | null; createdAt: string }[];
    next: string | null;
  };
}

export function addWorkCommands(program: Command, { terminal, client }: Context): void {
  const work = program.command('work').description('follow-up work of the journal');

  work
    .command('list')
    .description('how much is owed, and what failed for good, with reasons')
    .action(async (_options: object, command: Command) => {
      const api = client(command);
      for (let cursor: string | null = ''; cursor !== null;) {
        const query: string = cursor === '' ? '' : `?cursor=${encodeURIComponent(cursor)}`;
        const { counts, dead }: WorkList = await api.json<WorkList>({ method: 'GET', path: `/v1/work${query}` });
        if (cursor === '')
          terminal.out(
            `${Object.entries(counts)
              .map(([k, v]) => `${k} ${v ?? '-'}`)
              .join(', ')}\n`,
          );
        for (const w of dead.items)
          terminal.out(`${w.id}\t${w.job}\t${w.attempts} attempts\t${w.createdAt}\t${w.lastError ?? ''}\n`);
        cursor = dead.next;
      }
    });

  work
    .command('redrive')
    .argument('<id...>', 'dead work, see "work list"')
    .description('have dead work tried again')
    .action(async (ids: string[], _options: object, command: Command) => {
      for (const id of ids) {
        await client(command).send({ method: 'POST', path: `/v1/work/${encodeURIComponent(id)}/redrive` });
        terminal.out(`${id} is owed again\n`);
      }
    });

  program
    .command('backup')
    .description('have the server write a backup into its data folder; restore: npm start -- --restore FOLDER')
    .action(async (_options: object, command: Command) => {
      const { folder, manifest } = await client(command).json<{ folder: string; manifest: unknown }>({
        method: 'POST',
        path: '/v1/backups',
      });
      terminal.out(`${folder}\n`);
      terminal.err(`${JSON.stringify(manifest, null, 1)}\n`);
    });
}
