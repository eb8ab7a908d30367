import type { Command } from 'commander';
import type { Context } from '../context.js';

interface NoticeAnswer {
  id: string;
  number: number;
  party: string;
  about: string;
  issuedAt: string;
  incidentId: string | null;
  content: { words: Record<string, string> };
  clock: {
    acknowledgeBy: string | null;
    replyBy: string | null;
    acknowledgedAt: string | null;
    repliedAt: string | null;
  };
  replies: { id: string; receivedAt: string; late: boolean; text: string }[];
}

const row = (cells: (string | number | null)[]): string => `${cells.map((c) => c ?? '-').join('\t')}\n`;

/** The mission's side of the exchange with the parties; how they answer is `linewatch replies`. */
export function addNoticeCommands(program: Command, { terminal, client }: Context): void {
  const notices = program.command('notices').description('what the parties were told, and what they answered');
  notices
    .command('list')
    .description('the newest notices to all parties')
    .option('--incident <id>', 'only those about this incident')
    .option('--limit <n>', 'how many at most', '50')
    .action(async ({ incident, limit }: { incident?: string; limit: string }, command: Command) => {
      const path =
        incident === undefined
          ? `/v1/notices?limit=${encodeURIComponent(limit)}`
          : `/v1/incidents/${encodeURIComponent(incident)}/notices`;
      const { items } = await client(command).json<{ items: NoticeAnswer[] }>({ method: 'GET', path });
      terminal.out(
        row(['notice', 'party', 'number', 'about', 'issued', 'acknowledge by', 'acknowledged', 'reply by', 'replied']),
      );
      for (const { id, party, number, about, issuedAt, clock } of items) {
        const { acknowledgeBy, acknowledgedAt, replyBy, repliedAt } = clock;
        terminal.out(row([id, party, number, about, issuedAt, acknowledgeBy, acknowledgedAt, replyBy, repliedAt]));
      }
    });
  notices
    .command('show')
    .description("a notice and the party's words, as they were received")
    .argument('<notice>', 'id of the notice')
    .option('--language <tag>', 'one of the languages of the mission', 'en')
    .action(async (id: string, { language }: { language: string }, command: Command) => {
      const path = `/v1/notices/${encodeURIComponent(id)}`;
      const { content, replies } = await client(command).json<NoticeAnswer>({ method: 'GET', path });
      terminal.out(`${content.words[language] ?? content.words['en']}\n`);
      for (const r of replies) {
        const late = r.late ? ' (after the clock)' : '';
        terminal.out(`\nreply ${r.id}, ${r.receivedAt}${late}, in the party's words:\n${r.text}\n`);
      }
    });
}
