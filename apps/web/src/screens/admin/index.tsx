import type { ComponentType } from 'react';
import { Navigate, NavLink, Route, Routes } from 'react-router';
import { useTranslation } from 'react-i18next';
import { Page } from '../../parts/page.js';
import { useSession } from '../../session/session.js';
import styles from './admin.module.css';
import { Devices } from './devices.js';
import { Health } from './health.js';
import { Journal } from './journal.js';
import { MissionPack } from './mission.js';
import { pagesOf, type PageKey } from './rights.js';
import { Users } from './users.js';
import { Work } from './work.js';

const components: Record<PageKey, ComponentType> = {
  users: Users,
  devices: Devices,
  mission: MissionPack,
  work: Work,
  health: Health,
  journal: Journal,
};

/** Who may do what, by which rules, and whether all runs. */
export default function AdminScreen() {
  const { t } = useTranslation('admin');
  const mine = pagesOf(useSession().account.role);
  return (
    <Page
      title={t('title')}
      description={t('description')}
      help={
        <>
          <p>{t('help.once')}</p>
          <p>{t('help.dead')}</p>
          <p>{t('help.journal')}</p>
        </>
      }
    >
      <nav aria-label={t('pages')} className={`${styles.pages} no-print`}>
        {mine.map((key) => (
          <NavLink key={key} to={`/admin/${key}`} className={styles.page!}>
            {t(`tabs.${key}`)}
          </NavLink>
        ))}
      </nav>
      <Routes>
        {mine.map((key) => {
          const Component = components[key];
          return <Route key={key} path={key} element={<Component />} />;
        })}
        <Route path="*" element={<Navigate to={`/admin/${mine[0]}`} replace />} />
      </Routes>
    </Page>
  );
}
