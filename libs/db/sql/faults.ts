import { say } from '#core/said.js';
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

/** Codes of PostgreSQL and of the network where the server, or the way to it, is gone for the moment. */
const away =
  /^(08\d\d\d|57P0[1235]|53300|25P03|25006|ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ENOTFOUND|EAI_AGAIN)$/;
/** SQLite's: another process holds the file for longer than one may wait, or the disk under it fails or takes no writes. */
const shut = /^SQLITE_(BUSY|LOCKED|READONLY|IOERR|CANTOPEN)/;
/** The driver gives no code where a connection ends under it. */
const broken =
  /^(Connection terminated|timeout expired|Query read timeout|Client has encountered a connection error|Another server leads)/;

/** Whether the database could not be reached, or went away: whether a commit under way took place is not known then. */
export function isAway(error: unknown): boolean {
  return (
    away.test(faultCode(error)) || shut.test(faultCode(error)) || (error instanceof Error && broken.test(error.message))
  );
}

/** Errors of the database that a caller can act on become a Problem; all others stay as they are. */
export function asProblem(error: unknown): unknown {
  if (error instanceof Problem) return error;
  if (storageFull.has(faultCode(error))) {
    return new Problem('storage_full', say`The database has no space left; nothing of this was stored`);
  }
  if (isDuplicate(error)) {
    return new Problem('conflict', say`A record with this key exists already (${(error as Error).message})`);
  }
  if (isAway(error)) {
    return new Problem('unavailable', say`The database is away for the moment; try again`, [], {
      retryAfterSeconds: 2,
    });
  }
  return error;
}
