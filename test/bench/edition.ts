import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
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
import { makeDocuments } from '../../apps/worker/documents/make-documents.js';
import { defaultLimits } from '../../apps/worker/documents/run-child.js';
import { fillWeek } from './edition-week.js';

const editor: Actor = { id: 'editor-1', role: 'editor', scope: { sectors: [], party: null }, type: 'person' };
const say = (text: string): void => void process.stdout.write(`${text}\n`);

/**
 * How long a large week takes to freeze and to become documents, on SQLite, in a folder of its own.
 * Sizes may be given: `npm run bench -- edition 100000 20000`.
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
    if (args.includes('documents')) await benchDocuments(deps, edition, timed);
  } finally {
    await database.close();
    await rm(folder, { recursive: true, force: true });
  }
}

type Timed = <T>(what: string, work: () => Promise<T>) => Promise<T>;

/** The longest time that all formats of one language took, and the most memory that any process of them held. */
async function benchDocuments(deps: Deps, edition: Edition, timed: Timed): Promise<void> {
  const childFile = resolve('dist/apps/worker/documents/child.js');
  const seconds = new Map<string, number>();
  let begun: { key: string; at: number } | null = null;
  const peaks = new Map<string, number>();
  const files = await timed('documents and packages of all variants', () =>
    makeDocuments(deps, edition, {
      childFile,
      limits: { ...defaultLimits, timeMs: 600_000 },
      onStep: ({ variant, party, language, part }) => {
        const now = performance.now();
        if (begun) seconds.set(begun.key, (seconds.get(begun.key) ?? 0) + (now - begun.at) / 1000);
        begun = { key: `${variant} ${party ?? ''} ${language ?? part}`, at: now };
      },
      onMemory: (bytes, { format }) => peaks.set(format, Math.max(peaks.get(format) ?? 0, bytes)),
    }),
  );
  for (const [key, took] of seconds) say(`  ${key.padEnd(56)} ${took.toFixed(2)} s`);
  for (const [format, bytes] of peaks)
    say(`  most memory of one process, ${format.padEnd(28)} ${Math.round(bytes / 1e6)} MB`);
  for (const f of files.filter((one) => one.role === 'package')) say(`  ${f.path} ${Math.round(f.size / 1e6)} MB`);
}
