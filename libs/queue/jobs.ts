/** How each kind of job is carried out, and what travels through the queue. */
import { createHash } from 'node:crypto';
import { Problem } from '#core/errors.js';
import { jobNames, type JobName } from '#core/journal/followup.js';

export interface JobPlan {
  /** Tries in all before the work becomes a dead letter. */
  attempts: number;
  /** Wait before the second try in milliseconds; doubles with each further try, spread by half. */
  backoffMs: number;
  /** Jobs of this name that one process carries out at a time. */
  concurrency: number;
  /** So many may share one job of the queue where more are owed at once. */
  together: number;
}

/**
 * Eight tries with doubling waits ride out about a minute of trouble (a database that restarts);
 * longer outages are the reconciler's business, and a record that fails for a minute needs a person.
 * Fusing and verifying come in bulk and wait for commits, so several share one (group commit); about half of what is
 * owed in verifying is for an incident that another piece in the batch is for as well, and that is judged once;
 * ruling and escalating are rare, and few at a time keep them from crowding out intake.
 */
export const jobTable: Readonly<Record<JobName, JobPlan>> = {
  fuse: { attempts: 8, backoffMs: 500, concurrency: 8, together: 128 },
  verify: { attempts: 8, backoffMs: 500, concurrency: 8, together: 256 },
  rule: { attempts: 8, backoffMs: 500, concurrency: 4, together: 1 },
  retest: { attempts: 8, backoffMs: 500, concurrency: 1, together: 1 },
  escalate: { attempts: 8, backoffMs: 500, concurrency: 2, together: 1 },
  cluster: { attempts: 8, backoffMs: 500, concurrency: 2, together: 32 },
  notify: { attempts: 8, backoffMs: 500, concurrency: 2, together: 1 },
  weigh_reply: { attempts: 8, backoffMs: 500, concurrency: 1, together: 1 },
  notify_assessment: { attempts: 8, backoffMs: 500, concurrency: 1, together: 1 },
  reduce_effort: { attempts: 8, backoffMs: 500, concurrency: 1, together: 1 },
  // Mail servers and other people's machines are away for longer: the last try comes after about an hour.
  deliver: { attempts: 10, backoffMs: 8_000, concurrency: 4, together: 1 },
};

/**
 * Finished jobs leave at once: the database knows what is done, and kept ids would swallow a
 * re-added one. Failed jobs are kept for whoever looks at the queue, within bounds; the dead
 * letter that counts is in the database.
 */
export const retention = { removeOnComplete: true, removeOnFail: { count: 1000, age: 7 * 24 * 3600 } } as const;

/** All that travels through the queue: ids, never content (D5). */
export interface Hint {
  workId: string;
  epoch: number;
  subjectId: string;
}

/** @throws Problem invalid_input when `data` is not exactly a hint: it can never be carried out. */
export function parseHint(data: unknown): Hint {
  const fields = typeof data === 'object' && data !== null ? (data as Record<string, unknown>) : {};
  const { workId, epoch, subjectId, ...rest } = fields;
  const faults = [
    typeof workId === 'string' && workId !== '' ? null : 'workId must be a text',
    Number.isSafeInteger(epoch) && (epoch as number) >= 0 ? null : 'epoch must be a whole number from 0',
    typeof subjectId === 'string' && subjectId !== '' ? null : 'subjectId must be a text',
    ...Object.keys(rest).map((name) => `${name} does not belong here`),
  ].filter((fault) => fault !== null);
  if (faults.length > 0) throw new Problem('invalid_input', `A job's payload is not valid: ${faults.join('; ')}`);
  return { workId: workId as string, epoch: epoch as number, subjectId: subjectId as string };
}

/** What a job of the queue holds: one hint, or several that are carried out together. @throws Problem invalid_input */
export function parseHints(data: unknown): Hint[] {
  const together = (data as { together?: unknown } | null)?.together;
  if (together === undefined) return [parseHint(data)];
  if (!Array.isArray(together) || together.length === 0)
    throw new Problem('invalid_input', "A job's payload is not valid: together must be a list of hints");
  return together.map(parseHint);
}

/** Id of a job that several share: the same ones make the same id. */
export function sharedJobId(works: readonly { id: string; epoch: number }[]): string {
  const ids = works.map(jobId);
  return `${ids[0]!}-and-${createHash('sha256').update(ids.join()).digest('hex').slice(0, 16)}`;
}

/** Id of a job in the queue. The queue ignores an id it still holds, hence the epoch; ':' is not allowed in it. */
export function jobId(work: { id: string; epoch: number }): string {
  const id = `${work.id}-${work.epoch}`;
  if (id.includes(':') || /^\d+$/.test(id)) throw new Problem('invalid_input', `"${id}" cannot be the id of a job`);
  return id;
}

/** @throws Problem invalid_input for a name that no worker knows. */
export function parseJobName(name: string): JobName {
  const known = jobNames.find((job) => job === name);
  if (!known) throw new Problem('invalid_input', `No worker does jobs named "${name}"`);
  return known;
}

/**
 * Checked at boot (D5): a job without a handler would wait for ever.
 * @throws Error that names every job without a handler and every handler without a job.
 */
export function checkHandlers(handlers: Readonly<Record<string, unknown>>): void {
  const missing = jobNames.filter((name) => !isJob(handlers[name]));
  const unknown = Object.keys(handlers).filter((name) => !jobNames.some((job) => job === name));
  if (missing.length === 0 && unknown.length === 0) return;
  throw new Error(
    [
      missing.length > 0 ? `no handler for: ${missing.join(', ')}` : '',
      unknown.length > 0 ? `handler for a job that does not exist: ${unknown.join(', ')}` : '',
    ]
      .filter(Boolean)
      .join('; '),
  );
}

/** A function, or a job in two parts (PreparedJob). */
function isJob(handler: unknown): boolean {
  if (typeof handler === 'function') return true;
  const parts = typeof handler === 'object' && handler !== null ? (handler as Record<string, unknown>) : {};
  return typeof parts['prepare'] === 'function' && typeof parts['carryOut'] === 'function';
}
