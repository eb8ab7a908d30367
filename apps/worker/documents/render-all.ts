import { link, mkdir, readFile, rename, rm } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { dirname, join } from 'node:path';
import { renderers } from '#documents/renderers.js';
import { runChild, type ChildLimits } from './run-child.js';
import type { RenderResult } from './task.js';

/** What one process makes: the files of one format in one language, so that no document can spoil or starve another. */
export interface Job {
  format: string;
  language: string | null;
}

export function jobsOf(languages: readonly string[]): Job[] {
  const formats = (perLanguage: boolean) => [
    ...new Set(renderers.filter((r) => r.perLanguage === perLanguage).map((r) => r.format)),
  ];
  return [
    ...[...new Set(['en', ...languages])].flatMap((language) => formats(true).map((format) => ({ format, language }))),
    ...formats(false).map((format) => ({ format, language: null })),
  ];
}

/** A content larger than this is a large week: its documents are made one by one, so that all together stay below the limit. Bytes. */
const largeContent = 3_000_000;
/** Documents of a usual week that are made at once, each within the limit. */
const mostAtOnce = 2;

export interface RenderAll {
  childFile: string;
  limits: ChildLimits;
  /** Told before each job is begun, with how many have ended. */
  tell: (done: number, job: Job) => void | Promise<void>;
  onMemory?: ((peakBytes: number, job: Job) => void) | undefined;
}

/**
 * Renders every job in a process and a folder of its own, and moves what it made into `set`.
 * @param source the content and the errata, whole paths on the file system of `folder`
 * @param size bytes of the content
 * @throws Problem not_possible for the first that fails, once those that run beside it have ended
 */
export async function renderAll(
  folder: string,
  set: string,
  source: { content: string; errata: string; size: number },
  jobs: readonly Job[],
  { childFile, limits, tell, onMemory }: RenderAll,
): Promise<RenderResult['files']> {
  const results: RenderResult[] = [];
  let [next, done] = [0, 0];
  async function work(): Promise<void> {
    for (let at = next++; at < jobs.length; at = next++) {
      const job = jobs[at]!;
      await tell(done, job);
      const result = await inOwnFolder(join(folder, `job-${at}`), job);
      onMemory?.(result.peakBytes, job);
      results[at] = result;
      done += 1;
    }
  }
  async function inOwnFolder(own: string, job: Job): Promise<RenderResult> {
    await mkdir(own);
    await link(source.content, join(own, 'edition.json'));
    await link(source.errata, join(own, 'errata.json'));
    const given = { content: 'edition.json', errata: 'errata.json', into: 'made' };
    await runChild(childFile, own, { step: 'render', ...job, ...given }, limits);
    const result = JSON.parse(await readFile(join(own, 'result.json'), 'utf8')) as RenderResult;
    for (const { path } of result.files) {
      await mkdir(dirname(join(set, path)), { recursive: true });
      await rename(join(own, 'made', path), join(set, path));
    }
    await rm(own, { recursive: true });
    return result;
  }
  const width = source.size > largeContent ? 1 : Math.min(mostAtOnce, availableParallelism());
  const ended = await Promise.allSettled(
    Array.from({ length: width }, () =>
      work().catch((error: unknown) => {
        // Nothing more is begun.
        next = jobs.length;
        throw error;
      }),
    ),
  );
  for (const one of ended) if (one.status === 'rejected') throw one.reason;
  return results.flatMap((one) => one.files);
}
