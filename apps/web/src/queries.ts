import { QueryCache, QueryClient } from '@tanstack/react-query';
import { isProblem } from './api/problem.js';

/** Asked again only where nothing answered or the server says so: other refusals stay refusals. */
export const queries: QueryClient = new QueryClient({
  queryCache: new QueryCache({
    onError(error) {
      // The session has ended elsewhere: the gate asks again who this is, and shows the form.
      if (isProblem(error, 'not_signed_in')) void queries.invalidateQueries({ queryKey: ['me'] });
    },
  }),
  defaultOptions: {
    queries: {
      networkMode: 'always',
      staleTime: 5_000,
      retry: (failures, error) => failures < 2 && isProblem(error, 'unreachable', 'unavailable', 'not_understood'),
    },
    mutations: { networkMode: 'always', retry: false },
  },
});
