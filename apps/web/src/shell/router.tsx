import { lazy, Suspense, useMemo } from 'react';
import { createBrowserRouter, Navigate, RouterProvider } from 'react-router';
import { useTranslation } from 'react-i18next';
import { Empty } from '../parts/empty.js';
import { Loading } from '../parts/loading.js';
import { Page } from '../parts/page.js';
import { addressOf, fetchScreen, screens, screensOf } from '../screens.js';
import { MyScreens } from '../session/my-screens.js';
import { useSession } from '../session/session.js';
import { Shell } from './shell.js';
import { ScreenFault } from './screen-fault.js';

/** One lazy component per screen, made once: a second would fetch and mount it anew. */
const components = new Map(screens.map((screen) => [screen.key, lazy(() => fetchScreen(screen))]));

/** Only the screens of the role have an address at all. */
export function Router() {
  const { role } = useSession().account;
  const router = useMemo(() => {
    const mine = screensOf(role);
    const start = mine.find(({ icon }) => icon !== null);
    return createBrowserRouter([
      {
        element: <Shell />,
        children: [
          ...(start ? [{ index: true, element: <Navigate to={addressOf(start)} replace /> }] : []),
          ...mine.map(({ key, path }) => {
            const Component = components.get(key)!;
            return {
              path,
              errorElement: <ScreenFault />,
              element: (
                <Suspense key={key} fallback={<Loading />}>
                  <Component />
                </Suspense>
              ),
            };
          }),
          { path: '*', element: <Nothing /> },
        ],
      },
    ]);
  }, [role]);
  return (
    <MyScreens value={screensOf(role).map(({ key }) => key)}>
      <RouterProvider router={router} />
    </MyScreens>
  );
}

function Nothing() {
  const { t } = useTranslation('shell');
  return (
    <Page title={t('nothing.title')}>
      <Empty title={t('nothing.here')} next={<a href="/">{t('nothing.next')}</a>} />
    </Page>
  );
}
