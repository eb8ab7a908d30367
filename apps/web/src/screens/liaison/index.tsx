import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Page } from '../../parts/page.js';
import { useShortcuts } from '../../parts/shortcuts.js';
import { ViewSwitch } from '../../parts/view-switch.js';
import { Editions } from './editions.js';
import { Notices } from './notices.js';
import { Notifications } from './notifications.js';

const views = ['notices', 'notifications', 'editions'] as const;

/** All that a party's liaison has: what the mission told the party, what the party told the mission, what is public. */
export default function LiaisonScreen() {
  const { t } = useTranslation('liaison');
  const [view, setView] = useState<(typeof views)[number]>('notices');
  useShortcuts(
    t('title'),
    views.map((one, at) => ({ keys: String(at + 1), label: t(`views.${one}`), run: () => setView(one) })),
  );
  return (
    <Page
      title={t('title')}
      description={t('description')}
      help={
        <>
          <p>{t('help.clocks')}</p>
          <p>{t('help.words')}</p>
          <p>{t('help.seal')}</p>
        </>
      }
    >
      <ViewSwitch
        label={t('views.title')}
        views={views}
        labelOf={(one) => t(`views.${one}`)}
        shown={view}
        onShow={(one) => setView(one)}
      />
      {view === 'notices' && <Notices />}
      {view === 'notifications' && <Notifications />}
      {view === 'editions' && <Editions />}
    </Page>
  );
}
