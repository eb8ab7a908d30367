import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Empty } from '../../parts/empty.js';
import { Loading } from '../../parts/loading.js';
import { Select } from '../../parts/fields.js';
import { useNames } from '../../parts/mission.js';
import { isBeingMade, useLanguageName, useMissionLanguages, type Folder } from './data.js';
import styles from './summaries.module.css';

type File = Folder['files'][number];

/** The files of every variant and language, the page itself in a frame, and how far they are while they are made. */
export function Documents({ folder }: { folder: Folder }) {
  const { t } = useTranslation('summaries');
  const names = useNames();
  const languageName = useLanguageName();
  const languages = useMissionLanguages();
  const { edition, files } = folder;
  const made = files.filter((file) => file.role !== 'content');
  const sets = [...new Set(made.map(setOf))];
  const revisions = [...new Set(made.map((file) => file.revision))].sort((a, b) => b - a);
  const [set, setSet] = useState<string | null>(null);
  const [language, setLanguage] = useState<string | null>(null);
  const [revision, setRevision] = useState<string | null>(null);
  const chosen = {
    set: set ?? sets.find((one) => one.startsWith('public')) ?? sets[0] ?? '',
    language: language ?? languages[0] ?? 'en',
    revision: Number(revision ?? revisions[0] ?? 0),
  };
  const shown = made.filter(
    (file) =>
      file.revision === chosen.revision &&
      setOf(file) === chosen.set &&
      (!file.path.includes('/') || file.path.startsWith(`${chosen.language.toLowerCase()}/`)),
  );
  const content = files.find((file) => file.role === 'content' && setOf(file) === chosen.set);
  const page = shown.find((file) => file.mediaType.startsWith('text/html'));
  const variantName = (id: string): string => {
    const [variant = '', party = ''] = id.split(' ');
    return variant === 'party' ? t('variant.party', { party: names.party(party) }) : t(`variant.${variant}`);
  };
  const title = t('preview.of', { variant: variantName(chosen.set), language: languageName(chosen.language) });
  return (
    <>
      <Making folder={folder} />
      {made.length === 0 && !isBeingMade(folder) && (
        <Empty title={t('documents.none')} next={t('documents.noneNext')} />
      )}
      {made.length > 0 && (
        <>
          <div className={`${styles.choices} no-print`}>
            <Select
              label={t('documents.variant')}
              choices={sets.map((id) => ({ id, label: variantName(id) }))}
              value={chosen.set}
              onChange={setSet}
            />
            <Select
              label={t('documents.language')}
              choices={languages.map((id) => ({ id, label: languageName(id) }))}
              value={chosen.language}
              onChange={setLanguage}
            />
            {revisions.length > 1 && (
              <Select
                label={t('documents.revision')}
                choices={revisions.map((one) => ({
                  id: String(one),
                  label: t('documents.withErrata', { count: one }),
                }))}
                value={String(chosen.revision)}
                onChange={setRevision}
              />
            )}
          </div>
          <section className={styles.section} aria-labelledby="downloads">
            <h2 id="downloads">{t('documents.downloads')}</h2>
            <ul className={styles.files}>
              {[...shown, ...(content ? [content] : [])].map((file) => (
                <FileLink key={`${file.role} ${file.path}`} file={file} editionId={edition.id} />
              ))}
            </ul>
          </section>
          {page && (
            <section className={styles.section} aria-labelledby="preview">
              <h2 id="preview">{title}</h2>
              <iframe
                key={addressOf(page, edition.id)}
                title={title}
                sandbox=""
                src={addressOf(page, edition.id)}
                className={styles.preview}
              />
            </section>
          )}
        </>
      )}
    </>
  );
}

const setOf = ({ variant, party }: File): string => `${variant} ${party}`;

function addressOf({ variant, party, path, revision }: File, editionId: string): string {
  const query = new URLSearchParams({ variant, party, path, revision: String(revision) });
  return `/v1/editions/${editionId}/file?${query.toString()}`;
}

function FileLink({ file, editionId }: { file: File; editionId: string }) {
  const { i18n } = useTranslation('summaries');
  const kilobytes = new Intl.NumberFormat(i18n.language, {
    style: 'unit',
    unit: 'kilobyte',
    maximumFractionDigits: 0,
  }).format(Math.max(1, file.size / 1000));
  const name = file.path.split('/').at(-1)!;
  return (
    <li>
      <a href={addressOf(file, editionId)} download={name}>
        <bdi dir="ltr">{name}</bdi>
      </a>{' '}
      <span className={styles.soft}>
        {kilobytes} · SHA-256 <code className={styles.hash}>{file.sha256}</code>
      </span>
    </li>
  );
}

/** What the worker does by itself, and why it did not, where it failed. */
function Making({ folder }: { folder: Folder }) {
  const { t } = useTranslation('summaries');
  const languageName = useLanguageName();
  if (!isBeingMade(folder)) return null;
  const { documents, steps } = folder;
  const failures = steps.slice(steps.findLastIndex(({ step }) => step !== 'render_failed') + 1);
  return (
    <div className={styles.making}>
      {documents ? (
        <>
          <Loading label={t('documents.making')} share={documents.done / documents.of} />
          <p className={styles.soft}>
            {t('documents.inHand', { done: documents.done, of: documents.of })} <bdi>{documents.part}</bdi>
            {documents.language !== null && `, ${languageName(documents.language)}`}
          </p>
        </>
      ) : (
        <Loading label={t('documents.waiting')} />
      )}
      {failures.map(({ at, reason }) => (
        <p key={at} className={styles.warning}>
          {t('documents.failed')}{' '}
          <span lang="en" dir="ltr">
            {reason}
          </span>
        </p>
      ))}
    </div>
  );
}
