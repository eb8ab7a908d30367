import { createWriteStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { Option, type Command } from 'commander';
import { verifyEdition } from '#verify-edition';
import { ClientProblem, type Client, type ProblemAnswer } from '../client.js';
import type { Context } from '../context.js';
import { addErrataCommands } from './edition-errata.js';

/** A package is not what the mission signed. */
export class EditionFault extends Error {}

interface Edition {
  id: string;
  week: string;
  version: number;
  state: string;
  errata: number;
  cutoff: number | null;
  publishedAt: string | null;
}

interface Folder {
  edition: Edition;
  documents: { done: number; of: number; part: string; language: string | null; variant: string } | null;
  files: {
    role: string;
    variant: string;
    party: string;
    revision: number;
    path: string;
    sha256: string;
    size: number;
  }[];
}

interface Line {
  part?: string;
  done?: number;
  of?: number;
  result?: Edition;
  problem?: ProblemAnswer;
}

const pollMs = 2_000;
const path = (id: string, rest = ''): string => `/v1/editions/${encodeURIComponent(id)}${rest}`;
const summaryOf = (e: Edition): string =>
  `${[e.id, e.week, e.version, e.state, e.errata, e.cutoff ?? '-', e.publishedAt ?? '-'].join('\t')}\n`;

export function addEditionCommands(program: Command, { terminal, client }: Context): void {
  const edition = program
    .command('edition')
    .description('the weekly summary: draft, freeze, approve, publish, correct, check');

  edition
    .command('draft')
    .argument('<week>', 'a reporting week that has ended, for example 2026-W47')
    .description('open the next version; its figures are live until it is frozen')
    .action(async (week: string, _o: object, command: Command) => {
      terminal.out(
        summaryOf(await client(command).json<Edition>({ method: 'POST', path: '/v1/editions', body: { week } })),
      );
    });

  edition
    .command('list')
    .description('all versions, newest week first')
    .option('--limit <n>', 'how many', '20')
    .action(async ({ limit }: { limit: string }, command: Command) => {
      const query = new URLSearchParams({ limit }).toString();
      const { items } = await client(command).json<{ items: Edition[] }>({
        method: 'GET',
        path: `/v1/editions?${query}`,
      });
      terminal.out('edition\tweek\tversion\tstate\terrata\tcut-off\tpublished\n');
      items.forEach((e) => terminal.out(summaryOf(e)));
    });

  edition
    .command('text')
    .argument('<edition>', 'id')
    .argument('<paragraph>', 'paragraph of the summary, for example summary.counts')
    .description('put your words in place of a paragraph of a draft, in every language of the mission')
    .option('--file <json>', 'texts by language tag; without it your words are taken back')
    .action(async (id: string, paragraphId: string, { file }: { file?: string }, command: Command) => {
      const texts = file === undefined ? null : (JSON.parse(await readFile(file, 'utf8')) as unknown);
      await client(command).send({ method: 'POST', path: path(id, '/texts'), body: { paragraphId, texts } });
      terminal.out(`${paragraphId} ${texts ? 'edited' : 'as it was'}\n`);
    });

  edition
    .command('freeze')
    .argument('<edition>', 'id')
    .description('count up to now, check that parts equal totals, and fix it for good')
    .action(async (id: string, _o: object, command: Command) => {
      terminal.out(summaryOf(await freeze(client(command), id, terminal.watched ? terminal.err : () => {})));
    });

  edition
    .command('approve')
    .argument('<edition>', 'id')
    .description('one of two approvals (editor and head of mission) of the content that is frozen now')
    .option('--content <sha256>', 'hash of the content that you have seen; default: the one that the server tells')
    .action(async (id: string, { content }: { content?: string }, command: Command) => {
      const api = client(command);
      const { files } = await api.json<Folder>({ method: 'GET', path: path(id) });
      const seen = content ?? files.find((f) => f.role === 'content' && f.variant === 'internal')?.sha256 ?? '';
      terminal.out(
        summaryOf(
          await api.json<Edition>({ method: 'POST', path: path(id, '/approve'), body: { contentSha256: seen } }),
        ),
      );
    });

  edition
    .command('return')
    .argument('<edition>', 'id')
    .description('send it back: this version ends, and the week may be drafted anew')
    .requiredOption('--reason <text>', 'your reason')
    .action(async (id: string, { reason }: { reason: string }, command: Command) => {
      terminal.out(
        summaryOf(await client(command).json<Edition>({ method: 'POST', path: path(id, '/return'), body: { reason } })),
      );
    });

  edition
    .command('publish')
    .argument('<edition>', 'id')
    .description('make an approved edition public')
    .action(async (id: string, _o: object, command: Command) => {
      terminal.out(summaryOf(await client(command).json<Edition>({ method: 'POST', path: path(id, '/publish') })));
    });

  addErrataCommands(edition, { terminal, client });

  edition
    .command('get')
    .argument('<edition>', 'id')
    .description('its files, or one of them')
    .addOption(new Option('--variant <variant>', 'whose').choices(['public', 'party', 'internal']).default('public'))
    .option('--party <id>', 'the party of a party variant')
    .option('--revision <n>', 'with how many errata', '0')
    .option('--path <path>', 'the file to fetch; without it the files are listed')
    .option('--out <file>', 'write to a file')
    .action(
      async (
        id: string,
        o: { variant: string; party?: string; revision: string; path?: string; out?: string },
        command: Command,
      ) => {
        const api = client(command);
        if (o.path === undefined) {
          const { edition: found, files } = await api.json<Folder>({ method: 'GET', path: path(id) });
          terminal.out(summaryOf(found));
          for (const f of files)
            terminal.out(`${[f.revision, f.variant, f.party, f.role, f.size, f.sha256, f.path].join('\t')}\n`);
          return;
        }
        const query = new URLSearchParams({
          variant: o.variant,
          revision: o.revision,
          path: o.path,
          ...(o.party && { party: o.party }),
        });
        const response = await api.send({ method: 'GET', path: path(id, `/file?${query.toString()}`) });
        if (o.out === undefined) return terminal.out(await response.text());
        await pipeline(Readable.from(response.body ?? []), createWriteStream(o.out));
        terminal.err(`Written to ${o.out}.\n`);
      },
    );

  edition
    .command('documents')
    .argument('<edition>', 'id')
    .description('how far its documents are')
    .option('--wait', 'say so until they are made')
    .action(async (id: string, { wait }: { wait?: boolean }, command: Command) => {
      for (;;) {
        const folder = await client(command).json<Folder>({ method: 'GET', path: path(id) });
        const { edition: found, files, documents } = folder;
        const made = files.filter((f) => f.role === 'package' && f.revision === found.errata);
        if (made.length > 0) return terminal.out(made.map((f) => `${f.variant}\t${f.party}\t${f.path}\n`).join(''));
        const now = documents
          ? `${documents.done} of ${documents.of}: ${documents.variant} ${documents.part} ${documents.language ?? ''}`.trim()
          : 'not begun';
        if (!wait) return terminal.out(`${now}\n`);
        terminal.err(`${now}\n`);
        await sleep(pollMs);
      }
    });

  edition
    .command('verify')
    .argument('<file>', 'a package (ZIP)')
    .description('check a package here: signature, hashes, journal proofs, sums; names every changed byte')
    .option(
      '--key <key>',
      'the public key as you know it (32 bytes in base64url), in place of the one the server tells',
    )
    .action(async (file: string, { key }: { key?: string }, command: Command) => {
      const bytes = await readFile(file);
      const keys = key === undefined ? await keysOf(client(command)) : [key];
      const verdicts = keys.map((one) => verifyEdition(bytes, one));
      const whole = verdicts.find((v) => v.ok);
      if (!whole) {
        const faults = verdicts.at(-1)?.faults ?? [];
        throw new EditionFault(
          faults.map((f) => `${f.where}: ${f.what}`).join('\n') || 'There is no key to check it with.',
        );
      }
      const s = whole.summary;
      terminal.out(
        `The package is whole: ${s?.week} version ${s?.version} (${s?.variant}${s?.party ? ` ${s.party}` : ''}), ${s?.files} files, ${s?.figures} figures, ${s?.revision} errata.\n`,
      );
    });

  program
    .command('recount')
    .description('count everything anew and compare with the daily roll-ups that editions are counted from')
    .action(async (_o: object, command: Command) => {
      const { position, cells, differences } = await client(command).json<{
        position: number;
        cells: number;
        differences: object[];
      }>({
        method: 'GET',
        path: '/v1/rollups/recount',
      });
      if (differences.length > 0)
        throw new EditionFault(
          `${differences.length} cells differ:\n${differences.map((d) => JSON.stringify(d)).join('\n')}`,
        );
      terminal.out(`The roll-ups are what a full count gives: ${cells} cells up to position ${position}.\n`);
    });
}

/** Freezes, saying how far it is as the server tells. */
async function freeze(api: Client, id: string, say: (text: string) => void): Promise<Edition> {
  const response = await api.send({ method: 'POST', path: path(id, '/freeze'), accept: 'application/x-ndjson' });
  let rest = '';
  let last: Line = {};
  for await (const bytes of Readable.from(response.body ?? [])) {
    rest += Buffer.from(bytes as Uint8Array).toString('utf8');
    for (let end = rest.indexOf('\n'); end >= 0; end = rest.indexOf('\n')) {
      last = JSON.parse(rest.slice(0, end)) as Line;
      rest = rest.slice(end + 1);
      if (last.part) say(`${last.part} ${last.done}/${last.of}\n`);
    }
  }
  if (last.problem) throw new ClientProblem(last.problem);
  if (!last.result)
    throw new ClientProblem({
      status: 0,
      title: 'The answer ended early',
      detail: 'Look with: linewatch edition list',
    });
  return last.result;
}

async function keysOf(api: Client): Promise<string[]> {
  const { keys } = await api.json<{ keys: { publicKey: string }[] }>({
    method: 'GET',
    path: '/.well-known/linewatch-receipts.json',
  });
  return keys.map((k) => k.publicKey);
}
