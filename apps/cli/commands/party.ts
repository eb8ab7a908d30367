import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import type { Command } from 'commander';
import { derivedId } from '#formats/profiles/derived-id.js';
import type { Client } from '../client.js';
import type { Context } from '../context.js';

interface NoticeAnswer {
  id: string;
  number: number;
  about: string;
  issuedAt: string;
  content: { words: Record<string, string> };
  clock: {
    acknowledgeBy: string | null;
    replyBy: string | null;
    acknowledgedAt: string | null;
    repliedAt: string | null;
    unansweredAt: string | null;
    withdrawnAt: string | null;
  };
  replies: {
    receivedAt: string;
    late: boolean;
    text: string;
    attachments: { name: string | null; sha256: string }[];
  }[];
}

const base = '/v1/party/notices';
const path = (id: string, tail = '') => `${base}/${encodeURIComponent(id)}${tail}`;

/** What a party's liaison does from a shell. */
export function addPartyCommands(program: Command, { terminal, client }: Context): void {
  const party = program.command('party').description("for a party's liaison: the notices addressed to your party");

  party
    .command('notices')
    .description('all notices, newest first, and where each stands')
    .action(async (_options: object, command: Command) => {
      const api = client(command);
      terminal.out('number\tabout\tissued\tacknowledge by\treply by\tstate\tid\n');
      for (let cursor: string | null = ''; cursor !== null;) {
        const query: string = cursor === '' ? '' : `?cursor=${encodeURIComponent(cursor)}`;
        const page: { items: NoticeAnswer[]; next: string | null } = await api.json({
          method: 'GET',
          path: base + query,
        });
        for (const n of page.items) {
          const { acknowledgeBy, replyBy } = n.clock;
          const cells = [n.number, n.about, n.issuedAt, acknowledgeBy ?? '-', replyBy ?? '-', stateOf(n), n.id];
          terminal.out(`${cells.join('\t')}\n`);
        }
        cursor = page.next;
      }
    });

  party
    .command('show')
    .argument('<notice>', 'id of the notice')
    .option('--language <tag>', 'one of the languages of the mission', 'en')
    .description('the words of a notice and your replies')
    .action(async (id: string, { language }: { language: string }, command: Command) => {
      const notice = await client(command).json<NoticeAnswer>({ method: 'GET', path: path(id) });
      const { words } = notice.content;
      terminal.out(`${words[language] ?? words['en']}\n`);
      for (const r of notice.replies)
        terminal.out(
          `\n${r.receivedAt}${r.late ? ' (after the clock)' : ''}${r.attachments.map((a) => `\n  ${a.name ?? '-'} ${a.sha256}`).join('')}\n${r.text}\n`,
        );
    });

  party
    .command('acknowledge')
    .argument('<notice>', 'id of the notice')
    .description('say that you have it in hand')
    .action(async (id: string, _options: object, command: Command) => {
      await client(command).send({ method: 'POST', path: path(id, '/acknowledge') });
      terminal.out(`${id} acknowledged\n`);
    });

  party
    .command('reply')
    .argument('<notice>', 'id of the notice')
    .requiredOption('--file <file>', 'a text file with your words, UTF-8; kept exactly as it is')
    .option('--language <tag>', 'the language of your words')
    .option('--attach <files...>', 'files that go with it')
    .description('answer; given again with the same files it changes nothing')
    .action(async (id: string, o: { file: string; language?: string; attach?: string[] }, command: Command) => {
      const api = client(command);
      const text = await readFile(o.file, 'utf8');
      const attachments: string[] = [];
      for (const file of o.attach ?? []) attachments.push(await upload(api, id, file));
      const body = {
        id: derivedId(['reply', id, text, o.language ?? null, ...attachments]),
        text,
        ...(o.language !== undefined && { language: o.language }),
        attachments,
      };
      const { receipt } = await api.json<{ receipt: object }>({ method: 'POST', path: path(id, '/replies'), body });
      terminal.out(`${JSON.stringify(receipt)}\n`);
    });
}

/** Sends a file as evidence; the same file for the same notice has the same id. */
async function upload(api: Client, notice: string, file: string): Promise<string> {
  const bytes = await readFile(file);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const name = basename(file);
  const id = derivedId(['attachment', notice, name, sha256]);
  const headers = {
    'linewatch-evidence-id': id,
    'linewatch-media-type': 'application/octet-stream',
    'linewatch-file-name': encodeURIComponent(name),
  };
  const raw = { type: 'application/octet-stream', body: bytes, headers };
  await api.send({ method: 'POST', path: '/v1/evidence', raw });
  return id;
}

function stateOf({ clock }: NoticeAnswer): string {
  if (clock.withdrawnAt !== null) return 'withdrawn';
  if (clock.repliedAt !== null) return clock.unansweredAt === null ? 'answered' : 'answered late';
  if (clock.unansweredAt !== null) return 'clock ran out';
  return clock.acknowledgedAt === null ? 'new' : 'acknowledged';
}
