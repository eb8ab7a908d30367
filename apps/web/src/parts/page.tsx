import { useEffect, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import styles from './page.module.css';

export interface PageProps {
  title: string;
  /** One sentence under the title: what this screen is for. */
  description?: ReactNode;
  /** A few paragraphs behind "Help". */
  help?: ReactNode;
  /** Buttons beside the title. */
  actions?: ReactNode;
  /** Uses the whole height and scrolls inside itself: maps, long lists. */
  isFull?: boolean;
  children: ReactNode;
}

/** The frame of every screen: one first heading, the window's title, and help. */
export function Page({ title, description, help, actions, isFull = false, children }: PageProps) {
  const { t } = useTranslation('shell');
  useEffect(() => {
    document.title = `${title} · Linewatch`;
  }, [title]);
  return (
    <div className={isFull ? `${styles.page} ${styles.full}` : styles.page}>
      <header className={styles.head}>
        <div className={styles.words}>
          <h1 tabIndex={-1} data-page-title="">
            {title}
          </h1>
          {description !== undefined && <p className={styles.description}>{description}</p>}
        </div>
        {actions !== undefined && <div className={`${styles.actions} no-print`}>{actions}</div>}
        {help !== undefined && (
          <details className={`${styles.help} no-print`}>
            <summary>{t('help')}</summary>
            <div>{help}</div>
          </details>
        )}
      </header>
      <div className={styles.content}>{children}</div>
    </div>
  );
}
