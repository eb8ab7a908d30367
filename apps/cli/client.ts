import type { SessionFile } from './session-file.js';

/** What the API answers instead of a result (RFC 9457). */
export interface ProblemAnswer {
  title: string;
  status: number;
  code?: string;
  detail?: string;
  errors?: { pointer: string; detail: string }[];
  [more: string]: unknown;
}

/** What Node.js says of a certificate whose authority it does not know. */
const unknownIssuers = new Set([
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
]);
const nameIssuer =
  "This machine does not know who issued its certificate: NODE_EXTRA_CA_CERTS=FILE names the mission's own authority";

/** The API refused, or could not be reached (`status` 0). */
export class ClientProblem extends Error {
  constructor(readonly problem: ProblemAnswer) {
    super(problem.detail ?? problem.title);
    this.name = 'ClientProblem';
  }
}

export interface Request {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Path with query, for example "/v1/summaries/2026-W47?format=json". */
  path: string;
  body?: unknown;
  /** A body that is no JSON document, in place of `body`. */
  raw?: { type: string; body: string | Uint8Array<ArrayBuffer>; headers?: Record<string, string> };
  /** Media type of the answer wanted; default any. */
  accept?: string;
}

/** Talks to one API with the session that was opened there. */
export class Client {
  constructor(
    readonly server: string,
    private readonly sessions: SessionFile,
  ) {}

  /** @throws ClientProblem */
  async json<T>(request: Request): Promise<T> {
    return (await (await this.send(request)).json()) as T;
  }

  /** @throws ClientProblem where the answer is not a success */
  async send({ method, path, body, raw, accept = '*/*' }: Request): Promise<Response> {
    const token = await this.sessions.tokenFor(this.server);
    const headers: Record<string, string> = { accept };
    if (token) headers['authorization'] = `Bearer ${token}`;
    if (body !== undefined) headers['content-type'] = 'application/json';
    if (raw) Object.assign(headers, raw.headers, { 'content-type': raw.type });
    let response: Response;
    try {
      response = await fetch(new URL(path, this.server), {
        method,
        headers,
        ...(body !== undefined && { body: JSON.stringify(body) }),
        ...(raw && { body: raw.body }),
      });
    } catch (error) {
      const { cause, message } = error as Error & { cause?: { code?: string; message?: string } };
      const why = cause?.code ?? cause?.message ?? message;
      throw new ClientProblem({
        status: 0,
        title: 'The server cannot be reached',
        detail: `${this.server}: ${why}${unknownIssuers.has(why) ? `. ${nameIssuer}` : ''}`,
      });
    }
    if (response.ok) return response;
    throw new ClientProblem(await problemOf(response));
  }
}

async function problemOf(response: Response): Promise<ProblemAnswer> {
  const text = await response.text();
  if (/^application\/(problem\+)?json/.test(response.headers.get('content-type') ?? '')) {
    const problem = JSON.parse(text) as ProblemAnswer;
    return { ...problem, title: problem.title ?? response.statusText, status: response.status };
  }
  return {
    status: response.status,
    title: `The server answered ${response.status} ${response.statusText}`.trim(),
    detail: 'The answer is not one of Linewatch: is the address right?',
  };
}
