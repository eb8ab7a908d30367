import type { ReactElement } from 'react';
import { Link, NavLink, Route, Routes, useNavigate, useParams } from 'react-router';
import { useTranslation } from 'react-i18next';
import { Loading } from '../../parts/loading.js';
import { Page } from '../../parts/page.js';
import { Problem } from '../../parts/problem.js';
import { useShortcuts } from '../../parts/shortcuts.js';
import { Changes } from './changes.js';
import { useFolder, useHeading, type Edition, type Folder } from './data.js';
import { Documents } from './documents.js';
import { Errata } from './errata.js';
import { History } from './history.js';
import { Next } from './next.js';
import { ReadingView } from './reading.js';
import { StateMark, Way } from './state.js';
import { Words } from './words.js';
import styles from './summaries.module.css';

type Tab = 'figures' | 'words' | 'documents' | 'errata' | 'changes' | 'history';

/** What there is to see of a version as it stands. */
function tabsOf(state: Edition['state']): Tab[] {
  if (state === 'draft') return ['figures', 'words', 'changes', 'history'];
  const isPublic = state === 'published' || state === 'corrected';
  return ['figures', 'documents', ...(isPublic ? (['errata'] as const) : []), 'changes', 'history'];
}

/** One version of one week. */
export function EditionPage() {
  const { t } = useTranslation('summaries');
  const { id = '' } = useParams();
  const { data, error, refetch } = useFolder(id);
  const navigate = useNavigate();
  const heading = useHeading();
  const tabs = data ? tabsOf(data.edition.state) : [];
  const address = (tab: Tab): string => `/summaries/${id}${tab === 'figures' ? '' : `/${tab}`}`;
  useShortcuts(t('title'), [
    { keys: 'u', label: t('keys.up'), run: () => void navigate('/summaries') },
    ...tabs.map((tab, i) => ({
      keys: String(i + 1),
      label: t(`tabs.${tab}`),
      run: () => void navigate(address(tab)),
    })),
  ]);
  const title = data ? heading(data.edition) : t('title');
  return (
    <Page
      title={title}
      description={data && <StateMark state={data.edition.state} />}
      help={<p>{t('helpEdition')}</p>}
      actions={
        <>
          {data?.edition.publishedAt != null && (
            <a href={`/editions/${data.edition.week}`} target="_blank" rel="noreferrer" className={styles.linkButton}>
              {t('publicPage')}
            </a>
          )}
          <Link to="/summaries" className={styles.linkButton}>
            {t('allWeeks')}
          </Link>
        </>
      }
    >
      {error && <Problem error={error} onRetry={() => void refetch()} />}
      {!data && !error && <Loading />}
      {data && (
        <>
          <Way state={data.edition.state} />
          <Next folder={data} />
          <nav aria-label={t('tabs.title')} className={`${styles.tabs} no-print`}>
            {tabs.map((tab) => (
              <NavLink key={tab} to={address(tab)} end={tab === 'figures'} className={styles.tab!}>
                {t(`tabs.${tab}`)}
              </NavLink>
            ))}
          </nav>
          <Content folder={data} tabs={tabs} />
        </>
      )}
    </Page>
  );
}

/** What is no part of the version as it stands leads to its figures: a draft's words are gone once it is frozen. */
function Content({ folder, tabs }: { folder: Folder; tabs: readonly Tab[] }) {
  const pages: Record<Tab, ReactElement> = {
    figures: <ReadingView edition={folder.edition} />,
    words: <Words folder={folder} />,
    documents: <Documents folder={folder} />,
    errata: <Errata folder={folder} />,
    changes: <Changes edition={folder.edition} />,
    history: <History folder={folder} />,
  };
  return (
    // Keyed by the version: what was chosen or typed for one is not carried over to another.
    <Routes key={folder.edition.id}>
      {tabs.map((tab) => (
        <Route key={tab} path={tab === 'figures' ? '*' : tab} element={pages[tab]} />
      ))}
    </Routes>
  );
}
