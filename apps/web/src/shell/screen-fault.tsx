import { useRouteError } from 'react-router';
import { useTranslation } from 'react-i18next';
import { Page } from '../parts/page.js';
import { Problem } from '../parts/problem.js';

/** A screen failed, or could not be fetched: a new build may have replaced its file. */
export function ScreenFault() {
  const { t } = useTranslation('shell');
  return (
    <Page title={t('fault.title')}>
      <Problem error={useRouteError()} onRetry={() => location.reload()} />
    </Page>
  );
}
