import { useTranslation } from 'react-i18next';
import { Time } from '../../parts/time.js';
import { useEditions, type Edition } from './data.js';
import styles from './liaison.module.css';
import { sizeText } from './size-text.js';
import { Paged } from './paged.js';

/** Published summaries with their files, to be kept and compared. */
export function Editions() {
  const { t } = useTranslation('liaison');
  const pages = useEditions();
  return (
    <Paged
      pages={pages}
      empty={{ title: t('editions.empty'), next: t('editions.next') }}
      row={(edition) => (
        <li key={edition.id} className={styles.card}>
          <h2>
            {t('editions.week', { week: edition.week })} · {t('editions.version', { version: edition.version })}
          </h2>
          {edition.publishedAt && (
            <p className={styles.soft}>
              {t('editions.published')} <Time at={edition.publishedAt} />
            </p>
          )}
          {edition.errata > 0 && <p>{t('editions.errata', { count: edition.errata })}</p>}
          <Files edition={edition} />
        </li>
      )}
    />
  );
}

function Files({ edition }: { edition: Edition }) {
  const { t, i18n } = useTranslation('liaison');
  return (
    <ul>
      {edition.files.map((file) => {
        const { path, variant, revision } = file;
        const query = new URLSearchParams({ path, variant, revision: String(revision) });
        return (
          <li key={`${variant} ${revision} ${path}`}>
            <a
              href={`/v1/party-editions/${edition.id}/file?${query.toString()}`}
              download={path.split('/').at(-1)}
              className={styles.fileName}
            >
              {path}
            </a>{' '}
            ({variant === 'party' ? t('editions.own') : t('editions.public')}
            {revision > 0 && `, ${t('editions.revision', { revision })}`}, {sizeText(i18n.language, file.size)}){' '}
            <code dir="ltr" className={styles.soft} title={file.sha256}>
              {file.sha256.slice(0, 16)}…
            </code>
          </li>
        );
      })}
    </ul>
  );
}
