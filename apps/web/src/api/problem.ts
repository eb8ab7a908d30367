import type { components } from './schema.js';

type Said = components['schemas']['Said'];

/** A field at fault: JSON pointer (RFC 6901), for example `/place/bearing`, and what is wrong with it. */
export interface Fault {
  pointer: string;
  detail: string;
  /** `detail` in parts, for readers of other languages. */
  said?: Said;
  /** Of a fault of wording: the word, and what to say instead. */
  word?: string;
  remedy?: string;
  remedySaid?: Said;
}

/**
 * An answer that is no success: what `application/problem+json` says (RFC 9457), or that there was no answer
 * at all (`unreachable`), or one that no Linewatch gives (`not_understood`).
 */
export class ApiProblem extends Error {
  constructor(
    /** A code of the API's catalogue, `unreachable` or `not_understood`. */
    readonly code: string,
    /** HTTP status; 0 where nothing answered. */
    readonly status: number,
    readonly detail: string,
    readonly faults: readonly Fault[] = [],
    /** To be named to whoever looks after the server. */
    readonly requestId: string | null = null,
    /** Further members of the document, for example `candidates` or `retryAfterSeconds`. */
    readonly extra: Readonly<Record<string, unknown>> = {},
    /** `detail` in parts, for readers of other languages. */
    readonly said: Said | null = null,
  ) {
    super(detail);
    this.name = 'ApiProblem';
  }
}

/** What the answer says is wrong; never throws. */
export async function problemOf(response: Response): Promise<ApiProblem> {
  const requestId = response.headers.get('linewatch-request-id');
  try {
    const { code, detail, said, errors, ...extra } = (await response.json()) as Record<string, unknown>;
    if (typeof code === 'string' && typeof detail === 'string') {
      const faults = Array.isArray(errors) ? (errors as Fault[]) : [];
      return new ApiProblem(
        code,
        response.status,
        detail,
        faults,
        requestId,
        extra,
        (said as Said | undefined) ?? null,
      );
    }
  } catch {
    // Not JSON: some machine between here and the server has answered.
  }
  return new ApiProblem('not_understood', response.status, `${response.status} ${response.statusText}`, [], requestId);
}

/** Whether this is a problem with one of these codes. */
export function isProblem(error: unknown, ...codes: string[]): error is ApiProblem {
  return error instanceof ApiProblem && codes.includes(error.code);
}
