import { Catch, HttpException, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import { Problem, type ProblemCode, type ProblemPointer } from '#core/errors.js';
import { say, type Said } from '#core/said.js';
import type { FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import type { ApiReply, ApiRequest } from './request.js';

/** `application/problem+json` (RFC 9457). The request's id is in the header, so that equal answers are equal bytes. */
export interface ProblemBody {
  type: string;
  title: string;
  status: number;
  code: ProblemCode;
  detail: string;
  /** `detail` in parts, for readers of other languages; absent where it holds text that is not the program's own. */
  said?: Said;
  errors?: ProblemPointer[];
  [more: string]: unknown;
}

export function problemBody(problem: Problem): ProblemBody {
  return {
    ...problem.extra,
    type: `urn:linewatch:problem:${problem.code}`,
    title: problem.title,
    status: problem.status,
    code: problem.code,
    detail: problem.detail,
    ...(problem.said && { said: problem.said }),
    ...(problem.pointers.length > 0 && { errors: problem.pointers }),
  };
}

/** Answers of the framework that are no fault of ours, as problems. */
const byStatus: Record<number, [ProblemCode, Said]> = {
  400: ['invalid_input', say`The request cannot be read. Its body must be valid JSON in UTF-8 without reserved keys.`],
  404: ['not_found', say`There is nothing here that you may see.`],
  405: ['not_found', say`There is nothing here that you may see.`],
  413: ['too_large', say`The content is larger than allowed.`],
  414: ['invalid_input', say`The address is too long.`],
  415: ['unsupported_media', say`This content type is not accepted here.`],
  429: ['too_many_requests', say`Too many requests.`],
  503: ['unavailable', say`Not available for the moment.`],
};

/** Whatever was thrown, as a Problem; null where it is an error of ours. */
export function asProblem(error: unknown): Problem | null {
  if (error instanceof Problem) return error;
  const status =
    error instanceof HttpException ? error.getStatus() : (error as { statusCode?: unknown } | null)?.statusCode;
  const known = typeof status === 'number' ? byStatus[status] : undefined;
  return known ? new Problem(...known) : null;
}

@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(private readonly logger: Logger) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const request = http.getRequest<ApiRequest>();
    const reply = http.getResponse<ApiReply>();
    if (reply.raw.headersSent) {
      logFault(error, request, this.logger);
      // Too late for an answer: break the connection, so that nobody takes half a response for a whole one.
      reply.raw.destroy();
    } else void reply.send(tellProblem(error, request, reply, this.logger));
  }
}

/** Makes the reply one of this error, and gives its text. */
export function tellProblem(error: unknown, request: FastifyRequest, reply: ApiReply, logger: Logger): string {
  const known = logFault(error, request, logger);
  const problem = known ?? new Problem('internal', say`An error of ours. It is logged under the request id.`);
  const wait = problem.extra['retryAfterSeconds'];
  if (typeof wait === 'number') void reply.header('Retry-After', String(wait));
  if (problem.code === 'not_signed_in') void reply.header('WWW-Authenticate', 'Bearer');
  void reply.status(problem.status).type('application/problem+json');
  return JSON.stringify(problemBody(problem));
}

/** The error as a problem; one that is our fault goes into the log, and is none. */
function logFault(error: unknown, request: FastifyRequest, logger: Logger): Problem | null {
  const known = asProblem(error);
  if (!known) logger.error({ requestId: request.id, err: loggable(error) }, 'a request failed by our fault');
  return known;
}

/** Name, place and message: not the error's other members, which may hold rows. */
function loggable(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { name: typeof error };
  return { name: error.name, message: error.message, stack: error.stack };
}
