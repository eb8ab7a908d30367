import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { contentPath } from '#core/compliance/edition-freeze.js';
import { entryOf } from '#core/compliance/edition-life.js';
import {
  type EditionManifest,
  manifestText,
  packageFormat,
  proveEdition,
  signatureText,
} from '#core/compliance/edition-package.js';
import type { DocumentsProgress } from '#core/compliance/edition-progress.js';
import type { Edition, EditionFile } from '#core/compliance/edition-record.js';
import type { Erratum } from '#core/compliance/edition-types.js';
import { Problem } from '#core/errors.js';
import type { Deps } from '#core/ports.js';
import { readMe } from './read-me.js';
import { jobsOf, renderAll, type Job } from './render-all.js';
import { defaultLimits, runChild, type ChildLimits } from './run-child.js';
import type { MeasureResult } from './task.js';

export interface MakeOptions {
  /** The child's entry file. */
  childFile: string;
  limits?: ChildLimits;
  /** Told before each document is begun: `done` of `of` are finished. */
  onStep?: (step: Omit<DocumentsProgress, 'at'>) => void | Promise<void>;
  /** Told after each document: most memory that its process held, bytes. */
  onMemory?: (peakBytes: number, job: Job) => void;
}

/**
 * Renders every variant of a frozen edition that lacks its package, each document in a process of its own, and keeps documents
 * and packages, all at once. @throws Problem not_possible (the child failed, or no signed head covers the freezing)
 */
export async function makeDocuments(deps: Deps, edition: Edition, options: MakeOptions): Promise<EditionFile[]> {
  const { files, errata } = await deps.uow.read(async (r) => ({
    files: await r.editions.files(edition.id),
    errata: (await r.editions.errata(edition.id)).map(({ number, at, text, figures }): Erratum => ({
      number,
      at,
      text,
      figures,
    })),
  }));
  const contents = files.filter((f) => f.role === 'content');
  const made: EditionFile[] = [];
  const perSet = jobsOf(deps.mission.languages).length + 1;
  for (const [i, content] of contents.entries()) {
    const tell: Tell = (at, part, language) =>
      options.onStep?.({
        done: i * perSet + at,
        of: contents.length * perSet,
        part,
        language,
        variant: content.variant,
        party: partyOf(content),
      });
    made.push(...(await makeSet(deps, edition, content, errata, { ...options, tell })));
  }
  await deps.uow.run(async (tx) => {
    await tx.lock([`edition:${edition.week}`]);
    const current = await tx.editions.get(edition.id);
    // Another process may have been faster, or a further erratum may have come: then the next round makes that one.
    const there = (await tx.editions.files(edition.id)).some(
      (f) => f.role === 'package' && f.revision === edition.errata,
    );
    if (!current || current.errata !== edition.errata || there) return;
    await tx.write.editionFiles(made.map((f) => ({ ...f, at: tx.now })));
    const step = { editionId: edition.id, by: 'system', role: 'system', at: tx.now, reason: null };
    await tx.write.editionStep({ id: tx.ids.next(), step: 'rendered', ...step });
    const packages = made
      .filter((f) => f.role === 'package')
      .map(({ variant, party, sha256 }) => ({ variant, party, sha256 }));
    await tx.append(entryOf(current, { id: 'system' }, 'rendered', { revision: edition.errata, packages }));
  });
  return made;
}

type Tell = (at: number, part: string, language: string | null) => void | Promise<void>;
type SetOptions = MakeOptions & { tell: Tell };

function partyOf({ party }: EditionFile): string | null {
  return party === 'none' ? null : party;
}

