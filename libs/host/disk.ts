import { statfs } from 'node:fs/promises';

/** Free and whole size in bytes of the volume that holds the folder, free as far as this process may use it. */
export async function diskOf(folder: string): Promise<{ freeBytes: number; totalBytes: number }> {
  const { bavail, blocks, bsize } = await statfs(folder);
  return { freeBytes: bavail * bsize, totalBytes: blocks * bsize };
}
