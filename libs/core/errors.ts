import { englishOf, type Said } from './said.js';

/**
 * The one catalogue of expected errors (D13). The API turns a Problem into
 * `application/problem+json` (RFC 9457); a worker turns it into a retry or a dead letter.
 */
export const problemCatalogue = {
  invalid_input: { status: 400, title: 'The input is not valid' },
  not_signed_in: { status: 401, title: 'Sign in first' },
  not_allowed: { status: 403, title: 'Your role does not allow this' },
  password_change_required: { status: 403, title: 'Choose a password of your own first' },
  second_factor_required: { status: 403, title: 'Set up a second factor first' },
  password_expired: { status: 403, title: 'This first password has run out' },
  not_found: { status: 404, title: 'Nothing here under this address' },
  conflict: { status: 409, title: 'The record has changed or already exists with other content' },
  too_large: { status: 413, title: 'The content is larger than allowed' },
  unsupported_media: { status: 415, title: 'This content type is not accepted here' },
  ambiguous_place: { status: 422, title: 'The place name fits more than one place' },
  unknown_place: { status: 422, title: 'The place is not in the gazetteer' },
  wording: { status: 422, title: 'The text holds words that the mission does not use' },
  not_possible: { status: 422, title: 'The action is not possible in this state' },
  too_many_requests: { status: 429, title: 'Too many requests' },
  internal: { status: 500, title: 'An error of ours' },
  unavailable: { status: 503, title: 'Not available for the moment' },
  storage_full: { status: 507, title: 'No space left to store this' },
} as const;

export type ProblemCode = keyof typeof problemCatalogue;

export interface ProblemPointer {
  /** JSON pointer (RFC 6901) to the faulty field, for example "/place/bearing". */
  pointer: string;
  detail: string;
  /** `detail` for readers of other languages; absent where it holds free text. */
  said?: Said;
  /** Of a fault of wording: the word (or the sentence), and what to do about it. */
  word?: string;
  remedy?: string;
  /** `remedy` for readers of other languages. */
  remedySaid?: Said;
}

/** A problem that one field makes: what is wrong with it is all there is to say. */
export function problemAt(
  code: ProblemCode,
  pointer: string,
  said: Said,
  extra: Record<string, unknown> = {},
): Problem {
  return new Problem(code, said, [faultAt(pointer, said)], extra);
}

/** A fault of one field. */
export function faultAt(pointer: string, said: Said): ProblemPointer {
  return { pointer, detail: englishOf(said), said };
}

/** An expected error: says what is wrong, where, and what to do about it. */
export class Problem extends Error {
  readonly status: number;
  readonly title: string;
  readonly detail: string;
  /** `detail` for readers of other languages; null where it holds text that is not the program's own. */
  readonly said: Said | null;
  constructor(
    readonly code: ProblemCode,
    detail: Said | string,
    readonly pointers: ProblemPointer[] = [],
    /** Further members of the problem document, for example `candidates`. */
    readonly extra: Record<string, unknown> = {},
  ) {
    const english = typeof detail === 'string' ? detail : englishOf(detail);
    super(english);
    this.detail = english;
    this.said = typeof detail === 'string' ? null : detail;
    this.name = 'Problem';
    this.status = problemCatalogue[code].status;
    this.title = problemCatalogue[code].title;
  }
}
