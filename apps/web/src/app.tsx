import { lazy, Suspense } from 'react';
import { QueryCache, QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { I18nProvider } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { isProblem } from './api/problem.js';
import { Loading } from './parts/loading.js';
import { SessionGate } from './session/session.js';
import { Router } from './shell/router.js';

/** Asked again only where nothing answered or the server says so: other refusals stay refusals. */
const queries: QueryClient = new QueryClient({
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

/** The one page that whoever cannot sign in needs. */
const ResetPage = lazy(() => import('./screens/reset/index.js'));
const isReset = location.pathname === '/reset';

export function App() {
  const { i18n } = useTranslation('shell');
  return (
    <I18nProvider locale={i18n.language}>
      <QueryClientProvider client={queries}>
        <Suspense fallback={<Loading />}>
          {isReset ? (
            <ResetPage />
          ) : (
            <SessionGate>
              <Router />
            </SessionGate>
          )}
        </Suspense>
      </QueryClientProvider>
    </I18nProvider>
  );
}
