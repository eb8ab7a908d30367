import { Problem } from '../../errors.js';
import { parseInstant } from '../../intake/time.js';

/** Where a page of the queue ended: the instant of its first page, and the last row's score and incident. */
export interface QueueCursor {
  at: string;
  score: number;
  id: string;
}

/** Opaque to clients. */
export function writeCursor({ at, score, id }: QueueCursor): string {
  return Buffer.from(JSON.stringify([at, score, id]), 'utf8').toString('base64url');
}

/** @throws Problem invalid_input where it is not one of ours */
export function readCursor(text: string): QueueCursor {
  let parts: unknown = null;
  try {
    parts = JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
  } catch {
    // Answered below like any other that is not ours.
  }
  if (Array.isArray(parts) && parts.length === 3) {
    const [at, score, id] = parts as unknown[];
    const isInstant = typeof at === 'string' && parseInstant(at) === at;
    // 1e999 is read as Infinity, and PostgreSQL has no text with U+0000.
    if (isInstant && Number.isFinite(score) && typeof id === 'string' && !id.includes('\0'))
      return { at, score: score as number, id };
  }
  const detail = 'This cursor does not belong to this list; start again without one';
  throw new Problem('invalid_input', detail, [{ pointer: '/cursor', detail }]);
}
