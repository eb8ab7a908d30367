import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { Loading } from '../../parts/loading.js';
import { Page } from '../../parts/page.js';
import { Problem } from '../../parts/problem.js';
import { useMission } from '../../parts/mission.js';
import { useGeography } from './data.js';
import { Places } from './places.js';
import { marksOf } from './marks.js';
import { useNames } from '../../parts/mission.js';

/** Where everything happened: the mission's places and lines, what was reported and how sure its place is. */
export default function MapScreen() {
  const { t, i18n } = useTranslation('map');
  const mission = useMission();
  const names = useNames();
  const geography = useGeography();
  const marks = useMemo(
    () => marksOf((mission?.eventKinds ?? []).map((kind) => ({ ...kind, name: names.word(kind.name) }))),
    // The words change with the language alone.
    [mission, i18n.language],
  );
  if (geography.data && mission) return <Places geography={geography.data} marks={marks} />;
  return (
    <Page title={t('title')} description={t('description')}>
      {geography.error ? <Problem error={geography.error} onRetry={() => void geography.refetch()} /> : <Loading />}
    </Page>
  );
}
