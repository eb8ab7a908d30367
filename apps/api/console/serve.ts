import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { compressed } from '../http/compress.js';
import type { Console, ConsoleFile } from './files.js';
import { askHere, drawFirst, loadFirstPage, type Ask } from './first-page.js';

/**
 * What the console's pages may do: load what this address serves, nothing inline and nothing from elsewhere; scripts
 * become scripts only through its one trusted-types policy (apps/web/src/trusted-types.ts).
 */
export const contentPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' blob: data:",
  "media-src 'self' blob:",
  "font-src 'self'",
  "connect-src 'self'",
  "worker-src 'self'",
  "manifest-src 'self'",
  "frame-src 'self'",
  "frame-ancestors 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  "require-trusted-types-for 'script'",
  'trusted-types linewatch',
].join('; ');

/** A worker is bound by the policy that its own script came with: it may ask this address, and nothing else. */
const workerPolicy = "default-src 'none'; script-src 'self'; connect-src 'self'";

/** Position, photo and voice note of the field form; nothing else of the device. */
const permissions = [
  'geolocation=(self)',
  'camera=(self)',
  'microphone=(self)',
  ...['accelerometer', 'display-capture', 'gyroscope', 'hid', 'midi', 'payment', 'serial', 'usb'].map(
    (feature) => `${feature}=()`,
  ),
].join(', ');

/** Addresses of the API and of what is public: never the console's page. */
const notOurs = /^\/(v1|editions|editions\.atom|health|metrics|\.well-known|openapi\.json)(\/|$)/;

/**
 * Serves the console beside the API. Every address that a browser opens as a page and nothing else answers is one of
 * its screens; anything else that is not there stays the API's "nothing here".
 * @param onFault told of what kept a page from being drawn here
 */
export async function serveConsole(
  server: FastifyInstance,
  { folder, files }: Console,
  onFault: (error: unknown) => void,
  ask: Ask = askHere(server),
): Promise<void> {
  const page = files.get('/index.html')!;
  const manifest = files.get('/manifest.json')?.bytes.toString() ?? '{}';
  const first = await loadFirstPage(folder);
  server.get('/*', async (request, reply) => {
    const path = new URL(request.url, 'http://console').pathname;
    const file = path === '/index.html' ? undefined : files.get(path);
    if (file) {
      if (path.endsWith('.js')) void reply.header('Content-Security-Policy', workerPolicy);
      return send(request, reply, file, path.startsWith('/assets/'));
    }
    const isPage = path === '/' || (!notOurs.test(path) && /\btext\/html\b/.test(request.headers.accept ?? ''));
    if (!isPage) return reply.callNotFound();
    void reply.header('Content-Security-Policy', contentPolicy).header('Permissions-Policy', permissions);
    // A page that cannot be drawn here is drawn by the browser.
    const drawn = first
      ? await drawFirst(ask, first, request, page.bytes.toString(), manifest).catch((error: unknown) => {
          onFault(error);
          return null;
        })
      : null;
    return drawn ? sendDrawn(request, reply, drawn) : send(request, reply, page, false);
  });
}

/** It holds what this visitor may see, as of now: nobody keeps it. */
async function sendDrawn(request: FastifyRequest, reply: FastifyReply, page: string) {
  const { bytes, encoding } = await compressed(page, String(request.headers['accept-encoding'] ?? ''));
  if (encoding !== undefined) void reply.header('Content-Encoding', encoding);
  return reply.type('text/html; charset=utf-8').header('Cache-Control', 'no-store').send(bytes);
}

/** @param isNamedByContent another content has another address: it may be kept for ever */
function send(request: FastifyRequest, reply: FastifyReply, file: ConsoleFile, isNamedByContent: boolean) {
  void reply
    .type(file.type)
    .header('ETag', file.etag)
    .header('Vary', 'Accept-Encoding')
    .header('Cache-Control', isNamedByContent ? 'public, max-age=31536000, immutable' : 'no-cache');
  if (request.headers['if-none-match']?.includes(file.etag)) return reply.status(304).send();
  const accepted = String(request.headers['accept-encoding'] ?? '');
  if (file.br && /\bbr\b/.test(accepted)) return reply.header('Content-Encoding', 'br').send(file.br);
  if (file.gzip && /\bgzip\b/.test(accepted)) return reply.header('Content-Encoding', 'gzip').send(file.gzip);
  return reply.send(file.bytes);
}
