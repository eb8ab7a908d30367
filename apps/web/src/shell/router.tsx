import { lazy, Suspense } from 'react';
import { BrowserRouter, Navigate, Route, Routes } from 'react-router';
import { useTranslation } from 'react-i18next';
import { Empty } from '../parts/empty.js';
import { Loading } from '../parts/loading.js';
import { Page } from '../parts/page.js';
import { fetchScreen } from '../screen-files.js';
import { addressOf, screens, screensOf } from '../screens.js';
import { MyScreens } from '../session/my-screens.js';
import { useSession } from '../session/session.js';
import { Shell } from './shell.js';
import { ScreenFault } from './screen-fault.js';

/** One lazy component per screen, made once: a second would fetch and mount it anew. */
const components = new Map(screens.map((screen) => [screen.key, lazy(() => fetchScreen(screen))]));

/** Only the screens of the role have an address at all. */
export function Router() {
  const mine = screensOf(useSession().account.role);
  const start = mine.find(({ icon }) => icon !== null);
  return (
    <MyScreens value={mine.map(({ key }) => key)}>
      <BrowserRouter>
        <Routes>
          <Route element={<Shell />}>
            {start && <Route index element={<Navigate to={addressOf(start)} replace />} />}
            {mine.map(({ key, path }) => {
              const Component = components.get(key)!;
              return (
                <Route
                  key={key}
                  path={path}
                  element={
                    <ScreenFault key={key}>
                      <Suspense fallback={<Loading />}>
                        <Component />
                      </Suspense>
                    </ScreenFault>
                  }
                />
              );
            })}
            <Route path="*" element={<Nothing />} />
          </Route>
        </Routes>
      </BrowserRouter>
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
