import { createWriteStream } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Actor } from '#core/access/types.js';
import { freezeEdition } from '#core/compliance/edition-freeze.js';
import type { Edition } from '#core/compliance/edition-record.js';
import { draftEdition } from '#core/compliance/edition-life.js';
import { followJournal, recount } from '#core/compliance/follow-journal.js';
import { makeGeography } from '#core/geo/geography.js';
import type { Deps } from '#core/ports.js';
import { openDiskBlobs } from '#db/blobs/disk.js';
import { openDatabase } from '#db/open.js';
import { growingIds, handClock, newSigner } from '#db/testing/parts.js';
import { loadMission } from '#formats/pack/load.js';
import { jobsOf, renderAll } from '../../apps/worker/documents/render-all.js';
import { defaultLimits } from '../../apps/worker/documents/run-child.js';
import { fillWeek } from './edition-week.js';

const editor: Actor = { id: 'editor-1', role: 'editor', scope: { sectors: [], party: null }, type: 'person' };
const say = (text: string): void => void process.stdout.write(`${text}\n`);

/**
 * How long a large week takes to freeze and to become documents, on SQLite, in a folder of its own.
 * Sizes may be given, and that documents be made in some languages: `npm run bench -- edition 100000 20000 documents en,ar`.
 */
export async function benchEdition(args: string[]): Promise<void> {
  const [sightings = 100_000, incidents = 20_000] = args.map(Number);
  const folder = await mkdtemp(join(tmpdir(), 'linewatch-bench-'));
  const [clock, ids] = [handClock('2026-11-23T05:00:00.000Z'), growingIds()];
  const database = await openDatabase({ type: 'sqlite', file: join(folder, 'bench.sqlite') }, { clock, ids });
  try {
    await database.migrate();
    const mission = await loadMission('missions/ukraine-line');
    const blobs = await openDiskBlobs(join(folder, 'blobs'));
    const geography = makeGeography(mission);
    const deps: Deps = {
      uow: database.uow,
      clock,
      ids,
      signer: newSigner(),
      blobs,
      mission,
      geography,
    } as unknown as Deps;
    const timed = async <T>(what: string, work: () => Promise<T>): Promise<T> => {
      const [from, cpu] = [performance.now(), process.cpuUsage()];
      const result = await work();
      const { user, system } = process.cpuUsage(cpu);
      const seconds = ((performance.now() - from) / 1000).toFixed(2);
      say(`${what.padEnd(58)} ${seconds} s (${((user + system) / 1e6).toFixed(2)} s of processor)`);
      return result;
    };
    await timed(`a week of ${sightings} sightings and ${incidents} incidents (set up)`, () =>
      fillWeek(deps, '2026-W47', { sightings, incidents }),
    );
    await timed('daily roll-ups followed in the background', () => followJournal(deps));
    const { id } = await draftEdition(deps, editor, { week: '2026-W47' });
    let last = performance.now();
    const edition = await timed('freeze (all variants)', () =>
      freezeEdition(deps, editor, { editionId: id }, ({ part }) => {
        say(`  ${part.padEnd(56)} ${((performance.now() - last) / 1000).toFixed(2)} s`);
        last = performance.now();
      }),
    );
    const { cells, differences } = await timed('full recount', () => recount(deps));
    say(`  ${cells} cells, ${differences.length} differ; memory ${Math.round(process.memoryUsage.rss() / 1e6)} MB`);
    await deps.uow.run((tx) => tx.sequence(1000, () => [], deps.signer));
    const at = args.indexOf('documents');
    if (at >= 0) await benchDocuments(deps, edition, folder, (args[at + 1] ?? 'en,ar').split(','));
  } finally {
    await database.close();
    await rm(folder, { recursive: true, force: true });
  }
}

/**
 * The mission's own variant, which holds most, in all formats of each of these languages: how long one language takes, and
 * the most memory that a process of each format held.
 */
async function benchDocuments(deps: Deps, edition: Edition, folder: string, languages: string[]): Promise<void> {
  const files = await deps.uow.read((reads) => reads.editions.files(edition.id));
  const content = files.find((file) => file.role === 'content' && file.variant === 'internal')!;
  const source = { content: join(folder, 'edition.json'), errata: join(folder, 'errata.json'), size: content.size };
  await pipeline(Readable.from(await deps.blobs.get(content.sha256)), createWriteStream(source.content));
  await writeFile(source.errata, '[]');
  for (const language of languages) {
    const jobs = jobsOf([language]).filter((job) => job.language === null || job.language === language);
    const peaks: string[] = [];
    const [own, from] = [join(folder, `made-${language}`), performance.now()];
    await mkdir(join(own, 'set'), { recursive: true });
    const made = await renderAll(own, join(own, 'set'), source, jobs, {
      childFile: resolve('dist/apps/worker/documents/child.js'),
      limits: defaultLimits,
      tell: () => {},
      onMemory: (bytes, { format }) => void peaks.push(`${format} ${Math.round(bytes / 1e6)}`),
    });
    const seconds = ((performance.now() - from) / 1000).toFixed(2);
    say(`${`${made.length} documents in ${language}`.padEnd(58)} ${seconds} s`);
    say(`  most memory of a process, MB: ${peaks.join(', ')}`);
  }
}
