import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { UploadParts } from '#core/ports.js';
import { asDiskProblem, syncFolder } from './durable.js';

const nameForm = /^[0-9a-z-]{1,100}$/;
const numberForm = /^\d{6}$/;

/** Parts of unfinished uploads as files `<root>/<upload>/000017`; an upload that stood still is removed at the next start. */
export async function openDiskParts(root: string, abandonedAfterMs: number): Promise<UploadParts> {
  await mkdir(root, { recursive: true });
  for (const name of await readdir(root)) {
    const found = await stat(join(root, name));
    if (Date.now() - found.mtimeMs > abandonedAfterMs) await rm(join(root, name), { recursive: true, force: true });
  }
  return new DiskParts(root);
}

class DiskParts implements UploadParts {
  constructor(private readonly root: string) {}

  async put(upload: string, number: number, bytes: Uint8Array): Promise<void> {
    const folder = this.folderOf(upload);
    // Under another name until it is whole: a part that is listed can be relied on.
    const path = join(folder, `.${randomUUID()}`);
    try {
      // Not recursive: on a read-only disk that would tell of a missing folder instead.
      await mkdir(folder).catch(there);
      const handle = await open(path, 'wx', 0o600);
      try {
        await handle.writeFile(bytes);
        await handle.sync();
      } finally {
        await handle.close();
      }
      await rename(path, join(folder, numbered(number)));
      for (const changed of [folder, this.root]) await syncFolder(changed);
    } catch (error) {
      throw asDiskProblem(error);
    } finally {
      await rm(path, { force: true });
    }
  }

  async sizes(upload: string): Promise<Map<number, number>> {
    const folder = this.folderOf(upload);
    const names = (await readdir(folder).catch(none)).filter((name) => numberForm.test(name)).sort();
    const sizes = new Map<number, number>();
    for (const name of names) sizes.set(Number(name), (await stat(join(folder, name))).size);
    return sizes;
  }

  async *read(upload: string, numbers: readonly number[]): AsyncIterable<Uint8Array> {
    for (const number of numbers) {
      const handle = await open(join(this.folderOf(upload), numbered(number)), 'r');
      yield* handle.createReadStream() as AsyncIterable<Uint8Array>;
    }
  }

  async drop(upload: string): Promise<void> {
    await rm(this.folderOf(upload), { recursive: true, force: true });
  }

  private folderOf(upload: string): string {
    if (!nameForm.test(upload)) throw new Error('not the name of an upload');
    return join(this.root, upload);
  }
}

const numbered = (number: number): string => String(number).padStart(6, '0');

function there(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EEXIST') throw error;
}

function none(error: NodeJS.ErrnoException): string[] {
  if (error.code === 'ENOENT') return [];
  throw error;
}
