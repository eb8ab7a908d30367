import createClient from 'openapi-fetch';
import { ApiProblem, problemOf } from './problem.js';
import type { components, paths } from './schema.js';

/** Forms and answers of the API by name. */
export type Schemas = components['schemas'];

/**
 * The API, typed by its own description. Every call that does not succeed throws an ApiProblem, so `data` is there
 * whenever a call returns: `const { data } = await api.GET('/v1/me')`.
 */
export const api = createClient<paths>({
  // Late, so that a test or a service worker may put itself in between.
  fetch: (request) => globalThis.fetch(request),
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

function isAbort(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'AbortError';
}
