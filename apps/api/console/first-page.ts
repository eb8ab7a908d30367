import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { sessionCookie } from '../http/credentials.js';

/** What the console's build brings for drawing pages here (apps/web/src/first-page/server.tsx). */
export interface FirstPage {
  /** Addresses of the API whose answers this page shows first; null where the browser draws it alone. */
  asks(address: string): readonly string[] | null;
  /** The page with its first look; null where there is nothing to show. `answers` in the order of `asks`, parsed. */
  draw(page: string, manifest: string, visit: Visit, answers: readonly unknown[]): string | null;
}

interface Visit {
  /** Path and query. */
  address: string;
  cookies: Readonly<Record<string, string | undefined>>;
  /** The header `Accept-Language`. */
  languages: string;
}

/** Loads it from the folder of the built console; null where the build has none. */
export async function loadFirstPage(folder: string): Promise<FirstPage | null> {
  const file = join(folder, 'server', 'first-page.mjs');
  return existsSync(file) ? ((await import(pathToFileURL(file).href)) as FirstPage) : null;
}

/** Asks the API as the visitor who sent the request. @returns what it answered, or null where it refused */
export type Ask = (request: FastifyRequest, address: string) => Promise<unknown>;

/** Without a detour over the network: the same routes, guards and log as for every other request. */
export function askHere(server: FastifyInstance): Ask {
  return async ({ headers, socket }, url) => {
    const forwarded = headers['x-forwarded-for'];
    const answer = await server.inject({
      method: 'GET',
      url,
      headers: { cookie: headers.cookie, ...(forwarded !== undefined && { 'x-forwarded-for': forwarded }) },
      remoteAddress: socket.remoteAddress ?? '',
    });
    return answer.statusCode === 200 ? answer.json() : null;
  };
}

/**
 * The page as this visitor may see it: the API itself is asked, as the visitor, so that who may see what is decided
 * where it always is. Null where nobody is signed in, the API refuses anything of it, or no page is opened by a person:
 * then the browser draws it alone.
 */
export async function drawFirst(
  ask: Ask,
  { asks, draw }: FirstPage,
  request: FastifyRequest,
  page: string,
  manifest: string,
): Promise<string | null> {
  const { headers, cookies, url: address } = request;
  // A script that fetches a page, the service worker's for example, gets the one that holds nothing.
  if (headers['sec-fetch-dest'] !== 'document' || cookies[sessionCookie] === undefined) return null;
  const answers: unknown[] = [];
  for (const url of asks(address) ?? []) {
    const answer = await ask(request, url);
    if (answer === null) return null;
    answers.push(answer);
  }
  if (answers.length === 0) return null;
  return draw(page, manifest, { address, cookies, languages: headers['accept-language'] ?? '' }, answers);
}
