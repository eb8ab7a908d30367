import { say } from '#core/said.js';
import { createHash, randomUUID } from 'node:crypto';
import { type FileHandle, mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Problem } from '#core/errors.js';
import type { BlobStore, UploadParts } from '#core/ports.js';
import { asDiskProblem, syncFolder } from './durable.js';
import { openDiskParts } from './disk-parts.js';

const sha256Form = /^[0-9a-f]{64}$/;
const folderForm = /^[0-9a-f]{2}$/;
/** Kept, but written by nobody: originals are never altered. */
const readOnly = 0o440;

/** An upload that stands still this long was cut off for good. */
const abandonedAfterMs = 24 * 3_600_000;

/**
 * Blobs as files `ab/cd/<sha256>` under `root`; unfinished ones under `root/incoming`, and
 * `root/parts` where they come in parts. Several processes
 * may share a root; what lies there unfinished for more than a day is removed here.
 */
export async function openDiskBlobs(root: string): Promise<BlobStore> {
  const incoming = join(root, 'incoming');
  await mkdir(incoming, { recursive: true });
  for (const name of await readdir(incoming)) {
    const path = join(incoming, name);
    const found = await stat(path).catch(absent);
    if (found && Date.now() - found.mtimeMs > abandonedAfterMs) await rm(path, { force: true });
  }
  const parts = await openDiskParts(join(root, 'parts'), abandonedAfterMs);
  await syncFolder(root);
  return new DiskBlobs(root, incoming, parts);
}

class DiskBlobs implements BlobStore {
  constructor(
    private readonly root: string,
    private readonly incoming: string,
    readonly parts: UploadParts,
  ) {}

  async put(
    bytes: AsyncIterable<Uint8Array>,
    limit: number,
  ): Promise<{ sha256: string; size: number; existed: boolean }> {
    const path = join(this.incoming, randomUUID());
    try {
      const { sha256, size } = await this.receive(path, bytes, limit);
      const existed = await this.place(path, sha256, size);
      return { sha256, size, existed };
    } catch (error) {
      throw asDiskProblem(error);
    } finally {
      // Gone already where it was moved into place.
      await rm(path, { force: true });
    }
  }

  async get(sha256: string): Promise<AsyncIterable<Uint8Array>> {
    const handle = await this.openBlob(sha256);
    if (!handle) throw new Problem('not_found', say`There is no file with SHA-256 ${sha256}`);
    return handle.createReadStream() as AsyncIterable<Uint8Array>;
  }

  async check(sha256: string): Promise<'ok' | 'missing' | 'damaged'> {
    const handle = await this.openBlob(sha256);
    if (!handle) return 'missing';
    const hash = createHash('sha256');
    for await (const chunk of handle.createReadStream() as AsyncIterable<Uint8Array>) hash.update(chunk);
    return hash.digest('hex') === sha256 ? 'ok' : 'damaged';
  }

  /** In ascending order. */
  async *list(): AsyncIterable<string> {
    for (const first of await namesIn(this.root, folderForm)) {
      for (const second of await namesIn(join(this.root, first), folderForm)) {
        yield* await namesIn(join(this.root, first, second), sha256Form);
      }
    }
  }

  /** Streams into `path` while hashing; on return the bytes are on stable storage. */
  private async receive(path: string, bytes: AsyncIterable<Uint8Array>, limit: number) {
    const hash = createHash('sha256');
    let size = 0;
    const handle = await open(path, 'wx', 0o600);
    try {
      for await (const chunk of bytes) {
        size += chunk.byteLength;
        if (size > limit) throw new Problem('too_large', say`The file is larger than the ${limit} bytes allowed`);
        hash.update(chunk);
        await writeAll(handle, chunk);
      }
      await handle.chmod(readOnly);
      await handle.sync();
    } finally {
      await handle.close();
    }
    return { sha256: hash.digest('hex'), size };
  }

  private async place(path: string, sha256: string, size: number): Promise<boolean> {
    const target = this.pathOf(sha256);
    const outer = join(this.root, sha256.slice(0, 2));
    const inner = join(outer, sha256.slice(2, 4));
    await mkdir(inner, { recursive: true });
    // A damaged copy gives its place to the good one: what is acknowledged now must be there now.
    const existed = (await stat(target).catch(absent))?.size === size && (await this.check(sha256)) === 'ok';
    if (!existed) await rename(path, target);
    // Also where it existed: whoever put it there may not have come this far yet.
    for (const folder of [inner, outer, this.root]) await syncFolder(folder);
    return existed;
  }

  private async openBlob(sha256: string): Promise<FileHandle | null> {
    return sha256Form.test(sha256) ? open(this.pathOf(sha256), 'r').catch(absent) : null;
  }

  private pathOf(sha256: string): string {
    return join(this.root, sha256.slice(0, 2), sha256.slice(2, 4), sha256);
  }
}

async function writeAll(handle: FileHandle, chunk: Uint8Array): Promise<void> {
  for (let done = 0; done < chunk.byteLength;) done += (await handle.write(chunk, done)).bytesWritten;
}

async function namesIn(folder: string, form: RegExp): Promise<string[]> {
  return (await readdir(folder)).filter((name) => form.test(name)).sort();
}

function absent(error: NodeJS.ErrnoException): null {
  if (error.code === 'ENOENT') return null;
  throw error;
}
