import type { Command } from 'commander';
import type { PositionedEntry, RecordsVerdict, TreeHead } from '#core/journal/types.js';
import { verifyJournal } from '#core/journal/verify.js';
import { joinAside } from '#host/joining-thread.js';
import type { Client } from '../client.js';
import type { Context } from '../context.js';

/** The journal as it was told is not the one that was signed. */
export class JournalFault extends Error {}

export function addJournalCommands(program: Command, { terminal, client }: Context): void {
  program
    .command('journal')
    .description('the append-only record of everything that happened')
    .command('verify')
    .description('read the whole journal, recompute it here up to the newest signed head, and name the first bad entry')
    .option(
      '--key <key>',
      'the public key as you know it (32 bytes in base64url), in place of the one the server tells',
    )
    .option('--records', 'also have every record compared with what the journal says was written')
    .action(async ({ key, records }: { key?: string; records?: boolean }, command: Command) => {
      const api = client(command);
      const { head } = await api.json<{ head: TreeHead | null }>({ method: 'GET', path: '/v1/journal/head' });
      if (!head) {
        terminal.out('The journal is empty.\n');
        return;
      }
      const keys = key === undefined ? await keysOf(api) : { [head.keyId]: key };
      const verdict = await verifyJournal(entriesBelow(api, head.size), [head], keys, joinAside());
      if (!verdict.ok)
        throw new JournalFault(
          `Entry ${verdict.position}${verdict.entryId ? ` (${verdict.entryId})` : ''}: ${verdict.fault}. ${verdict.detail}`,
        );
      terminal.out(`The journal is whole: ${verdict.size} entries, root ${verdict.root}, signed at ${head.at}.\n`);
      if (records) await checkRecords(api, terminal);
    });
}

async function checkRecords(api: Client, terminal: Context['terminal']): Promise<void> {
  const verdict = await api.json<RecordsVerdict>({ method: 'GET', path: '/v1/journal/records' });
  if (!verdict.ok) {
    const named = verdict.faults.map(({ table, key, what }) => `  ${table} ${key}: ${what}`).join('\n');
    throw new JournalFault(`${verdict.found} of ${verdict.rows} records are not as they were written:\n${named}`);
  }
  terminal.out(`All ${verdict.rows} records are as the journal says they were written.\n`);
}

async function keysOf(api: Client): Promise<Record<string, string>> {
  const { keys } = await api.json<{ keys: { keyId: string; publicKey: string }[] }>({
    method: 'GET',
    path: '/.well-known/linewatch-receipts.json',
  });
  return Object.fromEntries(keys.map((k) => [k.keyId, k.publicKey]));
}

/** Entries that the head covers; those that came since wait for the next one. */
async function* entriesBelow(api: Client, size: number): AsyncGenerator<PositionedEntry> {
  for (let from: number | null = 0; from !== null && from < size;) {
    const page: { items: PositionedEntry[]; next: number | null } = await api.json({
      method: 'GET',
      path: `/v1/journal/entries?from=${from}&limit=1000`,
    });
    yield* page.items.filter((e) => e.position < size);
    from = page.next;
  }
}
