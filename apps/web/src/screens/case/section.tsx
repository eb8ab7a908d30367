import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Sentence } from '../../parts/sentence.js';
import type { Said } from '../../said/words.js';
import styles from './case.module.css';

/** The sections in their order; each is an anchor of the page. */
export const sections = [
  'summary',
  'said',
  'links',
  'checks',
  'decision',
  'timeline',
  'picture',
  'ledger',
  'rulings',
  'notices',
  'escalations',
  'tasks',
  'restructure',
  'journal',
] as const;
export type SectionKey = (typeof sections)[number];

/** A part of the case with its heading, reachable as `#key`. */
export function Section({
  id,
  actions,
  children,
}: {
  id: SectionKey;
  /** Buttons beside the heading. */
  actions?: ReactNode;
  children: ReactNode;
}) {
  const { t } = useTranslation('case');
  return (
    <section id={id} aria-labelledby={`${id}-title`} className={styles.section}>
      <div className={styles.head}>
        <h2 id={`${id}-title`} tabIndex={-1}>
          {t(`sections.${id}`)}
        </h2>
        {actions !== undefined && <div className={`${styles.actions} no-print`}>{actions}</div>}
      </div>
      {children}
    </section>
  );
}

/** Links to the sections that are shown. */
export function Contents({ shown }: { shown: readonly SectionKey[] }) {
  const { t } = useTranslation('case');
  return (
    <nav aria-label={t('contents')} className={`${styles.contents} no-print`}>
      <ul className={styles.links}>
        {shown.map((key) => (
          <li key={key}>
            <a href={`#${key}`}>{t(`sections.${key}`)}</a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

/** Moves to a section as its link does, and gives it the focus. */
export function goTo(key: SectionKey): void {
  document.getElementById(key)?.scrollIntoView();
  document.getElementById(`${key}-title`)?.focus({ preventScroll: true });
}

/** What somebody wrote, as written: never words of the program's, so that the direction is the text's own. */
export function Words({ children, lang }: { children: string; lang?: string }) {
  return (
    <p dir="auto" lang={lang} className={styles.words}>
      {children}
    </p>
  );
}

/** A sentence of the server's: `said` in the reader's language, else the English one. */
export function Because({ said = null, children }: { said?: readonly Said[] | null; children: string }) {
  return <Sentence said={said} text={children} className={styles.because!} />;
}
