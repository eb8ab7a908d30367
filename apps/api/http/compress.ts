import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import type { FastifyReply, FastifyRequest } from 'fastify';

const brotli = promisify(brotliCompress);
const zip = promisify(gzip);
/** What is shorter fits into one packet anyway. */
const worthIt = 1_200;

/** A text as this `Accept-Encoding` takes it: brotli at a quality that costs a few milliseconds, gzip, or as it is. */
export async function compressed(text: string, accepted: string): Promise<{ bytes: Buffer; encoding?: string }> {
  if (/\bbr\b/.test(accepted)) {
    return { bytes: await brotli(text, { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } }), encoding: 'br' };
  }
  if (/\bgzip\b/.test(accepted)) return { bytes: await zip(text), encoding: 'gzip' };
  return { bytes: Buffer.from(text) };
}

/**
 * Hook for what is sent: answers to reading come compressed to whoever takes that. Their sizes tell nothing to somebody
 * who listens (BREACH): no answer to reading holds a token or another secret of the session, and its cookie, being
 * SameSite=Strict, comes with no request that another site makes, so that nobody else can put guesses beside what is
 * secret. Streams and files say themselves how they are sent. Whatever is sent as it is passes without a promise.
 */
export function compressAnswer(
  request: FastifyRequest,
  reply: FastifyReply,
  payload: unknown,
  pass: (error: null, payload: unknown) => void,
): Promise<unknown> | void {
  if (isWorthCompressing(request, reply, payload)) return compressText(request, reply, payload);
  pass(null, payload);
}

function isWorthCompressing(request: FastifyRequest, reply: FastifyReply, payload: unknown): payload is string {
  if (request.method !== 'GET' || typeof payload !== 'string' || payload.length < worthIt) return false;
  const type = String(reply.getHeader('Content-Type') ?? '');
  return type.startsWith('application/json') && !reply.hasHeader('Content-Encoding');
}

async function compressText(request: FastifyRequest, reply: FastifyReply, payload: string): Promise<unknown> {
  void reply.header('Vary', 'Accept-Encoding');
  const { bytes, encoding } = await compressed(payload, String(request.headers['accept-encoding'] ?? ''));
  if (encoding === undefined) return payload;
  void reply.header('Content-Encoding', encoding).removeHeader('Content-Length');
  return bytes;
}