async function makeSet(
  deps: Deps,
  edition: Edition,
  content: EditionFile,
  errata: Erratum[],
  options: SetOptions,
): Promise<EditionFile[]> {
  const folder = await mkdtemp(join(tmpdir(), 'linewatch-documents-'));
  try {
    return await makeSetIn(folder, deps, edition, content, errata, options);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function makeSetIn(
  folder: string,
  deps: Deps,
  edition: Edition,
  content: EditionFile,
  errata: Erratum[],
  { childFile, limits = defaultLimits, onMemory, tell }: SetOptions,
): Promise<EditionFile[]> {
  const set = join(folder, 'set');
  await mkdir(set);
  await pipeline(Readable.from(await deps.blobs.get(content.sha256)), createWriteStream(join(set, contentPath)));
  const { keyId, publicKey } = deps.signer;
  await writeJson(join(set, 'errata.json'), errata);
  await writeJson(join(set, 'public-key.json'), { keyId, algorithm: 'Ed25519', publicKey });
  await writeJson(join(set, 'journal-proof.json'), await proveEdition(deps, edition));
  await writeFile(join(set, 'README.txt'), readMe(edition, content.variant, keyId));
  const jobs = jobsOf(deps.mission.languages);
  const source = { content: join(set, contentPath), errata: join(set, 'errata.json'), size: content.size };
  const files = await renderAll(folder, set, source, jobs, {
    childFile,
    limits,
    onMemory,
    tell: (done, { format, language }) => tell(done, format, language),
  });
  await tell(jobs.length, 'package', null);
  await runChild(childFile, folder, { step: 'measure', from: 'set' }, limits);
  const { measured } = await answer<MeasureResult>(folder);

  const listed = measured.map(({ path, size, sha256, storedSize, storedSha256 }) => ({
    path,
    size,
    sha256,
    storedSize,
    storedSha256,
  }));
  const manifest = manifestText({
    format: packageFormat,
    missionId: deps.mission.id,
    editionId: edition.id,
    week: edition.week,
    version: edition.version,
    revision: errata.length,
    variant: content.variant,
    party: partyOf(content),
    cutoff: edition.cutoff ?? 0,
    treeRoot: edition.treeRoot ?? '',
    contentSha256: content.sha256,
    keyId,
    algorithm: 'Ed25519',
    files: listed,
  } satisfies EditionManifest);
  await writeFile(join(set, 'manifest.json'), manifest);
  await writeFile(join(set, 'signature.json'), signatureText(deps, manifest));
  const order = [
    ...listed.map(({ path }) => ({ path, plain: false })),
    ...['manifest.json', 'signature.json'].map((path) => ({ path, plain: true })),
  ];
  await runChild(childFile, folder, { step: 'pack', files: order, from: 'set', into: 'package.zip' }, limits);

  const base = {
    editionId: edition.id,
    revision: errata.length,
    variant: content.variant,
    party: content.party,
    at: edition.frozenAt ?? '',
  };
  const kept: EditionFile[] = [];
  for (const { path, mediaType } of files) {
    const put = await keep(deps, join(set, path));
    // What is kept must be what was signed for.
    if (put.sha256 !== listed.find((f) => f.path === path)?.sha256)
      throw new Problem('internal', `${path} changed while it was being kept`);
    kept.push({ ...base, role: 'document', path, mediaType, ...put });
  }
  const name = ['linewatch', edition.week, content.variant, ...(content.party === 'none' ? [] : [content.party])].join(
    '-',
  );
  const put = await keep(deps, join(folder, 'package.zip'));
  kept.push({ ...base, role: 'package', path: `${name}.zip`, mediaType: 'application/zip', ...put });
  return kept;
}

async function answer<T>(folder: string): Promise<T> {
  return JSON.parse(await readFile(join(folder, 'result.json'), 'utf8')) as T;
}

async function keep(deps: Deps, file: string): Promise<{ sha256: string; size: number }> {
  const { size } = await stat(file);
  const { sha256 } = await deps.blobs.put(createReadStream(file), size);
  return { sha256, size };
}

async function writeJson(file: string, value: unknown): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, `${JSON.stringify(value, null, 1)}\n`);
}
