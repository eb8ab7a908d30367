import { lazy, Suspense } from 'react';
import { QueryClientProvider } from '@tanstack/react-query';
import { I18nProvider } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { isReset } from './ahead.js';
import { Loading } from './parts/loading.js';
import { queries } from './queries.js';
import { SessionGate } from './session/session.js';
import { DutyGate } from './shell/duty-gate.js';
import { Router } from './shell/router.js';

/** The one page that whoever cannot sign in needs. */
const ResetPage = lazy(() => import('./screens/reset/index.js'));

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
              <DutyGate>
                <Router />
              </DutyGate>
            </SessionGate>
          )}
        </Suspense>
      </QueryClientProvider>
    </I18nProvider>
  );
}
