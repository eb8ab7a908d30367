import { Problem } from '#core/errors.js';

const storageFull = new Set(['SQLITE_FULL', '53100']);
const duplicate = new Set(['SQLITE_CONSTRAINT_PRIMARYKEY', 'SQLITE_CONSTRAINT_UNIQUE', '23505']);

/**
 * A row is no longer at the version that the body read. Where bodies run side by side this is mere
 * concurrency: run again, the body reads the newer version and decides anew.
 */
export class StaleVersion extends Problem {
  constructor(detail: string) {
    super('conflict', detail);
  }
}

/** SQLSTATE or SQLite result code, or '' where the error comes from elsewhere. */
export function faultCode(error: unknown): string {
  const code = (error as { code?: unknown } | null)?.code;
  return typeof code === 'string' ? code : '';
}

export function isDuplicate(error: unknown): boolean {
  return !(error instanceof Problem) && duplicate.has(faultCode(error));
}

/** Errors of the database that a caller can act on become a Problem; all others stay as they are. */
export function asProblem(error: unknown): unknown {
  if (error instanceof Problem) return error;
  if (storageFull.has(faultCode(error))) {
    return new Problem('storage_full', 'The database has no space left; nothing of this was stored');
  }
  if (isDuplicate(error)) {
    return new Problem('conflict', `A record with this key exists already (${(error as Error).message})`);
  }
  return error;
}
