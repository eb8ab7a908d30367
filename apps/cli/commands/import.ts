import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { SingleBar } from 'cli-progress';
import type { Command } from 'commander';
import { readImport, type ImportItem } from '#formats/import.js';
import { loadMission } from '#formats/pack/load.js';
import { loadProfile } from '#formats/profiles/load.js';
import type { Client } from '../client.js';
import type { Context } from '../context.js';
import { sendSightings, type IntakeCounts } from '../intake.js';
import { UsageError, type Terminal } from '../terminal.js';

/** Lines per request: each is answered whole before the next is sent. */
const linesPerRequest = 1000;

export function addImportCommand(program: Command, { terminal, client, environment }: Context): void {
  program
    .command('import')
    .argument('<file>', 'the file to take in')
    .description('take in somebody else’s table; safe to run twice, and again after it broke off')
    .requiredOption('--profile <name>', 'how to read it: a profile of the mission pack')
    .option('--pack <folder>', 'the mission pack', environment.missionDir)
    .option('--dry-run', 'only read and check the file, send nothing', false)
    .action(async (file: string, o: ImportFlags, command: Command) => {
      const mission = await loadMission(o.pack);
      const profile = await loadProfile(o.pack, o.profile);
      const size = await sizeOf(file);
      const api = o.dryRun ? null : client(command);
      if (api) await requireSameMission(api, mission.id);
      const bar = terminal.watched
        ? new SingleBar({ format: '{bar} {percentage}% | {rows} rows', stream: process.stderr })
        : null;
      bar?.start(size, 0, { rows: 0 });
      let read = 0;
      const bytes = async function* (): AsyncGenerator<Uint8Array> {
        for await (const chunk of createReadStream(file) as AsyncIterable<Buffer>) {
          yield chunk;
          read += chunk.length;
        }
      };
      const refusals = new Refusals(bar ? null : terminal);
      const counts: IntakeCounts = { accepted: 0, repeated: 0, refused: 0 };
      let rows = 0;
      try {
        for await (const batch of batches(readImport(profile, bytes(), mission))) {
          rows = batch.at(-1)?.row ?? rows;
          for (const { row, refused } of batch)
            if (refused) {
              counts.refused++;
              refusals.add(row, `${refused.field ? `${refused.field}: ` : ''}${refused.reason}. ${refused.remedy}`);
            }
          const ready = batch.flatMap(({ row, input }) => (input ? [{ row, input }] : []));
          const refuse = (i: number, why: string) => refusals.add(ready[i]?.row ?? rows, why);
          if (api)
            await sendSightings(
              api,
              ready.map((r) => r.input),
              counts,
              refuse,
            );
          else counts.accepted += ready.length;
          bar?.update(read, { rows });
        }
      } finally {
        bar?.stop();
        if (bar) refusals.print(terminal);
      }
      const done = o.dryRun ? 'would be sent' : `accepted, ${counts.repeated} already there`;
      terminal.out(`${counts.accepted} ${done}, ${counts.refused} refused; last row ${rows}\n`);
    });
}

interface ImportFlags {
  profile: string;
  pack: string;
  dryRun: boolean;
}

/** Tells of bad rows at once, or after the progress bar where there is one. */
class Refusals {
  private readonly kept: string[] = [];
  constructor(private readonly terminal: Terminal | null) {}

  add(row: number, why: string): void {
    const text = `row ${row}: ${why}\n`;
    if (this.terminal) this.terminal.err(text);
    else this.kept.push(text);
  }

  print(terminal: Terminal): void {
    this.kept.forEach((text) => terminal.err(text));
  }
}

async function sizeOf(file: string): Promise<number> {
  try {
    return (await stat(file)).size;
  } catch (error) {
    throw new UsageError(`${file} cannot be read: ${(error as Error).message}`);
  }
}

async function requireSameMission(api: Client, id: string): Promise<void> {
  const served = await api.json<{ id: string }>({ method: 'GET', path: '/v1/mission' });
  if (served.id !== id)
    throw new UsageError(
      `The server works for the mission "${served.id}", the pack is of "${id}". Name the right one with --pack.`,
    );
}

async function* batches(items: AsyncGenerator<ImportItem>): AsyncGenerator<ImportItem[]> {
  let batch: ImportItem[] = [];
  for await (const item of items) {
    batch.push(item);
    if (batch.length < linesPerRequest) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}
