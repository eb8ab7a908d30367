import { createHash } from 'node:crypto';
import { deflateSync, zipSync, type Zippable } from 'fflate';

export interface ZipFile {
  /** Forward slashes, no leading one. */
  path: string;
  bytes: Uint8Array;
  /** Uncompressed, for files that others must read byte by byte. */
  plain?: boolean;
}

const level = 6;
/** The ZIP format's first date: no file of ours says when it was packed. */
const date = new Date(1980, 0, 1);

/**
 * A ZIP archive of these files in the order given; the same files give the same bytes on every machine and in every time
 * zone (no dates, no owners, no comments). @throws TypeError for a path that leads out of the archive or comes twice
 */
export function zipOf(files: readonly ZipFile[]): Uint8Array {
  const entries: Zippable = {};
  for (const { path, bytes, plain } of files) {
    if (!safePath(path) || Object.hasOwn(entries, path))
      throw new TypeError(`"${path}" cannot be a file of an archive`);
    entries[path] = [bytes, { level: plain ? 0 : level, mtime: date }];
  }
  return zipSync(entries);
}

/** Size and SHA-256 (hex) of a file as it will lie in the archive, compressed. */
export function storedForm(bytes: Uint8Array): { size: number; sha256: string } {
  const stored = deflateSync(bytes, { level });
  return { size: stored.length, sha256: createHash('sha256').update(stored).digest('hex') };
}

function safePath(path: string): boolean {
  return /^[a-z0-9][a-z0-9._-]*(\/[a-z0-9][a-z0-9._-]*)*$/i.test(path) && !path.split('/').includes('..');
}
