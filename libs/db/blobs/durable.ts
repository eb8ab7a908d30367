import { open } from 'node:fs/promises';
import { say } from '#core/said.js';
import { Problem } from '#core/errors.js';

/** On return, what was put into the folder is found there after a power cut. */
export async function syncFolder(path: string): Promise<void> {
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Errors of a disk that a caller can act on become a Problem; all others stay as they are. */
export function asDiskProblem(error: unknown): unknown {
  const code = (error as NodeJS.ErrnoException | null)?.code;
  if (code === 'ENOSPC' || code === 'EDQUOT')
    return new Problem('storage_full', say`There is no space left for files; nothing of this one was kept`);
  if (code === 'EROFS' || code === 'EIO')
    return new Problem('unavailable', say`Files cannot be stored for the moment; try again`, [], {
      retryAfterSeconds: 5,
    });
  return error;
}
