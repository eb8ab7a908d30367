import createClient from 'openapi-fetch';
import { takeAhead } from './ahead.js';
import { ApiProblem, problemOf } from './problem.js';
import type { components, paths } from './schema.js';

/** Forms and answers of the API by name. */
export type Schemas = components['schemas'];

/**
 * The API, typed by its own description. Every call that does not succeed throws an ApiProblem, so there are data
 * whenever a call returns: `const me = dataOf(await api.GET('/v1/me'))`.
 */
export const api = createClient<paths>({
  // Late, so that a test or a service worker may put itself in between.
  fetch: async (request) => takeAhead(request) ?? globalThis.fetch(request),
  // A browser sends this only from our own pages; the API asks for it before it believes the cookie.
  headers: { 'Linewatch-Request': '1' },
});

api.use({
  async onResponse({ response }) {
    if (!response.ok) throw await problemOf(response);
  },
  onError({ error }) {
    if (error instanceof ApiProblem || isAbort(error)) throw error;
    throw new ApiProblem('unreachable', 0, 'The server cannot be reached.');
  },
});

/** The data of an answer that has a body. @throws ApiProblem not_understood where it came without one */
export function dataOf<T>({ data, response }: { data?: T; response: Response }): T {
  if (data === undefined) throw new ApiProblem('not_understood', response.status, 'The answer is empty.');
  return data;
}

function isAbort(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'AbortError';
}
